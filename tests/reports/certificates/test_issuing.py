"""Issuing certificates: once for each entry and place, and again only what is missing."""

import hashlib
import uuid
from collections import Counter

import pytest
from sqlmodel import col, select

from awards.entries.models import Entry, EntryState
from awards.entries.places import MENTION
from awards.kit.audit import AuditEvent
from awards.kit.db import Database
from awards.kit.errors import RuleBroken
from awards.kit.files import FileStore
from awards.kit.job_kinds import Work
from awards.kit.job_runs import run_job
from awards.kit.jobs import JobState, problems_of
from judging.deliberations.models import Decision, Outcome
from judging.tally.document import EntryLine
from reports.certificates import operations
from reports.certificates.jobs import ask_for_certificates
from reports.certificates.models import Certificate, CertificateKind
from reports.certificates.operations import issue_certificates, revoke_certificate, revoke_fallen
from reports.certificates.queries import certificates_of_entry, earned, fallen
from reports.certificates.sides import side
from reports.certificates.wording import CertificateWording, WordingRefused
from tests.reports.published import CERTIFICATES as ALL
from tests.reports.published import Published

BASE = "https://award.example.gov.sa"


@pytest.fixture
def files(settings) -> FileStore:
    return FileStore(settings.files_dir)


@pytest.fixture
def drawn(monkeypatch) -> list[str]:
    """Certificates are not drawn but written as their code; the codes that were."""
    codes: list[str] = []

    def draw(wordings, write, *, processes=2, on_done=lambda _: None):
        digests = []
        for wording in wordings:
            codes.append(wording.code)
            digests.append(write(wording, f"%PDF {wording.code}".encode()))
            on_done(len(digests))
        return digests

    monkeypatch.setattr("reports.certificates.batch.render_certificates", draw)
    return codes


def issued(db: Database) -> list[Certificate]:
    with db.read() as session:
        return list(session.exec(select(Certificate)))


def issue(db: Database, files: FileStore, published: Published, clock, **options) -> int:
    return issue_certificates(
        db, files, published.cycle_id, base_url=BASE, by=published.organisers[0].id, at=clock(), **options
    )


def test_each_judged_entry_and_each_place_gets_one(db, files, published: Published, clock, drawn) -> None:
    heard: list[int] = []
    assert issue(db, files, published, clock, on_done=heard.append) == ALL
    kinds = Counter(c.kind for c in issued(db))
    assert kinds == {CertificateKind.PARTICIPATION: 21, CertificateKind.WINNER: 18}
    assert heard == list(range(1, ALL + 1))
    for certificate in issued(db):
        assert hashlib.sha256(files.get(certificate.digest)).hexdigest() == certificate.digest
        wording = CertificateWording.from_json(certificate.wording)
        assert wording.code == certificate.code
        assert wording.verify_url == f"{BASE}/verify/{certificate.code}"
        assert wording.demo
        own_category = certificate.kind is CertificateKind.WINNER
        assert (wording.entries, wording.categories) == (3 if own_category else 21, 7)


def test_a_winner_is_told_the_place_that_was_decided_not_the_rank(
    db, files, published: Published, clock, drawn
) -> None:
    issue(db, files, published, clock)
    assert published.document is not None
    category = published.document.categories[0]
    with db.read() as session:
        mine = certificates_of_entry(session, category.entries[2].entry_id)
    assert [c.kind for c in mine] == [CertificateKind.WINNER, CertificateKind.PARTICIPATION]
    assert mine[0].place == 2
    assert mine[0].wording["place_ar"] == "المركز الثاني"
    assert mine[0].wording["place_en"] == "Second place"


def test_a_joint_entry_names_all_its_agencies(db, files, published: Published, clock, drawn) -> None:
    issue(db, files, published, clock)
    assert published.document is not None
    joint = next(e for c in published.document.categories for e in c.entries if e.partners)
    with db.read() as session:
        wording = certificates_of_entry(session, joint.entry_id)[0].wording
    assert wording["recipients_en"] == [joint.entrant_en, *(p.name_en for p in joint.partners)]


