"""Votes of a panel: who puts motions, who votes, what closes them, and what they lead to."""

import re

import pytest
from sqlmodel import select

from awards.directory.models import Agency
from awards.entries.models import Entry
from awards.entries.places import MENTION
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.people.models import Person, Role
from judging.deliberations.letters import VOTE_OPENED
from judging.deliberations.models import Outcome
from judging.deliberations.votes.models import Choice, Vote
from judging.deliberations.votes.operations import close_vote, put_motion, vote
from judging.deliberations.votes.queries import motions_of
from judging.panels.chairs import Officers
from judging.panels.naming import name_officers
from tests.contests import SETTLED, contest
from tests.judging.deliberations.room.test_rooms import Bench
from tests.judging.deliberations.test_deciding import decide
from tests.judging.deliberations.test_pages import decide_on_page
from tests.letters import letters_to
from tests.pages import form_token
from tests.statements import statements

WHY = {"reason": "لم تبلغ مشاركة المستوى.", "reason_en": "No entry reached the level."}
CITATION = {"citation_ar": "خدمة تخفف عن الناس.", "citation_en": "A service that spares people time."}


class Voting(Bench):
    def put(self, *ns, place=1, outcome=None, by=None, present=None, **texts):
        outcome = outcome or {0: Outcome.WITHHELD, 1: Outcome.AWARDED}.get(len(ns), Outcome.SHARED)
        present = [self.chair, self.deputy, self.third] if present is None else present
        if outcome is Outcome.WITHHELD:
            texts = {**WHY, **texts}
        with self.make.db.write() as session:
            return put_motion(
                session,
                self.room_id,
                place=place,
                outcome=outcome,
                codes=[self.item(n).code for n in ns],
                present=[one.id for one in present],
                by=(by or self.chair).person_id,
                at=self.make.now,
                **texts,
            ).id

    def vote(self, motion, judge, choice=Choice.FOR):
        with self.make.db.write() as session:
            vote(session, self.room_id, motion, choice, by=judge.person_id, at=self.make.now)

    def close(self, motion, *, by=None, take_back=False):
        with self.make.db.write() as session:
            by = (by or self.chair).person_id
            return close_vote(session, self.room_id, motion, take_back=take_back, by=by, at=self.make.now)

    def carry(self, *ns, **given):
        motion = self.put(*ns, **given)
        for judge in given.get("present") or [self.chair, self.deputy, self.third]:
            self.vote(motion, judge)
        assert self.close(motion, by=given.get("by"))
        return motion

    def motions(self):
        with self.make.db.read() as session:
            return motions_of(session, self.c.categories["G2C"].id)


@pytest.fixture
def room(make):
    voting = Voting(make)
    voting.c.open_results()
    return voting.open(open_to_all=True)


@pytest.fixture
def enter(client, sign_in, make):
    def enter_(judge):
        with make.db.read() as session:
            person = session.get_one(Person, judge.person_id)
        sign_in(client, person, Role.JUDGE)
        client.cookies.set("language", "en")
        return client

    return enter_


def test_a_motion_is_voted_on_counted_and_never_changed_after(room, make):
    motion = room.put(0, **CITATION)
    room.vote(motion, room.chair)
    with pytest.raises(RuleBroken):
        room.close(motion)
    room.vote(motion, room.deputy, Choice.AGAINST)
    room.vote(motion, room.deputy, Choice.ABSTAINED)
    assert room.close(motion)
    [put] = room.motions()
    assert (put.carried, put.count.present, put.count.supporting, put.count.abstained) == (True, 3, 1, 1)
    for attempt in (
        lambda: room.vote(motion, room.third),
        lambda: room.vote(motion, room.deputy, Choice.AGAINST),
        lambda: room.close(motion, take_back=True),
    ):
        with pytest.raises(RuleBroken):
            attempt()
    assert room.motions() == [put]
    with make.db.read() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action.startswith("room."))).all()
    kinds = [event.action for event in events]
    assert kinds.count("room.voted") == 3
    assert "choice" not in str([event.detail for event in events])
    [closed] = [event.detail for event in events if event.action == "room.vote_closed"]
    assert (closed["carried"], closed["supporting"], closed["opposed"], closed["aside"]) == (True, 1, 0, 0)
    assert len(closed["votes"]) == 64


