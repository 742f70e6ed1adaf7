"""CEL as this house speaks it: typed variables, refusals with a column and a hint."""
