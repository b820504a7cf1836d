"""Receipts on paper, and the public page that anybody may check one against."""

import uuid
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post, route
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.params import FromPath
from litestar.response import Redirect

from awards.kit.canonical import canonical_json
from awards.kit.i18n import Lang, Message, as_lang, msg
from awards.kit.pages import READ, language_of, page, see
from awards.people.given import GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import entrants, overseers
from awards.settings import Settings
from reports.answers import pdf_answer
from reports.certificates.codes import normalised
from reports.receipts.comparing import Answer, compared_file, compared_text
from reports.receipts.numbers import code_meant, number_meant
from reports.receipts.queries import Receipt, Vouched, any_receipt, my_receipt, vouched
from reports.receipts.render import receipt_pdf


@get(
    "/entries/{entry_id:uuid}/submissions/{sequence:int}/receipt.pdf",
    name="receipts.mine",
    guards=[entrants],
    sync_to_thread=True,
)
def mine(
    request: Request[Any, Any, Any],
    viewer: GivenViewer,
    db: GivenDb,
    settings: GivenSettings,
    entry_id: FromPath[uuid.UUID],
    sequence: FromPath[int],
) -> Response[bytes]:
    """`?lang=` asks for another language than the reader's."""
    with db.read() as session:
        receipt = my_receipt(session, viewer.person_id, entry_id, sequence)
    return _paper(request, receipt, settings)


@get(
    "/cycles/{number:int}/entries/{entry:int}/submissions/{sequence:int}/receipt.pdf",
    name="receipts.of_entry",
    guards=[overseers],
    sync_to_thread=True,
)
def of_entry(
    request: Request[Any, Any, Any],
    db: GivenDb,
    settings: GivenSettings,
    number: FromPath[int],
    entry: FromPath[int],
    sequence: FromPath[int],
) -> Response[bytes]:
    """The same paper as the entrant's."""
    with db.read() as session:
        receipt = any_receipt(session, number, entry, sequence)
    return _paper(request, receipt, settings)


@get(
    "/cycles/{number:int}/entries/{entry:int}/submissions/{sequence:int}/content",
    name="receipts.content",
    guards=[overseers],
    sync_to_thread=True,
)
def content(
    db: GivenDb, number: FromPath[int], entry: FromPath[int], sequence: FromPath[int]
) -> Response[bytes]:
    """The very bytes whose SHA-256 the receipt gives, for organisers and auditors."""
    with db.read() as session:
        submission = any_receipt(session, number, entry, sequence).submission
    return Response(
        canonical_json(submission.content),
        media_type="application/json",
        headers={"content-disposition": f'attachment; filename="{submission.receipt}.json"'},
    )


@route("/receipts", http_method=READ, name="receipts.form", sync_to_thread=False)
def form_page(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    """A number and a code that were typed lead to their page, which has an address that can be passed on."""
    asked = [request.query_params.get(name, "") for name in ("number", "code")]
    if certificate := next(filter(None, map(normalised, asked)), None):
        return see(
            f"/verify/{certificate}", notice=msg("This is the code of a certificate: here it is checked.")
        )
    number, code = number_meant(asked[0]), code_meant(asked[1])
    if number and code:
        return see(f"/receipts/{number}/{code}")
    errors = {}
    if number or code:
        errors = (
            {"code": msg("Enter the code too: it stands at the end of the address on the receipt.")}
            if number
            else {"number": msg("Enter the number of the receipt too.")}
        )
    return _check_page(request, number, code, None, asked=False, errors=errors)


@route("/receipts/{number:str}/{code:str}", http_method=READ, name="receipts.check", sync_to_thread=True)
def check(
    request: Request[Any, Any, Any], number: FromPath[str], code: FromPath[str], db: GivenDb
) -> Response[str]:
    """That a submission with this number, time and fingerprint exists, whether it counts, and nothing else of it."""
    number, code = number_meant(number), code_meant(code)
    with db.read() as session:
        found = vouched(session, number, code)
    return _check_page(request, number, code, found)


@post("/receipts/{number:str}/{code:str}", name="receipts.compare", sync_to_thread=True)
def compare(
    request: Request[Any, Any, Any],
    number: FromPath[str],
    code: FromPath[str],
    db: GivenDb,
    form: GivenForm,
) -> Response[str]:
    """Compare a fingerprint, or the submission's file. What is sent is kept nowhere."""
    with db.read() as session:
        found = vouched(session, number, code)
    if found is None:
        return _check_page(request, number, code, None)
    typed, sent = _given(form)
    if not typed and sent is None:
        errors = {"fingerprint": msg("Enter a fingerprint, or choose the file.")}
        return _check_page(request, number, code, found, errors=errors)
    answer = (
        compared_file(sent, found.content_hash)
        if sent is not None
        else compared_text(typed, found.content_hash)
    )
    if answer is Answer.NOT_A_FINGERPRINT:
        errors = {"fingerprint": msg("A fingerprint is 64 characters long: digits, and letters from a to f.")}
        return _check_page(request, number, code, found, errors=errors, typed=typed)
    return _check_page(request, number, code, found, answer=answer, typed=typed)


def _given(form: FormMultiDict) -> tuple[str, bytes | None]:
    sent = next(
        (one for one in form.getall("file", []) if isinstance(one, UploadFile) and one.filename), None
    )
    typed = form.get("fingerprint") or ""
    return (typed.strip() if isinstance(typed, str) else "", sent.file.read() if sent else None)


def _paper(request: Request[Any, Any, Any], receipt: Receipt, settings: Settings) -> Response[bytes]:
    asked = request.query_params.get("lang")
    lang: Lang = as_lang(asked) if asked else language_of(request)
    pdf = receipt_pdf(receipt, lang, base_url=settings.base_url)
    return pdf_answer(pdf, f"receipt-{receipt.submission.receipt}-{lang}")


def _check_page(
    request: Request[Any, Any, Any],
    number: str,
    code: str,
    found: Vouched | None,
    *,
    asked: bool = True,
    answer: Answer | None = None,
    typed: str = "",
    errors: dict[str, Message] | None = None,
) -> Response[str]:
    missing = HTTPStatus.NOT_FOUND if asked and found is None else HTTPStatus.OK
    return page(
        request,
        "reports/receipts/check.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else missing,
        asked=asked,
        number=number,
        code=code,
        found=found,
        answer=answer,
        typed={"fingerprint": typed},
        errors=errors or {},
    )


router = Router("/", route_handlers=[mine, of_entry, content, form_page, check, compare])
