"""The door for the web: how recipients say that they want to be left alone, and how we are."""
