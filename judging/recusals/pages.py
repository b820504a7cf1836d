"""Recusing oneself where an entry has a shared code: the reason first, then once more for good."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect
from pydantic import Field

from awards.kit.forms import Form, read
from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.pages import page, see


class AsideForm(Form):
    """Why a judge recuses themselves."""

    reason: str = Field(min_length=3, max_length=2000)


@dataclass(frozen=True, slots=True)
class Aside:
    """What a judge recuses themselves from, as its pages say it."""

    view: Any
    """The `JudgeView`, under its shared code."""
    back: str
    """Where the entry is read; its form goes to `back`/recusal."""
    crumbs: Sequence[tuple[Message | Bilingual, str]]
    follows: Sequence[Message]
    home: str
    """Where the judge is led afterwards."""


def ask_reason(request: Request[Any, Any, Any], aside: Aside) -> Response[str]:
    """The first page."""
    return page(request, "judging/recusals/aside.html", aside=aside, reason=None)


def take_reason(
    request: Request[Any, Any, Any], aside: Aside, form: FormMultiDict, recuse: Callable[[str], None]
) -> Response[str] | Redirect:
    """Ask once more, or do it: `recuse` is given the reason, and may raise a Refusal."""
    filled = read(AsideForm, form)
    if not filled.typed.get("reason", "").strip():
        filled.errors = {"reason": msg("Say why you recuse yourself.")}
    if filled.values and form.get("confirmed") != "yes":
        return page(request, "judging/recusals/aside.html", aside=aside, reason=filled.values.reason)
    if filled.values:
        with filled.catching_refusal():
            recuse(filled.values.reason)
            said = msg("You have recused yourself from entry %(code)s.", code=aside.view.code)
            return see(aside.home, notice=said)
    return page(request, "judging/recusals/aside.html", filled=filled, aside=aside, reason=None)
