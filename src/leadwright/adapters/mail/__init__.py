"""Mailers: a folder of files, a mail server."""
