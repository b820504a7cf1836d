"""What a refused form held, so that nobody loses what they wrote."""

from typing import Any, NamedTuple

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

_WAS = "was-"
"""`was-<box>`: what was saved in a box when its page was opened."""
_LONG = 40
"""Characters; what is longer, or has a line of its own, was written by a person."""


class Unsent(NamedTuple):
    """The fields of a form in their order, without form tokens and passwords."""

    texts: tuple[tuple[str, str], ...] = ()
    """(field, text): what a person wrote."""
    choices: tuple[tuple[str, str], ...] = ()
    """(field, value): options, numbers, and what the page itself put in."""
    files: bool = False
    """A file was sent too; only its owner can send it again."""
    untouched: tuple[tuple[str, str], ...] = ()
    """What the page itself sent along: saved texts that nobody changed, and what stood in each box (`was-…`)."""


def unsent(request: Request[Any, Any, Any]) -> Unsent:
    """What the request posted, as far as it has been read."""
    form = ScopeState.from_scope(request.scope).form
    if form is Empty or not form:
        return Unsent()
    texts: list[tuple[str, str]] = []
    choices: list[tuple[str, str]] = []
    untouched: list[tuple[str, str]] = []
    files = False
    sent = FormMultiDict.from_form_data(form)
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            files = True
        elif name.startswith(_WAS) or (value and value == sent.get(_WAS + name)):
            untouched.append((name, str(value)))
        elif not _is_secret(name) and value:
            (texts if _is_written(str(value)) else choices).append((name, str(value)))
    return Unsent(tuple(texts), tuple(choices), files, tuple(untouched))


def _is_secret(name: str) -> bool:
    return name == "_csrf_token" or "password" in name


def _is_written(value: str) -> bool:
    return len(value) > _LONG or any(character.isspace() for character in value.strip())
