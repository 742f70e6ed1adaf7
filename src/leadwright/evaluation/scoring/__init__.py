"""Where answers become numbers: what is right about one lead, then metrics over all of them."""
