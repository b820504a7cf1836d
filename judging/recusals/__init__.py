"""Declared interests, conflicts and recusals."""
