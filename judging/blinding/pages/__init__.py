"""The pages of attached files: what is written on them, and pictures of them for judges."""
