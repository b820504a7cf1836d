"""The room of a panel: who is let in, what they read there, and the record that is kept."""

import re

import pytest
from sqlmodel import select

from awards.entries.models import Entry
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.people.models import Person, Role
from judging.assignments.models import Assignment
from judging.deliberations.letters import ROOM_OPENED
from judging.deliberations.room.models import RoomItem, RoomPresence
from judging.deliberations.room.operations import MinutedMeanwhile, keep_record, open_room
from judging.panels.chairs import Officers
from judging.panels.models import Judge
from judging.panels.naming import name_officers
from judging.recusals.models import Recusal
from judging.rounds.method.operations import choose_method
from judging.rounds.method.rules import Method, Rules
from judging.rounds.models import Round
from judging.scorecards.models import Score, Scorecard
from judging.tally.queries import NotYetOpened
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import decide
from tests.letters import letters_to
from tests.pages import form_token
from tests.statements import statements


class Bench:
    """A contest whose first judge chairs the panel, the second is deputy; the third is an ordinary member."""

    def __init__(self, make):
        self.make, self.c = make, contest(make, {"G2C": [[points] * 4 for points in (9, 8, 7, 6, 5, 4)]})
        for entry in self.c.entries["G2C"]:
            make.blind_copy(entry, approved_by=self.c.organisers[0])
        self.chair, self.deputy, self.third, _ = self.c.judges
        with make.db.write() as session:
            wanted = Officers(self.chair.id, self.deputy.id)
            name_officers(
                session, self.c.categories["G2C"].id, wanted, by=self.c.organisers[0].id, at=make.now
            )

    def open(self, *, open_to_all=False):
        with self.make.db.write() as session:
            by = self.c.organisers[0].id
            category = self.c.categories["G2C"].id
            self.room_id = open_room(session, category, open_to_all=open_to_all, by=by, at=self.make.now).id
        return self

    def items(self):
        """Entry → its item."""
        with self.make.db.read() as session:
            return {item.entry_id: item for item in session.exec(select(RoomItem))}

    def item(self, n):
        return self.items()[self.c.entries["G2C"][n].id]

    def path(self, n):
        return f"/rooms/{self.room_id}/{self.item(n).code}"

    def recuse(self, judge, n):
        entry = self.c.entries["G2C"][n].id
        with self.make.db.write() as session:
            session.add(
                Recusal(
                    judge_id=judge.id,
                    entry_id=entry,
                    reason="x",
                    declared_at=self.make.now,
                    declared_by_id=judge.person_id,
                )
            )
            mine = select(Assignment).where(Assignment.judge_id == judge.id, Assignment.entry_id == entry)
            assignment = session.exec(mine).one()
            assignment.ended_at, assignment.ended_reason = self.make.now, "recusal"
            session.add(assignment)

    def keep(self, n, judge, *, minutes="", present=(), version=0):
        with self.make.db.write() as session:
            keep_record(
                session,
                self.room_id,
                self.item(n).code,
                minutes=minutes,
                present=[one.id for one in present],
                version=version,
                by=judge.person_id,
                at=self.make.now,
            )

    def write(self, text):
        with self.make.db.write() as session:
            for card in session.exec(select(Scorecard)):
                card.strengths = f"{text} whole"
            for score in session.exec(select(Score)):
                score.comment = f"{text} criterion"


@pytest.fixture
def bench(make):
    return Bench(make)


@pytest.fixture
def opened(bench):
    bench.c.open_results()
    return bench.open()


@pytest.fixture
def enter(client, sign_in, make):
    def enter_(judge):
        with make.db.read() as session:
            person = session.get_one(Person, judge.person_id)
        sign_in(client, person, Role.JUDGE)
        client.cookies.set("language", "en")
        return client

    return enter_


def test_a_room_is_opened_once_the_results_are_and_closes_when_the_places_stand(bench, enter):
    with pytest.raises(NotYetOpened):
        bench.open()
    bench.c.open_results()
    bench.open()
    with pytest.raises(RuleBroken):
        bench.open()
    assert len(bench.items()) == 5
    client = enter(bench.chair)
    assert f"/rooms/{bench.room_id}" in client.get("/rooms").text
    for place, entry in enumerate(bench.c.entries["G2C"][:3], start=1):
        assert client.get(bench.path(0)).status_code == 200
        decide(bench.c, place, entry)
    for path in (f"/rooms/{bench.room_id}", bench.path(0)):
        assert client.get(path).status_code == 404
    assert str(bench.room_id) not in client.get("/rooms").text
    with pytest.raises(NotFound):
        bench.keep(0, bench.chair)


