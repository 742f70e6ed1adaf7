"""The doors: the command line now; API, console and worker later. A door parses, calls, prints."""
