"""Sheets of one entry that lie far apart: reasons, one rescoring, and then a third judge or the chair."""
