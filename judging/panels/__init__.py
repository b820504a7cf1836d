"""Judges of a cycle: origin, languages, expertise, capacity."""