def test_the_members_are_told_by_letter_once_and_learn_of_no_entry_by_it(bench, make, settings):
    bench.c.open_results()
    gone = bench.c.judges[3]
    with make.db.write() as session:
        session.get_one(Judge, gone.id).dropped_out_at = make.now
    bench.open()
    with make.db.write() as session:  # somebody new in the ranking comes onto the agenda
        session.delete(session.exec(select(RoomItem)).first())
    bench.open()
    with make.db.read() as session:
        people = [session.get_one(Person, judge.person_id) for judge in (*bench.c.judges[:3], gone)]
        titles = [entry.title_ar for entry in session.exec(select(Entry))]
    *told, untold = [
        [letter for kind, letter in letters_to(make.db, settings, person.email) if kind == ROOM_OPENED]
        for person in people
    ]
    assert [len(letters) for letters in told] == [1, 1, 1]
    assert untold == []
    letter = told[0][0]
    assert letter.action[1].endswith("/rooms")
    assert not any(title and title in repr(letter) for title in titles)


def test_codes_are_shared_and_unlike_every_code_of_a_judge(opened, make):
    with make.db.read() as session:
        own = set(session.exec(select(Assignment.code)))
    shared = {item.code for item in opened.items().values()}
    assert len(shared) == 5
    assert not shared & own


def test_a_member_reads_the_sheets_and_nobodys_name(opened, enter, make):
    opened.write("Well told")
    client = enter(opened.third)
    agenda = client.get(f"/rooms/{opened.room_id}").text
    page = client.get(opened.path(0)).text
    assert page.count("Well told whole") == 4
    assert page.count("Well told criterion") == 12
    assert "90.00" in page
    assert "90.00" in agenda
    assert "J01" in page
    assert "Your sheet" in page
    with make.db.read() as session:
        people = session.exec(select(Person)).all()
        own = session.get_one(Person, opened.third.person_id)
    for person in people:
        if person.id != own.id:
            assert not re.search(rf"\b{re.escape(person.name_en)}\b", page + agenda)
    for entry in opened.c.entries["G2C"]:
        assert f">{entry.number}<" not in page


def test_by_the_strict_rule_who_lodged_no_sheet_sees_neither_sheets_nor_total(bench, enter, make):
    fourth = make.judge(bench.c.cycle)
    with make.db.write() as session:
        wanted = Officers(fourth.id, bench.deputy.id)
        by = bench.c.organisers[0].id
        name_officers(session, bench.c.categories["G2C"].id, wanted, by=by, at=make.now)
    bench.c.open_results()
    bench.open().write("Told")
    client = enter(fourth)
    page = client.get(bench.path(0)).text
    assert "Told" not in page
    assert "90.00" not in page + client.get(f"/rooms/{bench.room_id}").text
    assert 'name="minutes"' in page


def test_by_the_wider_rule_every_member_sees_all_sheets(bench, enter, make):
    fourth = make.judge(bench.c.cycle)
    with make.db.write() as session:
        by, wanted = bench.c.organisers[0].id, Officers(fourth.id, bench.deputy.id)
        name_officers(session, bench.c.categories["G2C"].id, wanted, by=by, at=make.now)
    bench.c.open_results()
    bench.open(open_to_all=True).write("Told")
    assert "Told" in enter(fourth).get(bench.path(0)).text