def test_issuing_again_keeps_what_exists(db, files, published: Published, clock, drawn) -> None:
    issue(db, files, published, clock)
    before = {c.id: c.code for c in issued(db)}
    assert issue(db, files, published, clock) == 0
    assert {c.id: c.code for c in issued(db)} == before
    assert len(drawn) == ALL


def test_two_that_issue_at_once_leave_one_certificate_each(
    db, files, published: Published, clock, drawn, monkeypatch
) -> None:
    real = operations.issued_keys
    calls = iter([set()])
    monkeypatch.setattr(
        operations, "issued_keys", lambda session, cycle: next(calls, None) or real(session, cycle)
    )
    issue(db, files, published, clock)
    calls = iter([set()])  # the second does not see the first one's before it draws
    monkeypatch.setattr(
        operations, "issued_keys", lambda session, cycle: calls_or(calls, real, session, cycle)
    )
    assert issue(db, files, published, clock) == 0
    assert len(issued(db)) == ALL
    assert len(drawn) == 2 * ALL


def calls_or(calls, real, session, cycle):
    for found in calls:
        return found
    return real(session, cycle)


def test_a_withdrawn_entry_gets_none(db, files, published: Published, clock, drawn) -> None:
    with db.write() as session:
        entry = session.exec(select(Entry).where(Entry.number == 1)).one()
        entry.state = EntryState.WITHDRAWN
        session.add(entry)
    issue(db, files, published, clock)
    with db.read() as session:
        assert certificates_of_entry(session, entry.id) == []


def test_nothing_is_issued_before_publication(db, files, decided: Published, clock, drawn) -> None:
    with pytest.raises(RuleBroken):
        issue(db, files, decided, clock)
    with pytest.raises(RuleBroken), db.write() as session:
        ask_for_certificates(session, decided.cycle_id, by=decided.organisers[0].id, at=clock())
    assert issued(db) == []


def test_real_certificates_are_drawn_by_two_processes(db, files, published: Published, clock) -> None:
    assert published.document is not None
    entry = published.document.categories[0].entries[0].entry_id
    only = {(entry, CertificateKind.WINNER), (entry, CertificateKind.PARTICIPATION)}
    assert issue(db, files, published, clock, only=only) == 2
    for certificate in issued(db):
        assert files.get(certificate.digest).startswith(b"%PDF-")


def test_the_job_issues_all_and_is_asked_for_once(
    db, files, settings, published: Published, clock, drawn
) -> None:
    work = Work(db, files, settings, clock)
    with db.write() as session:
        job = ask_for_certificates(session, published.cycle_id, by=published.organisers[0].id, at=clock())
        again = ask_for_certificates(session, published.cycle_id, by=published.organisers[0].id, at=clock())
    assert again.id == job.id
    assert job.total == ALL
    assert run_job(work, job.id) is JobState.DONE
    assert len(issued(db)) == ALL
    with pytest.raises(RuleBroken), db.write() as session:
        ask_for_certificates(session, published.cycle_id, by=published.organisers[0].id, at=clock())


def test_an_entry_that_cannot_be_printed_is_named_and_the_others_are_issued(
    db, files, settings, published: Published, clock, drawn, monkeypatch
) -> None:
    real = CertificateWording.__post_init__

    def refuse(wording: CertificateWording) -> None:
        real(wording)
        if wording.recipients_en[0] == victim:
            raise WordingRefused("title_ar is too long")

    with db.read() as session:
        victim = earned(session, published.cycle_id).deserved[0].entry.entrant_en
    monkeypatch.setattr(CertificateWording, "__post_init__", refuse)
    work = Work(db, files, settings, clock)
    with db.write() as session:
        job = ask_for_certificates(session, published.cycle_id, by=published.organisers[0].id, at=clock())
    assert run_job(work, job.id) is JobState.FAILED
    with db.read() as session:
        problems = problems_of(session, job.id)
    assert problems
    assert "cannot be printed" in problems[0][1].text
    assert {message.params["number"] for _, message in problems} <= {
        e.number for e in refused(published, victim)
    }
    assert len(issued(db)) == ALL - len(problems)


