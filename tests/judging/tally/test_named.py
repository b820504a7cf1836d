"""The names behind the judges' pseudonyms: for whom, against what, and what stays on record."""

import re
import uuid
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.kit.i18n import Bilingual
from awards.people.models import Person, Role
from judging.recusals.models import Recusal
from judging.tally.document import CategoryTally, Document, EntryLine, SheetLine
from judging.tally.named import judges_behind, named_judges
from judging.tally.operations import ask_for_names
from judging.tally.pseudonyms import judge_pseudonyms
from judging.tally.queries import NotYetOpened, document_of, head_of
from tests.contests import SETTLED, contest
from tests.pages import form_token

ROUND = uuid.UUID(int=1)
APPEAL = "Appeal 12 of the Ports Authority"


def sheet(judge: str) -> SheetLine:
    return SheetLine(f"1-{judge}", judge, uuid.uuid4(), (), "50", "50.00")


def entry(*judges: str) -> EntryLine:
    return EntryLine(
        uuid.uuid4(), 1, "", "", "", "", (), None, None, None, (), None, {}, tuple(map(sheet, judges))
    )


def category(code: str, *entries: EntryLine) -> CategoryTally:
    return CategoryTally(uuid.uuid4(), code, "", "", 3, (), (), entries)


@given(st.lists(st.uuids(), min_size=1, max_size=8, unique=True), st.data())
def test_every_judge_stands_once_under_their_own_pseudonym_with_every_sheet_that_counts(judges, data):
    pseudonyms = judge_pseudonyms(ROUND, judges)
    readers = st.lists(st.sampled_from(sorted(pseudonyms.values())), max_size=4, unique=True)
    categories = tuple(
        category(code, *(entry(*one) for one in data.draw(st.lists(readers, max_size=3)))) for code in "ABC"
    )
    names = {judge: Bilingual(f"ar {judge}", f"en {judge}") for judge in judges}
    found = named_judges(Document(1, ROUND, 1, "mean", 3, categories), names)
    assert {judge.pseudonym: judge.name_en for judge in found} == {
        pseudonym: f"en {judge}" for judge, pseudonym in pseudonyms.items()
    }
    assert [judge.pseudonym for judge in found] == sorted(pseudonyms.values())
    assert [sum(judge.sheets[n] for judge in found) for n in range(3)] == [
        sum(len(one.sheets) for one in each.entries) for each in categories
    ]


@pytest.fixture
def field(make):
    return contest(make, {"G2C": SETTLED, "MOB": [[5, 6, 7]], "IND": []})


def page_of(field) -> str:
    return f"{field.path}/results/judges"


def ask(client, field, reason=APPEAL):
    data = {"_csrf_token": form_token(client, page_of(field)), "reason": reason}
    return client.post(page_of(field), data=data, follow_redirects=False)


def names_of(field) -> list[str]:
    with field.make.db.read() as session:
        return [session.get_one(Person, judge.person_id).name_en for judge in field.judges]


def readings(field) -> list[AuditEvent]:
    with field.make.db.read() as session:
        return list(session.exec(select(AuditEvent).where(AuditEvent.action == "judges.named")))


def test_the_names_are_those_under_which_the_sheets_were_counted(field, make):
    field.open_results()
    with make.db.read() as session:
        head = head_of(session, field.cycle.number)
        found = {judge.name_en: judge for judge in judges_behind(session, head)}
        document = document_of(session, head)
    given = dict(zip((card.id for card in field.cards), names_of(field) * 5, strict=True))
    for one in document.categories:
        for line in one.entries:
            for counted in line.sheets:
                assert found[given[counted.scorecard_id]].pseudonym == counted.judge
    assert {judge.sheets for judge in found.values()} == {(4, 1, 0)}


