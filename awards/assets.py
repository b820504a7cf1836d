"""What is made once at set-up: compiled catalogues, and from the font packages web fonts and those of papers."""

from pathlib import Path

import fontpkg_ibm_plex_sans_arabic
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from awards.kit.i18n import LOCALE_DIR
from awards.kit.templates import STATIC
from reports.fonts import cut_fonts

WEIGHTS = {400: "IBMPlexSansArabic-Regular.ttf", 600: "IBMPlexSansArabic-SemiBold.ttf"}


def make_all() -> None:
    compile_catalogues()
    make_web_fonts()
    cut_fonts()


def compile_catalogues() -> None:
    """Write the `.mo` files from which words are read; a page without them would be English."""
    for source in LOCALE_DIR.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as handle:
            catalogue = read_po(handle, locale=source.parts[-3])
        with source.with_suffix(".mo").open("wb") as handle:
            write_mo(handle, catalogue)


def make_web_fonts() -> None:
    """Each face whole, as woff2: a subset by script would break Arabic shaping."""
    files = Path(fontpkg_ibm_plex_sans_arabic.ROOT)
    for weight, name in WEIGHTS.items():
        target = STATIC / "fonts" / f"plex-arabic-{weight}.woff2"
        if target.exists():
            continue
        target.parent.mkdir(exist_ok=True)
        font = TTFont(next(files.rglob(name)))
        font.flavor = "woff2"
        font.save(target)
