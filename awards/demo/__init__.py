"""The demo cycles, built through the same operations as the web uses."""
