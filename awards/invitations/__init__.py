"""Invitations: how judges, auditors, organisers and the people of agencies are let in."""
