"""Figures of Islamic geometry as SVG path data. Lengths are millimetres, angles degrees, y grows downwards."""

from collections.abc import Iterable
from math import cos, radians, sin

Point = tuple[float, float]

KHATAM = 0.7654
"""Inner to outer radius of the eight-pointed star that two crossed squares make: cos 45° / cos 22.5°."""


def number(value: float) -> str:
    """A coordinate with at most three decimals, as short as can be."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def polar(centre: Point, radius: float, angle: float) -> Point:
    """The point at `angle` degrees: 0 lies to the right, and angles go clockwise, because y grows downwards."""
    return centre[0] + radius * cos(radians(angle)), centre[1] + radius * sin(radians(angle))


def _along(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)


def polygon(points: Iterable[Point]) -> str:
    return _along(points) + "Z"


def polyline(points: Iterable[Point]) -> str:
    """An open line through the points; `polygon` closes it."""
    return _along(points)


def circle(centre: Point, radius: float) -> str:
    """Two half arcs: one arc from a point to itself draws nothing."""
    x, y, r, d = (number(v) for v in (centre[0] - radius, centre[1], radius, 2 * radius))
    return f"M{x} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z"


def rectangle(left: float, top: float, right: float, bottom: float) -> str:
    return f"M{number(left)} {number(top)}H{number(right)}V{number(bottom)}H{number(left)}Z"


def diamond(centre: Point, half: float) -> str:
    """A square that stands on a corner, `half` as wide and high on each side of its centre."""
    x, y = centre
    return polygon([(x - half, y), (x, y - half), (x + half, y), (x, y + half)])


def star(
    centre: Point,
    radius: float,
    points: int = 8,
    *,
    inner: float = KHATAM,
    turn: float = 0,
    stretch: Point = (1, 1),
) -> str:
    """A star with `points` tips; `inner` is its waist as a share of `radius`, `stretch` scales x and y."""
    outline = []
    for i in range(2 * points):
        x, y = polar((0, 0), radius if i % 2 == 0 else radius * inner, turn + i * 180 / points)
        outline.append((centre[0] + x * stretch[0], centre[1] + y * stretch[1]))
    return polygon(outline)


def chords(centre: Point, radius: float, corners: int, step: int) -> str:
    """Every corner of a regular polygon joined to the one `step` further: a woven rosette."""
    corner = [polar(centre, radius, i * 360 / corners) for i in range(corners)]
    return "".join(polyline([corner[i], corner[(i + step) % corners]]) for i in range(corners))


def leaf(base: Point, tip: Point, width: float) -> str:
    """A pointed leaf from `base` to `tip`, `width` as a share of its length."""
    (bx, by), (tx, ty) = base, tip
    dx, dy = tx - bx, ty - by
    left, right = (
        (bx + dx * 0.45 - side * dy * width, by + dy * 0.45 + side * dx * width) for side in (1, -1)
    )
    return (
        f"M{number(bx)} {number(by)}Q{number(left[0])} {number(left[1])} {number(tx)} {number(ty)}"
        f"Q{number(right[0])} {number(right[1])} {number(bx)} {number(by)}Z"
    )


def mix(colour: str, other: str, share: float) -> str:
    """`#rrggbb` that is `share` of the way from `colour` to `other`."""
    channels = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in channels)
