"""The room in which a category's panel deliberates once the results are open."""
