"""What an e-mail address looks like. No form and no framework is needed to know it: the worker has neither."""

import re

from awards.kit.i18n import msg

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def email_address(text: str) -> str:
    """The address in small letters. Raises ValueError, with a Message, for what is none."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError(msg("Enter an e-mail address, for example name@example.org."))
    return text.lower()
