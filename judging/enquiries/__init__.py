"""A judge's question reaches the entrant and the answer the judges, and neither side learns who the other is."""