def test_only_the_acting_chair_puts_and_closes_and_only_who_is_present_votes(room):
    for other in (room.deputy, room.third):
        with pytest.raises(NotFound):
            room.put(0, by=other)
        with pytest.raises(NotFound):
            room.put(by=other)
    motion = room.put(0, present=[room.deputy])
    with pytest.raises(RuleBroken):
        room.vote(motion, room.third)
    with pytest.raises(NotFound):
        room.close(motion, by=room.deputy)
    with pytest.raises(Invalid):
        room.put(0)
    with pytest.raises(Invalid):
        room.put(1, place=2, present=[])


def test_where_the_chair_stands_aside_the_deputy_puts_it_and_the_chair_learns_of_nothing(room, enter):
    room.recuse(room.chair, 0)
    with pytest.raises(NotFound):
        room.put(0)
    with pytest.raises(Invalid):
        room.put(0, by=room.deputy, present=[room.chair, room.third])
    code = room.item(0).code
    motion = room.carry(0, by=room.deputy, present=[room.deputy, room.third], **CITATION)
    with pytest.raises(NotFound):
        room.vote(motion, room.chair)
    page = enter(room.chair).get(f"/rooms/{room.room_id}/votes").text
    assert code not in page
    assert CITATION["citation_en"] not in page
    assert "No vote is before you" in page
    other = room.put(1)
    assert {one.id: one.aside for one in room.motions()} == {motion: 1, other: 0}


def test_a_recusal_during_the_vote_takes_the_vote_out_of_the_count(room):
    motion = room.put(0)
    room.vote(motion, room.chair)
    room.vote(motion, room.deputy)
    room.vote(motion, room.third, Choice.AGAINST)
    room.recuse(room.third, 0)
    assert room.close(motion)
    [put] = room.motions()
    assert (put.count.present, put.count.opposed, put.aside) == (2, 0, 1)
    assert room.third.id not in put.roll


@pytest.mark.parametrize("first", ["recusal", "motion"])
def test_to_a_recused_member_a_motion_is_as_unknown_as_one_that_never_was(room, enter, make, first):
    if first == "recusal":
        room.recuse(room.third, 0)
    room.carry(1, place=2)
    plain = enter(room.third).get(f"/rooms/{room.room_id}/votes").text
    present = [room.chair, room.deputy] if first == "recusal" else None
    motion = room.put(0, present=present, **CITATION)
    if first != "recusal":
        room.recuse(room.third, 0)
    client = enter(room.third)
    page = client.get(f"/rooms/{room.room_id}/votes").text
    assert _plain(page) == _plain(plain)
    assert room.item(1).code in page
    token = form_token(client, "/rooms")
    for address in (str(motion), "00000000-0000-0000-0000-000000000000"):
        data = {"_csrf_token": token, "choice": "for"}
        assert client.post(f"/rooms/{room.room_id}/votes/{address}", data=data).status_code == 404
        data = {"_csrf_token": token, "then": "count"}
        assert client.post(f"/rooms/{room.room_id}/votes/{address}/closing", data=data).status_code == 404


def _plain(html):
    return re.sub(r'value="[^"]+"|nonce="[^"]+"|[0-9a-f]{32,}', "", html)


