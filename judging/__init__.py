"""How entries are judged: rubrics, panels, blind copies, scorecards, tallies, decisions."""
