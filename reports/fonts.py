"""The typefaces of the printed documents, from their packages.

Cormorant Garamond comes as a variable font, which a PDF cannot hold: WeasyPrint would cut an instance out of
it for every document (60 ms each). It is cut here once per process instead, for the Latin script.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from reports.glyphs import characters_of, mean_advances

_LATIN = (range(0x20, 0x7F), range(0xA0, 0x180), range(0x1E00, 0x1F00), range(0x2010, 0x2040))
_FEATURES = ("ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk")


@dataclass(frozen=True)
class Face:
    """One `@font-face`. With `variable`, `file` is a variable font and `weight` the instance wanted."""

    family: str
    package: str
    file: str
    weight: int
    style: str = "normal"
    variable: bool = False

    @property
    def name(self) -> str:
        return f"{self.package}-{self.weight}-{self.style}.ttf"

    @property
    def rule(self) -> str:
        return (
            f'@font-face{{font-family:"{self.family}";src:url("asset:fonts/{self.name}");'
            f"font-weight:{self.weight};font-style:{self.style}}}"
        )


_PLEX = "fontpkg_ibm_plex_sans_arabic"
_CORMORANT = "fontpkg_cormorant_garamond"

FACES = (
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-Regular.ttf", 400),
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-Medium.ttf", 500),
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-SemiBold.ttf", 600),
    Face("IBM Plex Sans Arabic", _PLEX, "IBMPlexSansArabic-Bold.ttf", 700),
    Face("Amiri", "fontpkg_amiri", "Amiri-Regular.ttf", 400),
    Face("Amiri", "fontpkg_amiri", "Amiri-Bold.ttf", 700),
    Face("Cormorant Garamond", _CORMORANT, "CormorantGaramond[wght].ttf", 500, variable=True),
    Face("Cormorant Garamond", _CORMORANT, "CormorantGaramond[wght].ttf", 600, variable=True),
    Face(
        "Cormorant Garamond", _CORMORANT, "CormorantGaramond-Italic[wght].ttf", 500, "italic", variable=True
    ),
)

_FILES: dict[str, bytes] = {}


class FontMissing(RuntimeError):
    """A typeface that the documents need is not installed."""


def font_file(name: str) -> bytes:
    """The TrueType file of the face called `name`. Raises FontMissing."""
    if name not in _FILES:
        face = next((face for face in FACES if face.name == name), None)
        if face is None:
            raise FontMissing(f"no typeface is called {name!r}")
        _FILES[name] = _read(face)
    return _FILES[name]


def faces_named_in(css: str) -> tuple[Face, ...]:
    """The faces whose family a style sheet names: others need not be loaded."""
    return tuple(face for face in FACES if face.family in css)


def face_of(family: str, weight: int, *, italic: bool) -> Face | None:
    """The face with these properties, if it is one of ours."""
    style = "italic" if italic else "normal"
    wanted = (family, weight, style)
    return next((face for face in FACES if (face.family, face.weight, face.style) == wanted), None)


@cache
def characters(face: Face) -> dict[int, str]:
    """The characters that each glyph of the face stands for, by glyph number."""
    return characters_of(font_file(face.name))


@cache
def advances_of(family: str, weight: int) -> dict[str, float]:
    """Mean width in em of the forms of each character. Raises FontMissing."""
    face = face_of(family, weight, italic=False)
    if face is None:
        raise FontMissing(f"{family} {weight} is not among the typefaces")
    return mean_advances(font_file(face.name))


def prepared(css: str) -> dict[str, bytes]:
    """The font files that `css` needs, to be given to another process with `adopt`."""
    return {face.name: font_file(face.name) for face in faces_named_in(css)}


def adopt(font_files: dict[str, bytes]) -> None:
    """Use font files that another process has prepared."""
    _FILES.update(font_files)


def _read(face: Face) -> bytes:
    try:
        content = files(face.package).joinpath("files", face.file).read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise FontMissing(f"{face.family} is not installed: package {face.package}, {face.file}") from error
    return _instance(_latin(content), face.weight) if face.variable else content


@cache
def _latin(content: bytes) -> bytes:
    options = subset.Options(layout_features=_FEATURES, notdef_outline=True, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for script in _LATIN for code in script])
    font = TTFont(BytesIO(content))
    subsetter.subset(font)
    return _saved(font)


def _instance(content: bytes, weight: int) -> bytes:
    return _saved(instantiateVariableFont(TTFont(BytesIO(content)), {"wght": weight}, static=True))


def _saved(font: TTFont) -> bytes:
    output = BytesIO()
    font.save(output)
    return output.getvalue()
