"""Entries: drafts, answers, attachments, submissions."""
