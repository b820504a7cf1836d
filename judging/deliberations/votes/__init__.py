"""What the panel of a category proposes for each of its places, by vote."""
