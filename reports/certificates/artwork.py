"""The drawing of a certificate: border, emblem, seal, title. One SVG of A4 landscape, lengths in millimetres.

Flat tones only: gradients get lost in some viewers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import pi, sin

from reports.certificates.geometry import (
    Point,
    chords,
    circle,
    diamond,
    leaf,
    mix,
    number,
    polar,
    polygon,
    rectangle,
    star,
)
from reports.certificates.wording import Kind

WIDTH, HEIGHT = 297.0, 210.0
MARGIN = 7.0
BAND = 11.0
FRAME = MARGIN + BAND + 4.2
"""Distance of the inner frame from the edge of the paper; text stays inside."""
CORNER = 11.0
"""Radius of the inner frame's hollow corners."""

EMBLEM: Point = (148.5, 38.5)
SEAL: Point = (148.5, 165.5)


@dataclass(frozen=True)
class Palette:
    """The inks of one kind of certificate, as `#rrggbb`."""

    ground: str
    ground_light: str
    star: str
    strap: str
    accent: str = "#b8923f"
    accent_light: str = "#dcc07a"
    accent_dark: str = "#8d6b22"
    metal_dark: str = "#9c7526"
    metal_light: str = "#f1dfa6"
    paper: str = "#fffdf6"


PARTICIPATION = Palette(ground="#0d3b40", ground_light="#14525a", star="#b8923f", strap="#dcc07a")
WINNER = Palette(ground="#5a1230", ground_light="#7a1f43", star="#c79a3a", strap="#ecd390")
SPECIAL_MENTION = Palette(ground="#1d2f55", ground_light="#2b4478", star="#c0993f", strap="#e4c880")
PALETTES: dict[Kind, Palette] = {
    "participation": PARTICIPATION,
    "winner": WINNER,
    "special_mention": SPECIAL_MENTION,
}


def fill(colour: str, path: str) -> str:
    """A figure without an outline."""
    return f'<path fill="{colour}" d="{path}"/>'


def line(colour: str, width: float, path: str) -> str:
    """An outline `width` millimetres wide, without a filling."""
    return f'<path fill="none" stroke="{colour}" stroke-width="{number(width)}" d="{path}"/>'


def _inset(distance: float) -> str:
    return rectangle(
        MARGIN + distance, MARGIN + distance, WIDTH - MARGIN - distance, HEIGHT - MARGIN - distance
    )


@dataclass(frozen=True)
class _Knot:
    """One star of the border and the two diamonds towards the next; `stretch` fits it to its cell."""

    centre: Point
    stretch: Point
    diamonds: tuple[Point, Point]


def _knots(across: int = 23, down: int = 15) -> Iterator[_Knot]:
    half = BAND / 2
    cell_x = (WIDTH - 2 * MARGIN - 2 * BAND) / across
    cell_y = (HEIGHT - 2 * MARGIN - 2 * BAND) / down
    away = half * 0.62
    for i, y in product(range(across), (MARGIN + half, HEIGHT - MARGIN - half)):
        x = MARGIN + BAND + cell_x * (i + 0.5)
        edge = x + cell_x / 2
        yield _Knot((x, y), (cell_x / BAND, 1), ((edge, y - away), (edge, y + away)))
    for i, x in product(range(down), (MARGIN + half, WIDTH - MARGIN - half)):
        y = MARGIN + BAND + cell_y * (i + 0.5)
        edge = y + cell_y / 2
        yield _Knot((x, y), (1, cell_y / BAND), ((x - away, edge), (x + away, edge)))


def border(palette: Palette) -> str:
    """A band of interlaced eight-pointed stars between gold rules."""
    half = BAND / 2
    knots = list(_knots())
    parts = [
        f'<path fill="{palette.ground}" fill-rule="evenodd" d="{_inset(0)}{_inset(BAND)}"/>',
        line(palette.strap, 0.28, "".join(star(k.centre, half, stretch=k.stretch) for k in knots)),
        fill(
            palette.star,
            "".join(star(k.centre, half * 0.66, turn=22.5, stretch=k.stretch) for k in knots),
        ),
        fill(palette.ground, "".join(star(k.centre, half * 0.36, stretch=k.stretch) for k in knots)),
        fill(palette.strap, "".join(diamond(d, half * 0.24) for k in knots for d in k.diamonds)),
    ]
    for x, y in product((MARGIN + half, WIDTH - MARGIN - half), (MARGIN + half, HEIGHT - MARGIN - half)):
        parts += [
            fill(palette.star, rectangle(x - half, y - half, x + half, y + half)),
            fill(palette.ground, star((x, y), half * 0.96, 16, inner=0.8)),
            fill(palette.strap, star((x, y), half * 0.68, turn=22.5)),
            fill(palette.ground, star((x, y), half * 0.42)),
            fill(palette.strap, circle((x, y), 0.8)),
        ]
    parts += [
        line(palette.accent, 0.9, _inset(-1.1) + _inset(BAND + 0.9)),
        line(palette.accent, 0.2, _inset(-2.1) + _inset(BAND + 2)),
    ]
    return "".join(parts)