@pytest.mark.parametrize("first", ["recusal", "opening", "record"])
def test_a_recused_member_never_reads_the_item_whatever_came_first(bench, enter, make, first):
    if first == "recusal":
        bench.recuse(bench.third, 1)
    bench.c.open_results()
    bench.open(open_to_all=True)
    if first != "recusal":
        if first == "record":
            bench.keep(1, bench.chair, minutes="All agree.", present=[bench.third])
        bench.recuse(bench.third, 1)
    client = enter(bench.third)
    agenda = client.get(f"/rooms/{bench.room_id}").text
    assert bench.item(1).code not in agenda
    assert agenda.count('<tr><th scope="row">') == 4
    assert not re.search(r">\d</t[dh]>", agenda), "a number would be another item for whoever sees them all"
    hidden, unknown = client.get(bench.path(1)), client.get(f"/rooms/{bench.room_id}/ZZ-000")
    assert hidden.status_code == unknown.status_code == 404
    strip = [text.text.replace(bench.item(1).code, "ZZ-000") for text in (hidden, unknown)]
    assert _plain(strip[0]) == _plain(strip[1])
    token = form_token(client, "/rooms")
    for code in (bench.item(1).code, "ZZ-000"):
        data = {"_csrf_token": token, "version": "0", "minutes": "x"}
        assert client.post(f"/rooms/{bench.room_id}/{code}/record", data=data).status_code == 404
    version = bench.item(1).version
    with pytest.raises(RuleBroken):
        bench.keep(1, bench.chair, present=[bench.third], version=version)


def _plain(html):
    return re.sub(r'value="[^"]+"|nonce="[^"]+"|[0-9a-f]{32,}', "", html)


def test_where_the_chair_is_recused_the_deputy_keeps_the_record_and_nobody_else_does(opened, make):
    opened.recuse(opened.chair, 0)
    for judge in (opened.chair, opened.third):
        with pytest.raises(NotFound):
            opened.keep(0, judge)
    opened.keep(0, opened.deputy, minutes="Two for it.", present=[opened.deputy, opened.third])
    with pytest.raises(NotFound):
        opened.keep(1, opened.deputy)
    with make.db.read() as session:
        [event] = session.exec(select(AuditEvent).where(AuditEvent.action == "room.minuted")).all()
        assert event.detail == {"present": 2, "minutes": "Two for it."}
        assert {one.judge_id for one in session.exec(select(RoomPresence))} == {
            opened.deputy.id,
            opened.third.id,
        }


def test_a_record_that_says_nothing_is_not_kept(opened, enter):
    for minutes in ("", "  "):
        with pytest.raises(Invalid):
            opened.keep(0, opened.chair, minutes=minutes)
    client = enter(opened.chair)
    client.cookies.set("language", "en")
    data = {"_csrf_token": form_token(client, opened.path(0)), "version": "0", "minutes": ""}
    answer = client.post(f"{opened.path(0)}/record", data=data)
    assert answer.status_code == 422
    assert answer.text.count("Write the minutes, or tick who was present.") == 2
    assert opened.item(0).version == 0
    opened.keep(0, opened.chair, present=[opened.chair])


def test_whoever_stands_aside_after_the_record_was_kept_is_not_said_to_have_been_out_of_the_room(
    opened, client, sign_in
):
    client.cookies.set("language", "en")
    opened.keep(0, opened.chair, present=[opened.chair, opened.third])
    opened.recuse(opened.third, 0)
    sign_in(client, opened.c.organisers[0])
    page = client.get(f"{opened.c.path}/rooms/G2C").text
    assert "Stood aside later" in page
    assert "Out of the room" not in page


def test_two_records_at_once_are_409_with_both_texts(opened, enter):
    client = enter(opened.chair)
    token = form_token(client, opened.path(0))
    opened.keep(0, opened.chair, minutes="First text.")
    with pytest.raises(MinutedMeanwhile):
        opened.keep(0, opened.chair, minutes="Second text.")
    data = {
        "_csrf_token": token,
        "version": "0",
        "minutes": "Second text.",
        "present": [str(opened.chair.id)],
    }
    answer = client.post(f"{opened.path(0)}/record", data=data)
    assert answer.status_code == 409
    assert "First text." in answer.text
    assert "Second text." in answer.text
    again = {**data, "version": re.search(r'name="version" value="(\d+)"', answer.text).group(1)}
    assert client.post(f"{opened.path(0)}/record", data=again, follow_redirects=False).status_code == 303
    assert opened.item(0).minutes == "Second text."


