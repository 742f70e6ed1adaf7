"""Providers of research: a corpus directory now, sandboxes and vendors beside it later."""
