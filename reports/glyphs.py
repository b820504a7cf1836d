"""Which characters a glyph of a typeface stands for.

A PDF says it for each glyph, so that text can be searched, copied and read aloud. WeasyPrint takes it from the first
place where a glyph occurs; where an Arabic letter is drawn as several glyphs (letter and marks, letter and
connecting stroke) all but one are then said to mean nothing, there and everywhere else. The typeface knows better:
its substitution table leads from each character to its forms.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

from fontTools.ttLib import TTFont

TATWEEL, JOINER = "\u0640", "\u200d"
_ROUNDS = 8
"""Substitutions in sequence that are followed: Arabic needs four."""

_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]+")
_FORM = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
_MAPPING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")


def characters_of(font: bytes) -> dict[int, str]:
    """Arabic characters by glyph number. A stroke that only lengthens a connection is a zero-width joiner."""
    ttf = TTFont(BytesIO(font), lazy=True)
    by_name = {name: _plain(chr(code)) for code, name in sorted(ttf.getBestCmap().items(), reverse=True)}
    strokes = {name for name, text in by_name.items() if text == TATWEEL}
    substitutions = list(_substitutions(ttf))
    for _ in range(_ROUNDS):
        known = len(by_name)
        for source, target in substitutions:
            if all(name in by_name for name in source):
                by_name.setdefault(target, "".join(by_name[name] for name in source))
        if len(by_name) == known:
            break
    number = ttf.getReverseGlyphMap()
    return {
        number[name]: JOINER if text == TATWEEL and name not in strokes else text
        for name, text in by_name.items()
        if _ARABIC.fullmatch(text)
    }


def mean_advances(font: bytes) -> dict[str, float]:
    """Width in em of each character; of an Arabic letter, the mean of its forms."""
    ttf = TTFont(BytesIO(font), lazy=True)
    widths, em, names = ttf["hmtx"].metrics, ttf["head"].unitsPerEm, ttf.getGlyphOrder()
    forms: dict[str, list[int]] = {}
    for number, text in characters_of(font).items():
        if len(text) == 1:
            forms.setdefault(text, []).append(widths[names[number]][0])
    plain = {chr(code): widths[name][0] / em for code, name in ttf.getBestCmap().items()}
    return plain | {character: sum(advances) / len(advances) / em for character, advances in forms.items()}


def _plain(character: str) -> str:
    """The letter itself for the code points that name a letter's form."""
    return unicodedata.normalize("NFKC", character) if _FORM.match(character) else character


def _substitutions(ttf: TTFont) -> Iterable[tuple[tuple[str, ...], str]]:
    """Pairs of glyphs and the one drawn in their stead; of several drawn for one, the first, which is the letter."""
    if "GSUB" not in ttf:
        return
    for lookup in ttf["GSUB"].table.LookupList.Lookup:
        for subtable in lookup.SubTable:
            yield from _pairs(getattr(subtable, "ExtSubTable", subtable))


def _pairs(subtable: Any) -> Iterable[tuple[tuple[str, ...], str]]:
    match subtable.LookupType:
        case 1:
            yield from (((source,), target) for source, target in subtable.mapping.items())
        case 2:
            yield from (((source,), targets[0]) for source, targets in subtable.mapping.items() if targets)
        case 3:
            yield from (((s,), target) for s, targets in subtable.alternates.items() for target in targets)
        case 4:
            for first, ligatures in subtable.ligatures.items():
                yield from (((first, *ligature.Component), ligature.LigGlyph) for ligature in ligatures)


def corrected(cmap: list[bytes], characters: Mapping[int, str]) -> list[bytes]:
    """The lines of a ToUnicode CMap with the characters that the typeface gives its glyphs."""

    def replace(match: re.Match[bytes]) -> bytes:
        text = characters.get(int(match[1], 16))
        code = match[2] if text is None else text.encode("utf-16-be").hex().encode()
        return b"<%s> <%s>" % (match[1], code)

    return [_MAPPING.sub(replace, line) for line in cmap]
