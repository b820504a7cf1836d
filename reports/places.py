"""What places are called, for whoever stands above the reports."""

from judging.deliberations.place_names import place_name

__all__ = ["place_name"]
