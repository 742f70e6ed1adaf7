"""`python -m leadwright` is the command line."""

from leadwright.entrypoints.cli.app import main

main()