def test_the_panel_reads_counts_and_its_own_vote_and_the_office_who_voted_how(
    room, client, enter, make, sign_in
):
    """Pseudonyms stand on sheets: one that is missing from a roll would be that of whoever stood aside."""
    room.recuse(room.third, 1)
    motion = room.put(0, **CITATION)
    room.vote(motion, room.chair)
    room.vote(motion, room.deputy, Choice.AGAINST)
    client = enter(room.third)
    page = client.get(f"/rooms/{room.room_id}/votes").text
    assert "2 of 3 present have voted" in page
    assert re.search(r"Members who may vote on this: [3-9]\.", page)
    assert "Still to vote" not in page
    assert "Still to vote" in enter(room.chair).get(f"/rooms/{room.room_id}/votes").text
    client = enter(room.third)
    assert CITATION["citation_en"] in page
    data = {"_csrf_token": form_token(client, f"/rooms/{room.room_id}/votes"), "choice": "for"}
    path = f"/rooms/{room.room_id}/votes/{motion}"
    assert client.post(path, data=data, follow_redirects=False).status_code == 303
    room.close(motion)
    page = client.get(f"/rooms/{room.room_id}/votes").text
    assert "Your vote: <strong>For</strong>" in page
    with make.db.read() as session:
        names = [session.get_one(Person, one.person_id).name_en for one in (room.chair, room.deputy)]
    assert not [name for name in names if name in page]
    assert "J0" not in page
    client.cookies.set("language", "en")
    for person in (room.c.organisers[1], room.c.auditor):
        sign_in(client, person)
        page = client.get(f"{room.c.path}/rooms/G2C").text
        for name, word in zip(names, ("For", "Against"), strict=True):
            assert re.search(rf'<bdi>{re.escape(name)}</bdi> <span class="hint">{word}<', page)
        assert "J0" not in page


def test_what_the_panel_votes_on_or_has_carried_is_not_contradicted_by_oversight(room, enter):
    first = room.put(0)
    with pytest.raises(Invalid) as refused:
        room.put(1, place=1, reason="لأن أثرها أوسع بكثير", reason_en="Its reach is far wider")
    assert set(refused.value.errors) == {"place"}
    for judge in (room.chair, room.deputy, room.third):
        room.vote(first, judge)
    room.close(first)
    client = enter(room.chair)
    path = f"/rooms/{room.room_id}/votes"
    form = client.get(path).text
    assert re.search(r'<option value="2" selected', form), "the next place"
    assert form.count(" checked") == 2, "who was there the last time"
    data = {
        "_csrf_token": form_token(client, path),
        "outcome": "awarded",
        "entries": room.item(0).code,
        "present": [str(room.deputy.id), str(room.third.id)],
    }
    for place in ("1", "2"):
        answer = client.post(path, data={**data, "place": place})
        assert answer.status_code == 422
        assert re.findall(r'<li><a href="#(\w+)">', answer.text) == ["anew"]
        assert room.item(0).code in answer.text
        assert [one.id for one in room.motions()] == [first]
    answer = client.post(path, data={**data, "place": "1", "anew": "true"}, follow_redirects=False)
    assert answer.status_code == 303
    assert len(room.motions()) == 2


def test_of_a_motion_that_one_may_not_know_of_nothing_is_refused(room):
    room.recuse(room.chair, 0)
    room.carry(0, by=room.deputy, present=[room.deputy, room.third])
    room.put(0, place=2, by=room.deputy, present=[room.deputy, room.third], anew=True)
    room.carry(1, place=2, **WHY)
    room.put(2, place=1, **WHY)


def test_a_motion_that_was_taken_back_says_so_and_who_may_not_vote_is_named(room, enter, make):
    motion = room.put(0)
    room.close(motion, take_back=True)
    for attempt in (lambda: room.vote(motion, room.deputy), lambda: room.close(motion)):
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert "took this motion back" in refused.value.message.text
    page = enter(room.deputy).get(f"/rooms/{room.room_id}/votes").text
    assert "Taken back on" in page
    assert "Closed on" not in page
    room.recuse(room.third, 0)
    with pytest.raises(Invalid) as wrong:
        room.put(0)
    with make.db.read() as session:
        name = session.get_one(Person, room.third.person_id).name_en
    assert name in str(wrong.value.errors["present"].params)


