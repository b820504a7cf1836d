"""Certificates of participation and of winning."""
