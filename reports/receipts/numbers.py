"""Numbers and codes of receipts as people type them: read from paper, with other digits, blanks or no dash. Pure."""

import re

from awards.kit.codes import GROUP
from awards.kit.text import fold

_NUMBER = re.compile(r"[0-9]{1,4}-[0-9]{4,6}-[0-9]{1,4}")


def number_meant(typed: str) -> str:
    """`4 0008 1`, `٤-٠٠٠٨-١` and `4/0008/1` are `4-0008-1`; of anything else what may stand in an address."""
    return "-".join(re.findall(r"[0-9A-Z]+", fold(typed[:40]).upper()))


def is_number(text: str) -> bool:
    """Whether this is how the number of a receipt looks, whoever got it."""
    return _NUMBER.fullmatch(text) is not None


def code_meant(typed: str) -> str:
    """`7kqm 4wzp` and `7KQM4WZP` are `7KQM-4WZP`."""
    letters = "".join(re.findall(r"[0-9A-Z]+", fold(typed[:40]).upper()))
    return f"{letters[:GROUP]}-{letters[GROUP:]}" if len(letters) > GROUP else letters
