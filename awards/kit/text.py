"""One spelling for search, sorting and scanning: Arabic and Latin text folded alike."""

import unicodedata

_ALIKE = str.maketrans(
    {
        "ٱ": "ا",  # alef wasla; أ إ آ lose their mark by decomposition, as do ؤ and ئ
        "ى": "ي",
        "ی": "ي",  # Persian yeh
        "ې": "ي",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ک": "ك",  # Persian kaf
        "ـ": "",  # tatweel
        "\u115f": "",  # Hangul fillers: letters by category, invisible on paper
        "\u1160": "",
    }
)


class _Folding(dict[int, str]):
    """Code point → what it folds to, worked out when it is first met."""

    def __missing__(self, codepoint: int) -> str:
        folded = self[codepoint] = _folded(chr(codepoint))
        return folded


def _folded(character: str) -> str:
    """Decompose, drop what has no shape of its own, level digits, spaces and case, until nothing changes."""
    while True:
        after = "".join(map(_levelled, unicodedata.normalize("NFKD", character)))
        after = after.translate(_ALIKE).casefold()
        if after == character:
            return after
        character = after


def _levelled(character: str) -> str:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return ""
    if character.isspace():
        return " "
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


_FOLDING = _Folding()


def fold(text: str) -> str:
    """The spelling under which two writings of one word are equal.

    Compatibility forms are resolved; marks, tatweel, zero-width and direction characters go; أ إ آ ٱ become ا,
    ى becomes ي, ة becomes ه, ؤ and ئ lose their hamza; any script's digits become 0–9; case is folded; every
    white space becomes one blank (their number stays). Folding twice changes nothing.
    """
    return text.translate(_FOLDING)


def fold_with_positions(text: str) -> tuple[str, list[int]]:
    """`fold(text)`, and for each of its characters the offset in `text` of the one it came from."""
    folded: list[str] = []
    positions: list[int] = []
    for offset, character in enumerate(text):
        piece = _FOLDING[ord(character)]
        folded.append(piece)
        positions.extend([offset] * len(piece))
    return "".join(folded), positions
