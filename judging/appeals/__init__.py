"""Appeals of entrants against what was decided on their entries."""
