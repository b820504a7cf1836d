"""The award programme: its people, cycles and entries, and the web application itself."""