def test_an_open_vote_leads_a_member_who_is_present_from_the_agenda_until_they_voted(room, enter):
    motion = room.put(0, present=[room.chair, room.deputy])
    agenda, waits = f"/rooms/{room.room_id}", "1 vote waits for you"
    client = enter(room.deputy)
    client.cookies.set("language", "en")
    assert waits in client.get(agenda).text
    choices = re.findall(r'<input type="radio" name="choice"[^>]*>', client.get(f"{agenda}/votes").text)
    assert len(choices) == 3
    assert all(" required" in one for one in choices)
    room.vote(motion, room.deputy)
    assert waits not in client.get(agenda).text
    assert waits in enter(room.chair).get(agenda).text
    assert waits not in enter(room.third).get(agenda).text
    room.recuse(room.chair, 0)
    assert waits not in enter(room.chair).get(agenda).text


def test_what_is_proposed_fills_the_form_of_the_place_and_is_told_once_it_is_followed(room, client, sign_in):
    room.carry(1, place=1, reason="لأن أثرها أوسع بكثير", reason_en="Its reach is far wider", **CITATION)
    client.cookies.set("language", "en")
    sign_in(client, room.c.organisers[0])
    first, second = room.c.entries["G2C"][:2]
    form = client.get(f"{room.c.path}/decisions/G2C/1").text
    assert re.search(rf'value="{second.id}"[^>]* checked', form)
    assert not re.search(rf'value="{first.id}"[^>]* checked', form)
    assert "Its reach is far wider" in form
    assert "What the panel proposes" in form
    assert "The panel proposes" in client.get(f"{room.c.path}/decisions").text
    decide(room.c, 1, second, reason="x y z")
    assert "As the panel proposed<" in client.get(f"{room.c.path}/decisions").text


def test_a_panel_proposes_a_special_mention_and_withholds_none(room, client, sign_in):
    with pytest.raises(Invalid):
        room.put(place=MENTION)
    with pytest.raises(NotFound):
        room.put(3, place=4)
    room.carry(3, place=MENTION, **CITATION)
    client.cookies.set("language", "en")
    sign_in(client, room.c.organisers[0])
    form = client.get(f"{room.c.path}/decisions/G2C/{MENTION}").text
    assert re.search(rf'value="{room.c.entries["G2C"][3].id}"[^>]* checked', form)
    assert CITATION["citation_en"] in form
    board = client.get(f"{room.c.path}/decisions").text
    assert board.count("The panel proposes") == 1


def test_a_proposal_that_can_no_longer_be_gives_way_to_the_ranking(room, client, sign_in):
    room.carry(0, place=2)
    decide(room.c, 1, room.c.entries["G2C"][0])
    sign_in(client, room.c.organisers[0])
    form = client.get(f"{room.c.path}/decisions/G2C/2").text
    assert re.search(rf'value="{room.c.entries["G2C"][1].id}"[^>]* checked', form)


def test_the_record_tells_what_was_taken_back_and_who_stood_aside(room, client, sign_in):
    room.recuse(room.third, 0)
    room.carry(0, present=[room.chair, room.deputy], **CITATION)
    taken = room.put(place=3)
    room.close(taken, take_back=True)
    client.cookies.set("language", "en")
    for person in (room.c.organisers[1], room.c.auditor):
        sign_in(client, person)
        page = client.get(f"{room.c.path}/rooms/G2C").text
        assert "Carried" in page
        assert "Taken back" in page
        assert re.search(r'Stood aside <strong class="num">1', page)
        assert len(re.findall(r'<ul class="votes-cast"><li>', page)) == 1


