"""Translations of an entry's texts, kept beside the originals and marked as such."""
