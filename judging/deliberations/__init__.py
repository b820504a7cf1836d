"""Decisions for each place, with reasons and approvers."""
