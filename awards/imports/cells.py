"""What may stand in a cell, and what is said of what may not. Pure."""

import re
from collections.abc import Mapping, Sequence

from awards.imports.columns import Problem, listed
from awards.kit.i18n import LANGUAGES, Message, msg, translate
from awards.kit.text import fold
from awards.people.email_addresses import email_address

LONGEST_NAME = 200
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


class Cells:
    """Reads the cells of one row and collects what is wrong in them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.problems: list[Problem] = []

    def wrong(self, column: Message | str, text: Message) -> None:
        self.problems.append(Problem(self.number, column, text))

    def code(self, column: Message, text: str) -> str:
        """A code in small letters; empty if it is none."""
        code = text.lower()
        if not code or _CODE.fullmatch(code):
            return code
        self.wrong(
            column,
            msg("A code has small Latin letters, digits and hyphens, at most 40, for example moh."),
        )
        return ""

    def email(self, column: Message, text: str) -> str:
        try:
            return email_address(text) if text else ""
        except ValueError as error:
            self.wrong(column, error.args[0])
            return ""

    def name(self, column: Message, text: str) -> str:
        """A name on one line."""
        if len(text) > LONGEST_NAME:
            self.wrong(column, msg("Write at most %(n)s characters.", n=LONGEST_NAME))
        return text.replace("\n", " ")

    def domains(self, column: Message, text: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(part.lower() for part in parts(text)))
        for domain in found:
            if not _DOMAIN.fullmatch(domain):
                self.wrong(column, msg("“%(domain)s” is no domain, for example moh.gov.sa.", domain=domain))
        return found

    def one_of(self, column: Message, text: str, options: Mapping[str, Message | str]) -> str:
        """The key of the option that the cell names, by its key or in either language; empty if it is none."""
        wanted = fold(text).strip()
        for key, name in options.items():
            if wanted in {fold(key), *(fold(translate(name, lang)) for lang in LANGUAGES)}:
                return key
        if text:
            self.wrong(
                column,
                msg(
                    "“%(value)s” is not possible here. Possible are: %(options)s.",
                    value=text[:80],
                    options=listed(options.values()),
                ),
            )
        return ""


def parts(text: str) -> Sequence[str]:
    """The values of a cell that holds several, parted by `|`."""
    return [part.strip() for part in text.split("|") if part.strip()]


def twice(first: int) -> Message:
    """What is said of a key that an earlier row has."""
    return msg("This stands in row %(n)s already.", n=first)