def test_judges_of_other_categories_and_whoever_left_the_jury_find_no_room(opened, enter, make):
    other = make.judge(opened.c.cycle)
    client = enter(other)
    assert client.get(f"/rooms/{opened.room_id}").status_code == 404
    assert str(opened.room_id) not in client.get("/rooms").text
    with make.db.write() as session:
        seat = session.get_one(type(opened.third), opened.third.id)
        seat.dropped_out_at = make.now
        session.add(seat)
    assert enter(opened.third).get(opened.path(0)).status_code == 404


def test_organisers_and_auditors_read_the_record_and_only_organisers_open_rooms(bench, client, sign_in, make):
    bench.c.open_results()
    client.cookies.set("language", "en")
    path = f"{bench.c.path}/rooms"
    sign_in(client, bench.c.auditor)
    assert 'name="open_to_all"' not in client.get(path).text
    assert client.get(f"{path}/G2C").status_code == 404
    sign_in(client, bench.c.organisers[0])
    data = {"_csrf_token": form_token(client, path), "open_to_all": "true"}
    assert client.post(f"{path}/G2C", data=data, follow_redirects=False).status_code == 303
    with make.db.read() as session:
        bench.room_id = session.exec(select(RoomItem)).first().room_id
    bench.recuse(bench.deputy, 0)
    bench.keep(0, bench.chair, minutes="Two for it.", present=[bench.third])
    for person in (bench.c.organisers[0], bench.c.auditor):
        sign_in(client, person)
        page = client.get(f"{path}/G2C").text
        assert "Two for it." in page
        assert "Out of the room" in page
    assert "Deliberation room opened" in client.get(f"/audit?cycle={bench.c.cycle.number}").text


def test_statements_do_not_grow_with_the_agenda(make, enter):
    counts = []
    for entries in (SETTLED[:2], [*SETTLED, [5, 5, 5]]):
        one = Bench.__new__(Bench)
        one.make, one.c = make, contest(make, {"G2C": entries})
        for entry in one.c.entries["G2C"]:
            make.blind_copy(entry, approved_by=one.c.organisers[0])
        one.c.open_results()
        one.open()
        client = enter(one.c.judges[0])
        client.get(f"/rooms/{one.room_id}")
        with statements(make.db.reader) as found:
            client.get(f"/rooms/{one.room_id}")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_member_who_recuses_themselves_from_an_item_is_out_of_the_room_for_it(opened, enter, make):
    page, item = enter(opened.third), opened.item(0)
    mine_now, others = opened.path(0), opened.path(1)
    address = f"{mine_now}/recusal"
    assert f'href="{address}"' in page.get(opened.path(0)).text
    said = {"_csrf_token": form_token(page, address), "reason": "A relative works there."}
    assert page.post(address, data={**said, "reason": "x"}).status_code == 422
    assert page.post(address, data=said).status_code == 200
    gone = page.post(address, data={**said, "confirmed": "yes"}, follow_redirects=False)
    assert gone.headers["location"].partition("?")[0] == f"/rooms/{opened.room_id}"
    agenda = page.get(f"/rooms/{opened.room_id}").text
    assert f'href="{others}"' in agenda
    assert f'href="{mine_now}"' not in agenda
    assert page.get(opened.path(0)).status_code == 404
    with make.db.read() as session:
        [mine] = session.exec(
            select(Assignment).where(
                Assignment.judge_id == opened.third.id, Assignment.entry_id == item.entry_id
            )
        )
        assert mine.ended_at is None  # what was counted stays counted
        [kept] = session.exec(select(Recusal).where(Recusal.judge_id == opened.third.id))
        assert kept.reason == said["reason"]


def test_a_member_reads_the_score_that_ranks_by_its_name(bench, enter, make):
    with make.db.write() as session:
        by = bench.c.organisers[0].id
        # The round of a contest is open from the start; the method was chosen before.
        session.get_one(Round, bench.c.round.id).opened_at = None
        session.flush()
        choose_method(session, bench.c.round.id, Rules(Method.ADJUSTED, draws=100), by=by, at=make.now)
        session.get_one(Round, bench.c.round.id).opened_at = make.now
    bench.c.open_results()
    bench.open()
    client = enter(bench.third)
    for path in (f"/rooms/{bench.room_id}", bench.path(0)):
        assert "Adjusted score" in client.get(path).text
