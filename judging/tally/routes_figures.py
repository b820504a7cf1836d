"""What a tally's figures come from: the computation of a category, and each judge of the round, under their pseudonym."""

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from awards.kit.errors import NotFound
from awards.kit.pages import page
from awards.people.given import GivenDb
from awards.people.guards import overseers
from judging.rounds.method.rules import Method
from judging.tally.queries import category_of, document_of, opened
from judging.tally.shown import chapter, given_by, judge_of, signed


@get(
    "/cycles/{number:int}/results/{code:str}/computation",
    name="tally.computation",
    guards=[overseers],
    sync_to_thread=True,
)
def computation(
    request: Request[Any, Any, Any], number: FromPath[int], code: FromPath[str], db: GivenDb
) -> Response[str]:
    """Every step from the sheets to the ranks, with the numbers of this category. Raises NotYetOpened, NotFound."""
    with db.read() as session:
        head = opened(session, number)
        category = category_of(session, head, code)
        document = document_of(session, head)
    model, rules = document.model, document.rules
    if model is None or rules is None or category.figures is None:
        raise NotFound
    return page(
        request,
        "judging/tally/computation.html",
        cycle=head,
        category=category,
        document=document,
        model=model,
        rules=rules,
        chapter=chapter(document, category),
    )


@get(
    "/cycles/{number:int}/results/judges/{judge:str}",
    name="tally.judge",
    guards=[overseers],
    sync_to_thread=True,
)
def judge_page(
    request: Request[Any, Any, Any], number: FromPath[int], judge: FromPath[str], db: GivenDb
) -> Response[str]:
    """How lenient a judge is, how consistent, and every sheet beside what it was to be expected. Raises NotYetOpened, NotFound."""
    with db.read() as session:
        head = opened(session, number)
        document = document_of(session, head)
    found = judge_of(document, judge)
    if found is None or document.model is None:
        raise NotFound
    return page(
        request,
        "judging/tally/judge.html",
        cycle=head,
        judge=found,
        effect=signed(found.effect),
        model=document.model,
        adjusted=document.method == Method.ADJUSTED.value,
        given=given_by(document, found),
        others=[one.judge for one in document.model.judges],
        far=document.rules.far if document.rules else "",
    )


handlers = [computation, judge_page]
