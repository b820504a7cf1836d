"""The blindness check for organisers: run it, read what it found, accept what is innocent."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect

from awards.cycles.queries import cycle_by_number
from awards.kit.forms import typed_values
from awards.kit.i18n import msg
from awards.kit.jobs import last_job
from awards.kit.pages import page, see
from awards.kit.signing import fingerprint, signed_by
from awards.people.given import GivenClock, GivenDb, GivenForm, GivenSettings, GivenViewer
from awards.people.guards import organisers, overseers
from judging.blinding.certificate import operations
from judging.blinding.certificate.jobs import CHECK, ask_for_check
from judging.blinding.certificate.models import BlindnessCheck
from judging.blinding.certificate.queries import (
    certificate_lacks,
    judges_who_read,
    last_check,
    said_of_findings,
)

_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Signed:
    """What a page says of a record's signature."""

    holds: bool
    fingerprint: str
    """Of the key."""


@get("/cycles/{number:int}/blindness", name="blindness.show", guards=[overseers], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    """The last check and its findings, and whether judging may open."""
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        check = last_check(session, cycle.id)
        said = said_of_findings(session, cycle.id)
        lacks = certificate_lacks(session, cycle.id)
        job = last_job(session, CHECK, cycle.id)
        readers = len(judges_who_read(session, cycle.id))
    return page(
        request,
        "judging/blinding/certificate.html",
        cycle=cycle,
        check=check,
        said=said,
        lacks=lacks,
        job=job,
        readers=readers,
        signed=_signed(check) if check else None,
        me=viewer.person_id,
        may=viewer.organises,
    )


def _signed(check: BlindnessCheck) -> Signed:
    holds = signed_by(check.public_key, check.record.encode(), check.signature)
    return Signed(holds, fingerprint(check.public_key))


@get(
    "/cycles/{number:int}/blindness/record.json",
    name="blindness.record",
    guards=[overseers],
    sync_to_thread=True,
)
def record(number: FromPath[int], db: GivenDb) -> Response[dict[str, str]]:
    """The signed text as it is, with the key and the signature."""
    with db.read() as session:
        check = last_check(session, cycle_by_number(session, number).id)
    told = (
        {"record": check.record, "public_key": check.public_key, "signature": check.signature}
        if check
        else {}
    )
    headers = {"content-disposition": 'attachment; filename="blindness.json"'}
    return Response(told, media_type="application/json", headers=headers)


@post("/cycles/{number:int}/blindness", name="blindness.run", guards=[organisers], sync_to_thread=True)
def run(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Ask for a check; its page shows how far it is."""
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        job = ask_for_check(session, cycle.id, by=viewer.person_id, at=clock())
    return see(f"/jobs/{job.id}")


@post(
    "/cycles/{number:int}/blindness/{mark:str}/acceptance",
    name="blindness.accept",
    guards=[organisers],
    sync_to_thread=True,
)
def accept(
    number: FromPath[int],
    mark: FromPath[str],
    viewer: GivenViewer,
    form: GivenForm,
    db: GivenDb,
    clock: GivenClock,
    settings: GivenSettings,
) -> Redirect:
    """`decision` is `propose` (with a `reason`), `agree` or `refuse`."""
    typed = typed_values(form)
    decision, reason = str(typed.get("decision", "")), str(typed.get("reason", ""))[:_LONGEST]
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        if decision == "agree":
            operations.agree_to_acceptance(
                session, settings.data_dir, cycle.id, mark, by=viewer.person_id, at=clock()
            )
            notice = msg("The finding is accepted; the record holds the reason.")
        elif decision == "refuse":
            operations.refuse_acceptance(session, cycle.id, mark, by=viewer.person_id, at=clock())
            notice = msg("The proposal is taken off.")
        else:
            operations.propose_acceptance(session, cycle.id, mark, reason, by=viewer.person_id, at=clock())
            notice = msg("Your proposal is kept. Another organiser must agree to it.")
    return see(f"/cycles/{number}/blindness#{mark}", notice=notice)


handlers = [show, record, run, accept]
