"""Counting the words of an answer, in Arabic and English alike.

The rule, which `awards/static/words.js` follows to the letter:

1. Combining marks (M), format characters (Cf) and tatweel are left out.
2. A word is an unbroken run of letters (L) and numbers (N). So an attached Arabic prefix is no word of its own,
   a number is one, and punctuation is none.
3. A hyphen (- ‐ ‑) or an apostrophe (' ’) between two of them keeps the word together: *follow-up*, *agency's*.
4. So does one of . , : / ٫ ٬ between two digits: *3.5*, *12:30*, *1/2*, *٤٬٥٠٠*.
"""

import re
import unicodedata

_TATWEEL = "ـ"
_JOINS_ANYTHING = "-‐‑'’"
_JOINS_DIGITS = ".,:/٫٬"


class _Classes(dict[int, str]):
    """Code point → what it is to the rule: `0` digit, `a` letter or other number, a joiner, blank, or nothing."""

    def __missing__(self, codepoint: int) -> str:
        found = self[codepoint] = _class_of(chr(codepoint))
        return found


def _class_of(character: str) -> str:
    category = unicodedata.category(character)
    if character == _TATWEEL or category[0] == "M" or category == "Cf":
        return ""
    if category == "Nd":
        return "0"
    if category[0] in "LN":
        return "a"
    if character in _JOINS_ANYTHING:
        return "-"
    return "." if character in _JOINS_DIGITS else " "


_CLASSES = _Classes()
_WORD = re.compile(r"[a0]+(?:(?:-|(?<=0)\.(?=0))[a0]+)*")


def count_words(text: str) -> int:
    """By the rule at the head of this module; `awards/static/words.js` counts the same in the browser."""
    return len(_WORD.findall(text.translate(_CLASSES)))
