"""What if: other weights, without a judge, by the other method. After opening, for organisers and auditors; a page, and never a record."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath
from pydantic import Field

from awards.kit.errors import NotFound
from awards.kit.forms import Form, read_filter
from awards.kit.i18n import Message, msg
from awards.kit.pages import page
from awards.kit.text import fold
from awards.people.given import GivenDb
from awards.people.guards import overseers
from judging.rounds.method.rules import Method
from judging.tally.document import CategoryTally, Document
from judging.tally.queries import category_of, document_of, opened
from judging.tally.shown import sureness
from judging.tally.trying import Try, moved, tried, weights_fit

WEIGHT = "weight-"
"""Before the key of a criterion, in the name of its field."""


class TryForm(Form):
    """Which method, and which judges are left out; weights come under the keys of the criteria."""

    method: Method | None = None
    without: list[str] = Field(default_factory=list, max_length=20)


@get(
    "/cycles/{number:int}/results/{code:str}/what-if",
    name="tally.what_if",
    guards=[overseers],
    sync_to_thread=True,
)
def what_if(
    request: Request[Any, Any, Any], number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    """The form; with anything asked, the ranking as it would be. Read from the address, and stored nowhere."""
    with db.read() as session:
        head = opened(session, number)
        category = category_of(session, head, code)
        document = document_of(session, head)
    if document.rules is None or document.model is None:
        raise NotFound
    filled = read_filter(TryForm, request)
    typed_weights = {
        criterion.key: str(request.query_params.get(WEIGHT + criterion.key, criterion.weight))
        for criterion in category.criteria
    }
    asked, errors = _asked(document, category, filled.values or TryForm(), typed_weights)
    errors = {**filled.errors, **errors}
    found = None
    wanted = any(name in ("method", "without") or name.startswith(WEIGHT) for name in request.query_params)
    if asked and not errors and wanted:
        counted = tried(document, asked)
        after = next(one for one in counted.categories if one.code == code)
        as_if = replace(document, categories=counted.categories, model=counted.model)
        found = (after, moved(category, after), sureness(as_if, after))
    return page(
        request,
        "judging/tally/what_if.html",
        cycle=head,
        category=category,
        judges=sorted({sheet.judge for entry in category.entries for sheet in entry.sheets}),
        method=asked.method.value if asked else document.method,
        without=list(asked.without) if asked else [],
        weights=typed_weights,
        prefix=WEIGHT,
        found=found,
        errors=errors,
    )


def _asked(
    document: Document, category: CategoryTally, values: TryForm, typed: dict[str, str]
) -> tuple[Try | None, dict[str, Message]]:
    method = values.method or Method(document.method)
    try:
        weights = {key: Fraction(fold(text).strip()) for key, text in typed.items()}
    except (ValueError, ZeroDivisionError):
        return Try(method, values.without), {"weights": msg("Write each weight as a number.")}
    if weights and not weights_fit(weights):
        return Try(method, values.without), {"weights": msg("The weights must add up to exactly 100.")}
    return Try(method, values.without, category.code, weights), {}


handlers = [what_if]
