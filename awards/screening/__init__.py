"""Screening: whether what was submitted may be judged, entry by entry."""
