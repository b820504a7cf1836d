"""What places are called: as the pages of entrants call them too."""

from awards.entries.places import place_name

__all__ = ["place_name"]
