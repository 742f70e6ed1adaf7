"""How the cost of single acts grows with the number of leads that wait.

`filling` makes the leads, `acts` are what is measured, `fit` says how steep it gets, `curves` does
it all and makes one answer.
"""
