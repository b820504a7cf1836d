"""What the judges wrote reaches the people of the entry: after publication, without a trace of who wrote it."""

import random
import re
import uuid
from collections import Counter
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, update

from awards.entries.models import Entry, EntryPartner, EntryState, PartnerState
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.deliberations.models import Publication
from judging.scorecards.models import Score, Scorecard
from reports.feedback.queries import in_no_order
from tests.contests import Contest, contest

ONLY_WITHIN = ("confidential-", "comment-")


def write_on(session: Session, card: Scorecard, n: int, **texts: str) -> None:
    said = {kind: f"{kind}-{n}" for kind in ("strengths", "improvements", "confidential")}
    session.exec(update(Scorecard).where(col(Scorecard.id) == card.id).values(**{**said, **texts}))
    session.exec(update(Score).where(col(Score.scorecard_id) == card.id).values(comment=f"comment-{n}"))


@pytest.fixture
def judged(make, db) -> Contest:
    """Two entries with three sheets each, six judges' words; results open."""
    c = contest(make, {"G2C": [[9, 9, 9], [8, 8, 8]]})
    with db.write() as session:
        for n, card in enumerate(c.cards):
            write_on(session, card, n)
    c.open_results()
    return c


def publish(c: Contest) -> None:
    c.make._save(
        Publication(cycle_id=c.cycle.id, published_at=c.make.now, published_by_id=c.organisers[0].id)
    )


def entrant_of(c: Contest) -> Person:
    with c.make.db.read() as session:
        return session.get_one(Person, c.entries["G2C"][0].started_by_id)


@pytest.fixture
def page(client, judged, sign_in):
    sign_in(client, entrant_of(judged))
    client.cookies.set("language", "en")
    return client


def address(entry: Entry) -> str:
    return f"/entries/{entry.id}/feedback"


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def test_it_holds_the_words_for_the_entrant_and_nothing_else_of_the_sheets(page, judged, db) -> None:
    publish(judged)
    first, second = judged.entries["G2C"]
    shown = page.get(address(first))
    assert shown.status_code == 200
    said = shown.text.split("<main")[1]
    for n in range(3):
        assert f"strengths-{n}" in said
        assert f"improvements-{n}" in said
        assert f"strengths-{n}" not in page.get(address(second)).text
    for hidden in ONLY_WITHIN:
        assert hidden not in shown.text
    assert not re.search(r"\bJ0\d\b|\b9\b|\b90\b", text_of(shown).partition("What the judges wrote")[2])
    with db.read() as session:
        for judge in judged.judges:
            person = session.get_one(Person, judge.person_id)
            assert person.name_en not in shown.text
            assert person.name_ar not in shown.text
    assert page.get(address(first)).text.split("<main")[1] == said


def test_a_sheet_that_does_not_count_is_not_shown(make, db, client, sign_in) -> None:
    c = contest(make, {"G2C": [[9, 9, 9, 9, 9]]})
    with db.write() as session:
        for n, card in enumerate(c.cards):
            write_on(session, card, n)
        session.exec(
            update(Assignment).where(col(Assignment.id) == c.assignments[0].id).values(ended_at=make.now)
        )
        card = session.get_one(Scorecard, c.cards[1].id)
        card.lodged_at = card.lodged_by_id = None
        session.add(card)
        write_on(session, c.cards[2], 2, strengths="", improvements=" ")
    c.open_results()
    publish(c)
    sign_in(client, entrant_of(c))
    said = client.get(address(c.entries["G2C"][0])).text
    assert set(re.findall(r"(?:strengths|improvements)-\d", said)) == {
        "strengths-3",
        "improvements-3",
        "strengths-4",
        "improvements-4",
    }


