"""Numbers of receipts, codes, e-mail addresses and names of files, kept together where they stand in Arabic.

After an Arabic letter the parts of `4-0008-2` are put from right to left, so that it reads `2-0008-4`. Marks around it
(U+2066 … U+2069, which nobody sees) keep it as it is, in pages, letters and their subjects alike.
"""

import re
from typing import Any

from markupsafe import Markup, escape

LTR, FIRST, END = "\u2066", "\u2068", "\u2069"

_CODE = re.compile(r"(?=[^@_-]*[@_-]|.*[A-Za-z])(?=.*[\d@])[A-Za-z0-9][\w@.+-]*[A-Za-z0-9]", re.ASCII)
"""One word of letters, digits and what joins them: no plain number, and no word of a text."""
_END_OF_NAME = re.compile(r"[^\u0590-\u08ff\s]*\.[A-Za-z0-9]{1,5}\Z")


def isolated(value: Any) -> Any:
    """`value` between marks if it is a code, a number with dashes or an address; anything else as it is."""
    if isinstance(value, str) and not isinstance(value, Markup) and _CODE.fullmatch(value):
        return f"{LTR}{value}{END}"
    return value


def file_name(name: str) -> Markup:
    """The name of a file as a page shows it: its end, from the last Arabic word on, reads from left to right.

    Without that «الأثر 2026.pdf» is shown with `pdf` before `2026`.
    """
    end = _END_OF_NAME.search(name)
    start = end.start() if end else len(name)
    tail = Markup('<bdi dir="ltr">{}</bdi>').format(name[start:]) if end else Markup()
    return Markup("<bdi>{}{}</bdi>").format(escape(name[:start]), tail)
