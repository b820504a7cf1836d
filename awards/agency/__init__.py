"""The entrant's own agency: its people, and for which one a person of several acts."""
