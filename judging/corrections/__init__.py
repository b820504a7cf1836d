"""Correcting the rubric of a category that entrants already prepare by."""
