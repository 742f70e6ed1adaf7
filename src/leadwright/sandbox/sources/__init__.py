"""What the sources of the world write about its companies: rows that may disagree."""
