"""The criteria of a category as a booklet to print and hand round."""
