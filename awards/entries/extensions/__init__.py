"""More time to enter: for all, for one category, or for one entry."""