def test_nothing_is_there_before_publication(make, db, client, sign_in) -> None:
    c = contest(make, {"G2C": [[9, 9, 9]]})
    with db.write() as session:
        write_on(session, c.cards[0], 0)
    entry = c.entries["G2C"][0]
    sign_in(client, entrant_of(c))
    missing = client.get(f"/entries/{uuid.uuid4()}/feedback")
    assert missing.status_code == 404
    for step in (lambda: None, c.close, lambda: c.open_results(closed=True)):
        step()
        answer = client.get(address(entry))
        assert (answer.status_code, answer.text) == (404, missing.text)
        assert "/feedback" not in client.get("/entries").text + client.get(f"/entries/{entry.id}").text
    publish(c)
    assert client.get(address(entry)).status_code == 200


@pytest.mark.parametrize("state", [EntryState.DRAFT, EntryState.WITHDRAWN, EntryState.DISQUALIFIED])
def test_there_is_nothing_for_an_entry_that_is_out(page, judged, db, state) -> None:
    entry = judged.entries["G2C"][0]
    publish(judged)
    with db.write() as session:
        session.exec(update(Entry).where(col(Entry.id) == entry.id).values(state=state))
    answer = page.get(address(entry))
    assert answer.status_code == 404
    assert answer.text == page.get(f"/entries/{uuid.uuid4()}/feedback").text
    assert address(entry) not in page.get("/entries").text + page.get(f"/entries/{entry.id}").text


def test_it_is_for_the_people_of_the_entry_alone(client, judged, make, sign_in) -> None:
    entry = judged.entries["G2C"][0]
    publish(judged)
    stranger, partner = make.person(Role.ENTRANT), make.person(Role.ENTRANT)
    make.agency(stranger)
    make._save(
        EntryPartner(entry_id=entry.id, agency_id=make.agency(partner).id, state=PartnerState.CONFIRMED)
    )
    for person in (stranger, partner):
        sign_in(client, person)
        answer = client.get(address(entry))
        assert answer.status_code == 404
        assert answer.text == client.get(f"/entries/{uuid.uuid4()}/feedback").text
    for role in (Role.JUDGE, Role.ORGANISER, Role.AUDITOR):
        sign_in(client, make.person(role))
        assert client.get(address(entry)).status_code == 403


def test_it_is_linked_from_the_entry_and_from_the_list(page, judged) -> None:
    publish(judged)
    for entry in judged.entries["G2C"]:
        assert f'href="{address(entry)}"' in page.get(f"/entries/{entry.id}").text
        assert f'href="{address(entry)}"' in page.get("/entries").text


def test_what_a_judge_wrote_is_never_markup_and_an_empty_page_says_so(page, judged, db) -> None:
    publish(judged)
    first, second = judged.entries["G2C"]
    with db.write() as session:
        write_on(session, judged.cards[0], 0, strengths="<b>bold</b>")
        for card in judged.cards[3:]:
            write_on(session, card, 9, strengths="", improvements="")
    assert "&lt;b&gt;bold&lt;/b&gt;" in page.get(address(first)).text
    assert "No judge left a remark" in page.get(address(second)).text


cards = st.dictionaries(st.uuids(), st.text(min_size=1, alphabet="abc"), max_size=6)


@given(cards, st.randoms())
def test_the_order_is_the_same_however_the_sheets_are_read(texts, source: random.Random) -> None:
    mixed = list(texts.items())
    source.shuffle(mixed)
    assert in_no_order("strengths", dict(mixed)) == in_no_order("strengths", texts)
    assert Counter(in_no_order("strengths", texts)) == Counter(texts.values())


def test_a_judges_place_on_one_entry_says_nothing_of_it_on_another() -> None:
    """Over many entries with the same four judges each of them stands about as often first as any other."""
    source = random.Random(7)
    first = Counter(
        in_no_order("strengths", {uuid.UUID(int=source.getrandbits(128)): name for name in "abcd"})[0]
        for _ in range(2000)
    )
    assert all(400 < first[name] < 600 for name in "abcd")


def test_the_two_lists_are_not_in_the_same_order() -> None:
    source = random.Random(7)
    sheets = [{uuid.UUID(int=source.getrandbits(128)): name for name in "abcd"} for _ in range(50)]
    assert any(in_no_order("strengths", s) != in_no_order("improvements", s) for s in sheets)