def test_a_judge_who_was_recused_keeps_the_pseudonym_and_has_no_sheet(field, make):
    with make.db.write() as session:
        for made in field.assignments[:]:
            if made.judge_id == field.judges[0].id:
                made.ended_at, made.ended_reason = make.now, "recusal"
                session.merge(made)
                session.add(
                    Recusal(
                        judge_id=made.judge_id,
                        entry_id=made.entry_id,
                        reason="x",
                        declared_at=make.now,
                        declared_by_id=field.judges[0].person_id,
                    )
                )
    field.open_results()
    with make.db.read() as session:
        found = judges_behind(session, head_of(session, field.cycle.number))
    own = names_of(field)[0]
    assert {judge.name_en: judge.total for judge in found}[own] == 0
    assert len({judge.pseudonym for judge in found}) == 3


@pytest.mark.parametrize("role", ["organiser", "auditor"])
def test_a_reason_shows_the_names_and_is_on_record_each_time(client, sign_in, field, role):
    field.open_results()
    person = field.auditor if role == "auditor" else field.organisers[0]
    sign_in(client, person)
    client.cookies.set("language", "en")
    asking = client.get(page_of(field)).text
    assert not any(re.search(rf"\b{name}\b", asking) for name in names_of(field))
    assert readings(field) == []
    for times in (1, 2):
        answer = ask(client, field)
        assert answer.status_code == 200
        rows = re.findall(r"<tr><td><span[^>]*>(J\d+)</span></td><th[^>]*><bdi>([^<]+)</bdi>", answer.text)
        assert sorted(name for _, name in rows) == sorted(names_of(field))
        assert APPEAL in answer.text
        events = readings(field)
        assert len(events) == times
        assert {event.actor_id for event in events} == {person.id}
        assert {event.subject_id for event in events} == {str(field.round.id)}
        assert events[-1].detail == {"reason": APPEAL, "tally": 1}
    log = unescape(client.get("/audit?action=judges.named").text)
    assert "Names behind the judges' pseudonyms read" in log
    assert APPEAL in log


@pytest.mark.parametrize("reason", ["", "   ", "appeal", "x" * 2001])
def test_without_a_reason_that_says_something_nobody_is_named_and_what_was_typed_is_kept(
    client, sign_in, field, reason
):
    field.open_results()
    sign_in(client, field.auditor)
    client.cookies.set("language", "en")
    answer = ask(client, field, reason)
    assert answer.status_code == 422
    assert 'href="#reason"' in answer.text
    assert f">{reason}</textarea>" in answer.text
    assert not any(re.search(rf"\b{name}\b", answer.text) for name in names_of(field))
    assert readings(field) == []


def test_the_operation_itself_wants_a_reason_and_open_results(field, make):
    def asked(reason):
        with make.db.write() as session:
            head = head_of(session, field.cycle.number)
            ask_for_names(session, head, reason, by=field.auditor.id, at=make.now)

    with pytest.raises(NotYetOpened):
        asked(APPEAL)
    field.open_results()
    with pytest.raises(RuleBroken, match="reason"):
        asked("  ")
    assert readings(field) == []


def test_nobody_is_named_before_the_results_are_open(client, sign_in, field):
    sign_in(client, field.organisers[0])
    for closed in (False, True):
        if closed:
            field.close()
        answer = ask(client, field)
        assert answer.status_code == 409
        assert not any(re.search(rf"\b{name}\b", answer.text) for name in names_of(field))
    assert readings(field) == []


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ENTRANT, None])
def test_a_judge_an_entrant_and_a_stranger_are_refused(client, sign_in, make, field, role):
    field.open_results()
    person = make.person(role) if role else None
    if role is Role.JUDGE:
        with make.db.read() as session:
            person = session.get_one(Person, field.judges[0].person_id)
    if person:
        sign_in(client, person, role)
    asked = client.get(page_of(field), follow_redirects=False)
    data = {"_csrf_token": form_token(client, "/sign-in"), "reason": APPEAL}
    posted = client.post(page_of(field), data=data, follow_redirects=False)
    for answer in (asked, posted):
        assert answer.status_code in ((403,) if role else (303, 403))
        others = names_of(field)[1:]
        assert not any(re.search(rf"\b{name}\b", answer.text) for name in others)
    assert readings(field) == []
