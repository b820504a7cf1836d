"""Changing questions after agencies have begun to answer them."""
