"""Registrations: how an agency's people, and individuals, join by themselves."""
