"""Letters: the exact bytes of an approved mail, written by RFC 5322 and read back unchanged."""
