"""Reads everything that the judges of a cycle can read, as they would, and looks for whose entries they are."""