def test_statements_do_not_grow_with_the_motions(make, enter):
    counts = []
    for motions in (1, 3):
        one = Voting.__new__(Voting)
        one.make, one.c = make, contest(make, {"G2C": SETTLED})
        for entry in one.c.entries["G2C"]:
            make.blind_copy(entry, approved_by=one.c.organisers[0])
        one.chair = one.deputy = one.c.judges[0]
        one.third = one.c.judges[1]
        with make.db.write() as session:
            category, by = one.c.categories["G2C"].id, one.c.organisers[0].id
            name_officers(session, category, Officers(one.chair.id), by=by, at=make.now)
        one.c.open_results()
        one.open()
        for n in range(motions):
            one.carry(n, place=n + 1, present=[one.chair, one.third])
        client = enter(one.third)
        client.get(f"/rooms/{one.room_id}/votes")
        with statements(make.db.reader) as found:
            client.get(f"/rooms/{one.room_id}/votes")
        counts.append(len(found))
    assert counts[0] == counts[1]
    with make.db.read() as session:
        assert len(session.exec(select(Vote)).all()) == 8


def test_who_is_present_is_told_of_a_vote_by_letter_and_the_mover_and_the_recused_are_not(
    room, make, settings
):
    room.recuse(room.third, 0)
    motion = room.put(0, present=[room.chair, room.deputy], **CITATION)
    with make.db.read() as session:
        people = [session.get_one(Person, one.person_id) for one in (room.deputy, room.chair, room.third)]
        titles = [entry.title_en for entry in session.exec(select(Entry))]
        agencies = [agency.name_en for agency in session.exec(select(Agency))]
    [letter], *others = [
        [one for kind, one in letters_to(make.db, settings, person.email) if kind == VOTE_OPENED]
        for person in people
    ]
    assert others == [[], []]
    assert letter.action[1].endswith(f"/rooms/{room.room_id}/votes")
    said = repr(letter)
    assert "First place" not in said
    assert room.item(0).code not in said
    assert not [name for name in (*titles, *agencies, CITATION["citation_en"]) if name and name in said]
    assert str(motion) not in said


def test_a_vote_that_waits_shows_among_the_rooms_and_on_the_first_page_until_it_is_cast(room, enter):
    waits = "1 vote waits for you"
    motion = room.put(0, present=[room.chair, room.deputy])
    for page in ("/rooms", "/scorecards"):
        assert waits in enter(room.deputy).get(page).text, page
        assert waits in enter(room.chair).get(page).text, page
        assert waits not in enter(room.third).get(page).text, page
    room.vote(motion, room.deputy)
    room.recuse(room.chair, 0)
    for page in ("/rooms", "/scorecards"):
        for one in (room.deputy, room.chair):
            assert waits not in enter(one).get(page).text, page
    room.put(1, place=2)
    assert waits in enter(room.third).get("/scorecards").text


def test_a_vote_without_a_quorum_stays_open_and_the_page_says_why(room, enter):
    motion = room.put(0, **CITATION)
    room.vote(motion, room.deputy)
    client = enter(room.chair)
    path = f"/rooms/{room.room_id}/votes"
    data = {"_csrf_token": form_token(client, path), "then": "count"}
    answer = client.post(f"{path}/{motion}/closing", data=data)
    assert answer.status_code == 409
    assert "First place: 1 of 3 present have voted." in answer.text
    assert 'class="error-summary"' in answer.text
    assert "1 of 3 present have voted" in answer.text
    assert CITATION["citation_en"] in answer.text
    answer = client.post(f"{path}/{motion}", data={"_csrf_token": data["_csrf_token"]})
    assert "Choose how you vote." in answer.text
    assert room.motions()[0].roll[room.deputy.id] is Choice.FOR


