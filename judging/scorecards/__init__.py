"""Scores and comments, lodgement and receipt."""
