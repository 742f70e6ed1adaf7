"""What the house notices about itself: the names of its log events, and how they are written."""