def test_a_motion_that_passes_over_an_entry_wants_a_reason_which_organisers_read(room, client, sign_in):
    with pytest.raises(Invalid) as refused:
        room.put(1, **CITATION)
    assert set(refused.value.errors) == {"reason", "reason_en"}
    assert room.item(0).code in str(refused.value.errors["reason"].params)
    with pytest.raises(Invalid):
        room.put(0, 1, 2, place=2, outcome=Outcome.AWARDED)
    second = room.put(1, place=2, **CITATION)  # the first place may still go to the first
    room.close(second, take_back=True)
    with pytest.raises(Invalid) as refused:
        room.put(2, place=2)
    assert "reason" in refused.value.errors
    room.carry(1, reason="لأن أثرها أوسع بكثير", reason_en="Its reach is far wider", **CITATION)
    with pytest.raises(Invalid) as refused:
        room.put(2, place=2)  # the first is behind no place any more
    assert "reason" in refused.value.errors
    room.put(0, place=2)
    client.cookies.set("language", "en")
    sign_in(client, room.c.organisers[0])
    page = client.get(f"{room.c.path}/decisions/G2C/1").text
    quoted, form = page.split('name="tally"', 1)
    assert "Its reach is far wider" in quoted
    assert "Its reach is far wider" in form


def test_a_refusal_tells_a_chair_nothing_of_entries_whose_totals_they_do_not_see(make):
    room = Voting(make)
    room.c.open_results()
    room.open()  # a member sees the totals of the entries on which they lodged a sheet: the chair of all but one
    room.recuse(room.chair, 0)
    room.put(1, **CITATION)
    with pytest.raises(Invalid) as refused:
        room.put(2, **CITATION)
    assert room.item(0).code not in str(refused.value.errors["reason"].params)


def test_a_motion_is_told_all_that_is_wrong_with_it_at_once(room, enter):
    client = enter(room.chair)
    path = f"/rooms/{room.room_id}/votes"
    data = {
        "_csrf_token": form_token(client, path),
        "place": "1",
        "outcome": "awarded",
        "entries": room.item(2).code,
        "citation_ar": "in Latin letters",
        "citation_en": "kept as it was typed",
    }
    answer = client.post(path, data=data)
    summary = answer.text.split('class="error-summary"')[1].split("</section>")[0].split("</div>")[0]
    assert re.findall(r'href="#(\w+)"', summary) == ["present", "citation_ar", "reason", "reason_en"]
    assert "kept as it was typed" in answer.text
    answer = client.post(path, data={"_csrf_token": data["_csrf_token"], "place": "1"})
    summary = answer.text.split('class="error-summary"')[1].split("</div>")[0]
    assert {"outcome", "present"} <= set(re.findall(r'href="#(\w+)"', summary))
    assert not room.motions()


def test_organisers_learn_at_the_place_that_its_vote_is_open_and_what_a_proposal_replaced(
    room, client, sign_in
):
    room.carry(0)
    room.put(1, place=2)
    room.carry(1, anew=True, **WHY)
    client.cookies.set("language", "en")
    sign_in(client, room.c.organisers[0])
    path = f"{room.c.path}/decisions/G2C"
    replaced, voting = "which this one replaced", "The panel is voting on this place now"
    assert (replaced in client.get(f"{path}/1").text, voting in client.get(f"{path}/1").text) == (True, False)
    assert (replaced in client.get(f"{path}/2").text, voting in client.get(f"{path}/2").text) == (False, True)
    rooms = client.get(f"{room.c.path}/rooms").text
    assert "2 motions carried" in rooms
    assert "1 vote open" in rooms
    assert "Bring the agenda up to date" not in rooms


def test_a_place_whose_vote_is_open_is_decided_only_by_whoever_says_so(room, client, sign_in):
    motion = room.put(0)
    client.cookies.set("language", "en")
    sign_in(client, room.c.organisers[0])
    said = {"outcome": "awarded", "entries": str(room.c.entries["G2C"][0].id), **CITATION}
    answer = decide_on_page(client, room.c, 1, **said)
    assert answer.status_code == 422
    assert re.findall(r'<li><a href="#(\w+)">', answer.text) == ["unheard"]
    assert CITATION["citation_en"] in answer.text
    assert decide_on_page(client, room.c, 1, **said, unheard="true").status_code == 303
    room.close(motion, take_back=True)
    form = client.get(f"{room.c.path}/decisions/G2C/1").text
    assert "voting on this place" not in form
    assert "This decision is approved" not in form, "it needed nobody's approval"
