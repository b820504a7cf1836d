"""How a round's results are worked out: chosen before judging opens, and frozen with it."""
