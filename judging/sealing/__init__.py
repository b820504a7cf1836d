"""Sealed results: one signed file that proves a cycle's results without the database."""
