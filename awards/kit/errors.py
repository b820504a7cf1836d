"""Refusals: raised by operations, worded for the reader at the rim."""

from http import HTTPStatus
from typing import Any

from awards.kit.i18n import Message, msg


class Refusal(Exception):
    """A request that is not carried out. Raising it rolls the transaction back.

    `message` is shown to the person in their language.
    """

    status = HTTPStatus.BAD_REQUEST

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


class RuleBroken(Refusal):
    """The award's rules forbid it now."""

    status = HTTPStatus.CONFLICT


class Invalid(Refusal):
    """Bad input: the page is shown again with `errors` beside the fields and `typed` in them."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, errors: dict[str, Message], typed: dict[str, Any] | None = None) -> None:
        super().__init__(next(iter(errors.values())) if errors else msg("Check what you entered."))
        self.errors = errors
        self.typed = typed or {}


class NotFound(Refusal):
    """It does not exist, or this viewer may not know that it does: both answer alike."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self) -> None:
        super().__init__(msg("There is nothing at this address, or you may not see it."))


class Stale(Refusal):
    """Somebody saved a newer version since this page was loaded."""

    status = HTTPStatus.CONFLICT
