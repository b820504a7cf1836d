"""Pages that show more than one layer: the public home, each role's first page."""
