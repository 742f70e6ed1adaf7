"""Mailers: a folder of files, an SMTP server."""