def frame(palette: Palette) -> str:
    """A fine rule with hollow corners, a star and two tendrils in each."""
    near, right, bottom, c = FRAME, WIDTH - FRAME, HEIGHT - FRAME, CORNER
    arc = f"A{number(c)} {number(c)} 0 0 0 "
    rule = (
        f"M{number(near + c)} {number(near)}H{number(right - c)}{arc}{number(right)} {number(near + c)}"
        f"V{number(bottom - c)}{arc}{number(right - c)} {number(bottom)}"
        f"H{number(near + c)}{arc}{number(near)} {number(bottom - c)}"
        f"V{number(near + c)}{arc}{number(near + c)} {number(near)}Z"
    )
    tendrils = (
        "M7 1.2c2 .2 3.2-.4 4.4-1.6M1.2 7c.2 2-.4 3.2-1.6 4.4"
        "M8 8.4c1.6 0 2.6.9 2.6 2.2M8.4 8c0 1.6.9 2.6 2.2 2.6"
    )
    corner = (
        fill(palette.accent, star((3.4, 3.4), 2.7))
        + fill(palette.paper, star((3.4, 3.4), 1.5, turn=22.5))
        + fill(palette.accent, circle((3.4, 3.4), 0.55))
        + line(palette.accent, 0.3, tendrils)
    )
    corners = "".join(
        f'<g transform="translate({number(x)} {number(y)}) scale({sx} {sy})">{corner}</g>'
        for (x, sx), (y, sy) in product(((near, 1), (right, -1)), ((near, 1), (bottom, -1)))
    )
    return line(palette.accent, 0.45, rule) + corners


def rosette(palette: Palette, centre: Point = (148.5, 108.0)) -> str:
    """The pale woven rosette behind the text."""
    woven = "".join(chords(centre, 62, 24, step) for step in (7, 9, 11))
    core = chords(centre, 38, 16, 5) + chords(centre, 38, 16, 6)
    rings = "".join(circle(centre, radius) for radius in (62, 64, 38))
    return line(mix(palette.paper, palette.accent, 0.15), 0.22, woven + core + rings)


def _arch(foot: Point, half_width: float, height: float, pointed: float) -> str:
    """A pointed arch standing on `foot`; `pointed` is its full height as a multiple of `height`."""
    x, y = foot
    shoulder, mid = y - height * 0.75, half_width * 0.45
    return (
        f"M{number(x - half_width)} {number(y)}V{number(shoulder)}"
        f"C{number(x - half_width)} {number(y - height * (pointed - 0.6))} "
        f"{number(x - mid)} {number(y - height * (pointed - 0.45))} {number(x)} {number(y - height * pointed)}"
        f"C{number(x + mid)} {number(y - height * (pointed - 0.45))} "
        f"{number(x + half_width)} {number(y - height * (pointed - 0.6))} {number(x + half_width)} {number(shoulder)}"
        f"V{number(y)}Z"
    )


def emblem(palette: Palette, centre: Point = EMBLEM, radius: float = 15) -> str:
    """The award's emblem: a gate with a star in it, in an eight-pointed star, in a sun."""
    x, y = centre
    light = palette.accent_light
    rays = "".join(
        polygon(
            [
                polar(centre, radius * 0.80, i * 15 - 2.2),
                polar(centre, radius * (1.0 if i % 2 == 0 else 0.92), i * 15),
                polar(centre, radius * 0.80, i * 15 + 2.2),
            ]
        )
        for i in range(24)
    )
    beads = "".join(circle(polar(centre, radius * 0.665, i * 45 + 22.5), radius * 0.035) for i in range(8))
    foot = (x, y + radius * 0.30)
    steps = "".join(
        f"M{number(x - radius * half)} {number(foot[1] + radius * drop)}H{number(x + radius * half)}"
        for half, drop in ((0.46, 0.09), (0.38, 0.16))
    )
    return "".join(
        [
            fill(light, rays),
            fill(palette.ground, circle(centre, radius * 0.79)),
            line(light, radius * 0.025, circle(centre, radius * 0.74)),
            line(light, radius * 0.03, star(centre, radius * 0.66)),
            fill(light, beads),
            fill(light, _arch(foot, radius * 0.30, radius * 0.46, 1.95)),
            fill(palette.ground, _arch(foot, radius * 0.186, radius * 0.368, 1.8)),
            fill(light, star((x, foot[1] - radius * 0.285), radius * 0.12)),
            line(light, radius * 0.03, steps),
        ]
    )


