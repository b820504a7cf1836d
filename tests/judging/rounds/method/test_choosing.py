"""How results are worked out is chosen before judging opens, by version, and counted by."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from judging.rounds.method.operations import choose_method
from judging.rounds.method.queries import rules_of, versions_of
from judging.rounds.method.rules import USUAL, Ladder, Method, Rules
from judging.rounds.models import Round
from judging.rounds.operations import open_round
from judging.rubrics.kinds import RoundKind
from judging.tally.document import from_json
from judging.tally.operations import compute_tally
from tests.contests import contest
from tests.pages import form_token

LENIENT = {"G2C": [[9, 9, 8, None], [None, 8, 8, 8], [7, 7, None, 9]]}
"""Sheets of which the first judge gives more to the same entries than the last."""
ADJUSTED = Rules(Method.ADJUSTED, seed=7)


def unopened(make, sheets=LENIENT):
    c = contest(make, sheets)
    with make.db.write() as session:
        round_ = session.get_one(Round, c.round.id)
        c.opened_at, round_.opened_at = round_.opened_at, None
        session.add(round_)
    return c


def choose(c, rules, reason=""):
    with c.make.db.write() as session:
        return choose_method(
            session, c.round.id, rules, reason=reason, by=c.organisers[0].id, at=c.make.now
        ).version


def open_again(c):
    with c.make.db.write() as session:
        round_ = session.get_one(Round, c.round.id)
        round_.opened_at = c.opened_at
        session.add(round_)


def test_a_round_without_a_choice_is_counted_as_all_were_before(db, make):
    c = unopened(make)
    with db.read() as session:
        assert rules_of(session, c.round.id) == (0, USUAL)
        assert USUAL.method is Method.MEAN


def test_a_change_is_a_new_version_with_its_reason(db, make):
    c = unopened(make)
    assert choose(c, ADJUSTED) == 1
    with pytest.raises(Invalid):
        choose(c, replace(ADJUSTED, seed=8))
    with pytest.raises(RuleBroken, match="chosen already"):
        choose(c, ADJUSTED, "again")
    assert choose(c, replace(ADJUSTED, seed=8), "Another seed was drawn in public.") == 2
    with db.read() as session:
        assert [(one.version, one.rules.seed, one.reason) for one in versions_of(session, c.round.id)] == [
            (2, 8, "Another seed was drawn in public."),
            (1, 7, ""),
        ]
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "round.method_chosen")).all()
    assert [event.detail["seed"] for event in events] == [7, 8]


def test_nothing_is_chosen_any_more_once_judging_has_begun(db, make):
    c = unopened(make)
    choose(c, ADJUSTED)
    with db.write() as session:
        open_round(session, c.round.id, by=c.organisers[0].id, at=make.now)
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "round.opened")).one()
        assert (event.detail["version"], event.detail["ranked_by"]) == (1, "adjusted")
    with pytest.raises(RuleBroken, match="stands"):
        choose(c, USUAL, "The outcome does not please me.")


def test_only_the_first_round_has_a_choice_and_the_final_panel_is_counted_by_it(db, make):
    c = unopened(make)
    choose(c, ADJUSTED)
    with db.write() as session:
        final = Round(cycle_id=c.cycle.id, kind=RoundKind.FINAL, position=RoundKind.FINAL.position)
        session.add(final)
        session.flush()
        assert rules_of(session, final.id) == (1, ADJUSTED)
        with pytest.raises(NotFound):
            choose_method(session, final.id, USUAL, reason="x", by=c.organisers[0].id, at=make.now)


@pytest.mark.parametrize(
    "wrong",
    [
        {"clear": 50, "leading": 50},
        {"clear": 101},
        {"leading": 0},
        {"far": "0.5"},
        {"draws": 0},
        {"seed": -1},
    ],
)
def test_what_cannot_be_kept_together_is_refused(wrong):
    with pytest.raises(RuleBroken):
        Rules(**wrong)


def test_a_tally_by_the_adjusted_score_says_so_and_keeps_the_mean_beside(db, make):
    c = unopened(make)
    choose(c, ADJUSTED)
    open_again(c)
    document = from_json(c.open_results().document)
    assert (document.format, document.method, document.rules.version, document.rules.seed) == (
        2,
        "adjusted",
        1,
        7,
    )
    assert "compared" in document.formula
    [category] = document.categories
    assert category.adjusted
    for entry in category.entries:
        assert entry.compared == entry.figures.adjusted
    assert any(Fraction(entry.total_exact) != Fraction(entry.compared) for entry in category.entries)
    scores = [Fraction(entry.compared) for entry in category.entries if entry.rank]
    assert scores == sorted(scores, reverse=True)
    assert document.model.sheets == 9
    shares = document.model.shares
    assert shares.entry + shares.judge + shares.noise == pytest.approx(1)
    with db.write() as session:
        again = compute_tally(session, c.round.id, reason="Same sheets.", by=c.organisers[0].id, at=make.now)
        assert from_json(again.document) == document


def test_the_page_shows_what_stands_and_refuses_a_change_in_words_once_judging_is_open(client, sign_in, make):
    c = unopened(make)
    path = f"{c.path}/rounds/method"
    chosen = {"method": "adjusted", "ladder": "heaviest", "clear": "85", "leading": "55", "far": "2.75",
              "draws": "5000", "seed": "12"}  # fmt: skip
    client.cookies.set("language", "en")
    sign_in(client, c.organisers[0])
    assert re.findall(r'<label for="(?:clear|leading)">([^<]*)', client.get(path).text) == [
        "Clear from (per cent)",
        "Leading from (per cent)",
    ]
    said = client.post(path, data={"_csrf_token": form_token(client, path), **chosen}, follow_redirects=True)
    assert said.status_code == 200
    with make.db.read() as session:
        assert rules_of(session, c.round.id) == (
            1, Rules(Method.ADJUSTED, Ladder.HEAVIEST, 85, 55, "2.75", 5000, 12),
        )  # fmt: skip
    wrong = client.post(
        path, data={"_csrf_token": form_token(client, path), **chosen, "clear": "40", "reason": "Because."}
    )
    assert wrong.status_code == 422
    token = form_token(client, path)
    open_again(c)
    late = client.post(path, data={"_csrf_token": token, **chosen, "seed": "13", "reason": "Because."})
    assert late.status_code == 409
    sign_in(client, c.auditor)
    page = client.get(path).text
    assert "2.75" in page
    assert "<form" not in page.split("<main", 1)[1]
