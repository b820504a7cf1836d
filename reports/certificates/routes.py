"""Certificates: issued by organisers, fetched by whoever has the code, verified by anybody."""

import uuid
from functools import partial
from http import HTTPStatus
from typing import Any

from litestar import Request, Response, Router, get, post, route
from litestar.params import FromPath
from litestar.response import Redirect, Stream
from pydantic import Field

from awards.cycles.queries import cycle_by_number
from awards.entries.queries import my_head
from awards.kit.errors import Invalid, NotFound
from awards.kit.forms import Filled, Form, read, read_filter
from awards.kit.i18n import msg
from awards.kit.pages import READ, page, see
from awards.kit.reasons import InWords
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenForm, GivenViewer
from awards.people.guards import entrants, organisers, overseers
from awards.people.models import Role
from awards.people.viewer import Viewer
from reports.answers import pdf_answer
from reports.certificates import routes_corrections
from reports.certificates.archive import zipped
from reports.certificates.codes import normalised
from reports.certificates.jobs import ask_for_certificates
from reports.certificates.models import Certificate
from reports.certificates.operations import revoke_certificate
from reports.certificates.queries import (
    Listed,
    certificate_by_code,
    certificates_of_cycle,
    certificates_of_entry,
)
from reports.receipts.numbers import is_number, number_meant


class RevocationForm(Form):
    """Why it is void, as everybody reads it who verifies it; `confirmed` once what follows was read."""

    reason: InWords = Field("", max_length=500)
    confirmed: bool = False


@post(
    "/cycles/{number:int}/certificates", name="certificates.issue", guards=[organisers], sync_to_thread=True
)
def issue(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Ask for all certificates that are missing, and lead to the job that makes them."""
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        job = ask_for_certificates(session, cycle.id, by=viewer.person_id, at=clock())
    return see(f"/jobs/{job.id}")


@get(
    "/cycles/{number:int}/certificates.zip",
    name="certificates.archive",
    guards=[overseers],
    sync_to_thread=True,
)
def archive(request: Request[Any, Any, Any], number: FromPath[int], db: GivenDb, files: GivenFiles) -> Stream:
    """Those that the list of certificates shows under the same filter, but for revoked ones."""
    with db.read() as session:
        listed = certificates_of_cycle(session, cycle_by_number(session, number).id)
    asked = read_filter(CertificateFilter, request).values or CertificateFilter()
    chosen = [
        (_file_name(c), partial(files.get, c.digest))
        for c in listed
        if c.matches(**dict(asked)) and not c.revoked
    ]
    return Stream(
        zipped(chosen),
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="certificates-{number}.zip"'},
    )


class CertificateFilter(Form):
    """Which certificates to list or to pack, by the arguments of `Listed.matches`; an empty box filters nothing."""

    kind: str = ""
    category: str = ""
    words: str = ""


def _file_name(certificate: Listed) -> str:
    return f"{certificate.category}/{certificate.kind}-{certificate.number:03}-{certificate.code}.pdf"


@get(
    "/entries/{entry_id:uuid}/certificates",
    name="certificates.of_entry",
    guards=[entrants],
    sync_to_thread=True,
)
def of_entry(
    request: Request[Any, Any, Any], entry_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The certificates of one's own entry."""
    with db.read() as session:
        entry = my_head(session, viewer.person_id, entry_id)
        certificates = certificates_of_entry(session, entry_id)
    return page(
        request,
        "reports/certificates/of_entry.html",
        entry=entry,
        certificates=certificates,
    )


@route("/certificates/{name:str}", http_method=READ, name="certificates.download", sync_to_thread=True)
def download(name: FromPath[str], db: GivenDb, files: GivenFiles) -> Response[bytes]:
    """`/certificates/<code>.pdf`, for whoever has the code; a revoked one is no longer given out."""
    code, dot, ending = name.rpartition(".")
    with db.read() as session:
        certificate = certificate_by_code(session, code)
    if certificate is None or certificate.revoked_at is not None or (dot, ending) != (".", "pdf"):
        raise NotFound
    return pdf_answer(files.get(certificate.digest), certificate.code)


@route("/verify", http_method=READ, name="certificates.verify_form", sync_to_thread=False)
def verify_form(request: Request[Any, Any, Any]) -> Response[str] | Redirect:
    """A code that was typed leads to its page, which has an address that can be passed on."""
    typed = request.query_params.get("code", "").strip()
    if code := normalised(typed):
        return see(f"/verify/{code}")
    if is_number(number := number_meant(typed)):
        return see(f"/receipts?number={number}")
    return _no_code(request, typed)


def _no_code(request: Request[Any, Any, Any], typed: str) -> Response[str]:
    """The form; with what was typed, and what a code looks like, if that is none."""
    return page(
        request,
        "reports/certificates/verify.html",
        status=HTTPStatus.NOT_FOUND if typed else HTTPStatus.OK,
        asked=False,
        malformed=bool(typed),
        code=typed,
        certificate=None,
    )


@route("/verify/{code:str}", http_method=READ, name="certificates.verify", sync_to_thread=True)
def verify(request: Request[Any, Any, Any], code: FromPath[str], db: GivenDb) -> Response[str]:
    """Valid, revoked or unknown: one look-up and one template for each of them; and what cannot be a code at all."""
    meant = normalised(code)
    if meant is None:
        return _no_code(request, code)
    with db.read() as session:
        certificate = certificate_by_code(session, meant)
    return _verified(request, meant, certificate)


@post(
    "/certificates/{code:str}/revocation",
    name="certificates.revoke",
    guards=[organisers],
    sync_to_thread=True,
)
def revoke(
    request: Request[Any, Any, Any],
    *,
    code: FromPath[str],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
    form: GivenForm,
) -> Response[str] | Redirect:
    """Revoke a certificate: its page says so, with the date, to whoever verifies it."""
    filled = read(RevocationForm, form)
    if filled.values:
        with filled.catching_refusal():
            if not filled.values.confirmed:
                raise Invalid({"confirmed": msg("Tick that the certificate shall be void for good.")})
            with db.write() as session:
                revoke_certificate(session, code, filled.values.reason, by=viewer.person_id, at=clock())
            return see(f"/verify/{code}", notice=msg("The certificate is revoked."))
    with db.read() as session:
        certificate = certificate_by_code(session, code)
    if certificate is None:
        raise NotFound
    return _verified(request, code, certificate, filled)


def _verified(
    request: Request[Any, Any, Any],
    code: str,
    certificate: Certificate | None,
    filled: Filled[Any] | None = None,
) -> Response[str]:
    viewer = request.scope.get("user")
    return page(
        request,
        "reports/certificates/verify.html",
        filled=filled,
        status=HTTPStatus.OK if certificate else HTTPStatus.NOT_FOUND,
        asked=True,
        code=code,
        certificate=certificate,
        may_revoke=isinstance(viewer, Viewer) and viewer.role == Role.ORGANISER,
    )


router = Router(
    "/",
    route_handlers=[
        issue,
        archive,
        of_entry,
        download,
        verify_form,
        verify,
        revoke,
        *routes_corrections.handlers,
    ],
)
