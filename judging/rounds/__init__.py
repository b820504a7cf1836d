"""Rounds of judging: open, closed, opened by two people."""
