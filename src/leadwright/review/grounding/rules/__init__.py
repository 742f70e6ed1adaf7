"""One rule a file: what a sentence states against what its findings prove."""
