"""Receipts of submitted entries: on paper, and a public page that vouches for them."""
