"""The command line: one file a noun. Heavy imports wait until a command needs them."""
