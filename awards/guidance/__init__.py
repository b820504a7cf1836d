"""The guidance library: what helps to write an entry, for a cycle or one category, and invented model answers."""
