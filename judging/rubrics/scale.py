"""The scale on which every criterion is scored.

Whatever is said, checked or counted in points takes it from here. What cannot: the CHECK constraints in the
database (another scale needs a migration), and in `awards/static` the columns of `.scale`, the keys that give
points and the total that is counted while one types.
"""

LOWEST, HIGHEST, STEP = 0, 10, 1

POINTS = tuple(range(LOWEST, HIGHEST + 1, STEP))
SCALE = tuple(str(points) for points in POINTS)
"""What a criterion can be given, lowest first: decimal text, as it is posted and kept."""

TO_PERCENT = 100 // HIGHEST
"""What a mean of points is multiplied by to be out of 100."""

ON_SCALE = f"points IN ({', '.join(map(repr, SCALE))})"
"""SQL: the decimal text in the column `points` lies on the scale; true of NULL."""
BETWEEN_ENDS = f"points BETWEEN {LOWEST} AND {HIGHEST}"
"""SQL: the same of a column of whole numbers."""