def _sheen(palette: Palette, centre: Point, radius: float, *, sectors: int = 96, tones: int = 12) -> str:
    """Brushed metal: thin sectors whose tone swells three times around the disc."""
    by_tone: dict[int, list[str]] = {}
    for i in range(sectors):
        glow = 0.5 + 0.5 * sin(6 * pi * i / sectors + 0.6)
        wedge = polygon(
            [
                centre,
                polar(centre, radius, i * 360 / sectors - 0.25),
                polar(centre, radius, (i + 1) * 360 / sectors + 0.25),
            ]
        )
        by_tone.setdefault(round(glow * (tones - 1)), []).append(wedge)
    return "".join(
        fill(mix(palette.metal_dark, palette.metal_light, tone / (tones - 1)), "".join(wedges))
        for tone, wedges in sorted(by_tone.items())
    )


def seal(palette: Palette, centre: Point = SEAL, radius: float = 12.5) -> str:
    """A medal on two ribbons; the text of the edition goes on its pale disc."""
    x, y = centre

    def ribbon(side: int) -> str:
        shape = ((0.1, 0.6), (0.75, 0.5), (1.0, 1.75), (0.62, 1.55), (0.36, 1.85))
        return polygon([(x + side * radius * dx, y + radius * dy) for dx, dy in shape])

    rim = star(centre, radius, 36, inner=0.94)
    return "".join(
        [
            fill(palette.ground_light, ribbon(-1)),
            fill(palette.ground, ribbon(1)),
            fill(palette.accent, rim),
            line(palette.accent_dark, 0.15, rim),
            _sheen(palette, centre, radius * 0.9),
            line(mix(palette.metal_light, "#ffffff", 0.6), 0.3, circle(centre, radius * 0.84)),
            line(
                mix(palette.metal_dark, palette.metal_light, 0.25),
                0.15,
                circle(centre, radius * 0.8) + chords(centre, radius * 0.8, 32, 11),
            ),
            fill(palette.paper, circle(centre, radius * 0.56)),
            line(palette.accent_dark, 0.25, circle(centre, radius * 0.56)),
        ]
    )


def laurel(palette: Palette, centre: Point = SEAL, radius: float = 16.2) -> str:
    """Two branches around the seal, open at the top."""
    leaves, stems = [], []
    for side in (-1, 1):
        angles = [90 - side * (28 + i * 15.5) for i in range(9)]
        stems.append(
            "M" + "L".join(f"{number(x)} {number(y)}" for x, y in (polar(centre, radius, a) for a in angles))
        )
        for i, angle in enumerate(angles):
            base = polar(centre, radius, angle)
            length = 4.6 - i * 0.17
            for lean in (-1, 1):
                tip = polar(base, length, angle - side * (90 + lean * 38))
                leaves.append(leaf(base, tip, 0.24))
    return line(palette.accent, 0.3, "".join(stems)) + fill(palette.accent, "".join(leaves))


def flourish(palette: Palette, centre: Point = (148.5, 82.4), half: float = 46) -> str:
    """The rule under the title."""
    x, y = centre
    rules = f"M{number(x - half)} {number(y)}H{number(x - 5)}M{number(x + 5)} {number(y)}H{number(x + half)}"
    ends = "".join(star((x + side * at, y), 0.9, 4, inner=0.48) for side, at in product((-1, 1), (half, 6.2)))
    return (
        line(palette.accent, 0.35, rules)
        + fill(palette.accent, star(centre, 2.3) + ends)
        + fill(palette.paper, star(centre, 1.2, turn=22.5))
    )


def divider(palette: Palette, top: float = 92, bottom: float = 144) -> str:
    """The hairline between the two languages, pointed at both ends."""
    x, half = WIDTH / 2, 0.22
    middle = (top + bottom) / 2
    needle = [
        (x, top),
        (x + half, top + 8),
        (x + half, bottom - 8),
        (x, bottom),
        (x - half, bottom - 8),
        (x - half, top + 8),
    ]
    return fill(palette.accent_light, polygon(needle)) + fill(palette.accent, star((x, middle), 1.5))
