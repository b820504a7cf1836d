"""A judge's entries on paper: blind copies to read, score sheets for the pen."""