def refused(published: Published, victim: str) -> list[EntryLine]:
    assert published.document is not None
    return [e for c in published.document.categories for e in c.entries if e.entrant_en == victim]


def test_texts_that_fit_no_layout_are_told_of_in_words(db, files, published, clock, monkeypatch) -> None:
    def too_long(*_: object, **__: object) -> None:
        raise WordingRefused("too long for the page")

    monkeypatch.setattr("reports.certificates.batch.render_certificates", too_long)
    assert published.document is not None
    entry = published.document.categories[0].entries[0]
    with pytest.raises(RuleBroken) as broken:
        issue(db, files, published, clock, only={(entry.entry_id, CertificateKind.WINNER)})
    assert broken.value.message.params == {"number": entry.number}
    assert issued(db) == []


def test_a_revoked_certificate_stays_known_and_is_not_issued_again(
    db, files, published: Published, clock, drawn
) -> None:
    issue(db, files, published, clock)
    one = issued(db)[0]
    by = published.organisers[0].id
    with pytest.raises(RuleBroken), db.write() as session:
        revoke_certificate(session, one.code, "  ", by=by, at=clock())
    with db.write() as session:
        revoke_certificate(session, one.code, "Issued in error", by=by, at=clock())
    with pytest.raises(RuleBroken), db.write() as session:
        revoke_certificate(session, one.code, "Again", by=by, at=clock())
    assert issue(db, files, published, clock) == 0
    with db.read() as session:
        assert one.id not in {c.id for c in certificates_of_entry(session, one.entry_id)}
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "certificate.revoked")).all()
    assert [e.subject_id for e in events] == [str(one.id)]
    assert uuid.UUID(str(events[0].actor_id)) == by


def test_a_special_mention_has_a_certificate_without_a_place_and_loses_it_with_the_mention(
    db, files, published: Published, clock, drawn, client
) -> None:
    with db.write() as session:
        place = session.exec(
            select(Decision).where(Decision.place == 3, col(Decision.entry_id).is_not(None))
        ).first()
        assert place is not None
        place.place, place.outcome = MENTION, Outcome.AWARDED
        session.add(place)
        entry = place.entry_id
    issue(db, files, published, clock)
    with db.read() as session:
        mine = certificates_of_entry(session, entry)
    assert [c.kind for c in mine] == [CertificateKind.SPECIAL_MENTION, CertificateKind.PARTICIPATION]
    wording = CertificateWording.from_json(mine[0].wording)
    assert (wording.place_ar, wording.place_en) == ("تنويه خاص", "Special mention")
    assert wording.entries == 3
    arabic, english = (side(wording, lang).spoken for lang in ("ar", "en"))
    assert "تنويهًا خاصًا" in arabic
    assert "المركز" not in arabic
    assert "received a Special mention" in english
    page = client.get(f"/verify/{mine[0].code}").text
    assert "تنويه خاص" in page
    assert "Special mention" in page
    assert "المركز" not in page
    assert fallen_codes(db, published) == []
    with db.write() as session:
        session.delete(session.exec(select(Decision).where(Decision.place == MENTION)).one())
    with db.write() as session:
        by = published.organisers[0].id
        assert revoke_fallen(
            session, published.cycle_id, "The entry was disqualified", by=by, at=clock()
        ) == [mine[0].code]
    assert client.get(f"/certificates/{mine[0].code}.pdf").status_code == 404


def fallen_codes(db: Database, published: Published) -> list[str]:
    with db.read() as session:
        return [one.code for one in fallen(session, published.cycle_id)]
