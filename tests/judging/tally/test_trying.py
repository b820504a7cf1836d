"""What if: a stored tally counted otherwise, without a trace."""

from fractions import Fraction

import pytest
from sqlmodel import func, select

from awards.kit.audit import AuditEvent
from awards.people.models import Role
from judging.rounds.method.rules import Method, Rules
from judging.tally.counted import count_contests, rules_line
from judging.tally.document import FORMAT, Document
from judging.tally.models import Tally
from judging.tally.results import Least
from judging.tally.trying import Try, moved, tried, weights_fit
from tests.contests import contest
from tests.judging.tally.made import contests, drawn


@pytest.fixture(scope="module")
def document():
    rules = Rules(Method.ADJUSTED, draws=200, seed=5)
    counted = count_contests(contests(drawn(4)), rules, least=Least(3))
    return Document(
        FORMAT,
        contests(drawn(4))[0].id,
        1,
        "adjusted",
        3,
        counted.categories,
        rules=rules_line(1, rules),
        model=counted.model,
    )


def test_nothing_otherwise_gives_what_was_counted(document):
    again = tried(document, Try(Method.ADJUSTED))
    assert again.categories == document.categories
    assert again.model == document.model


def test_the_other_method_gives_the_ranks_that_stand_beside(document):
    for before, after in zip(document.categories, tried(document, Try(Method.MEAN)).categories, strict=True):
        for row in moved(before, after):
            assert row.after.rank == row.before.figures.mean_rank


def test_a_judge_who_is_left_out_is_left_out_everywhere(document):
    found = tried(document, Try(Method.ADJUSTED, ["J02"]))
    judges = {s.judge for c in found.categories for e in c.entries for s in e.sheets}
    assert "J02" not in judges
    assert judges == {judge.judge for judge in found.model.judges}


def test_other_weights_count_in_their_category_alone(document):
    weights = {"benefit": Fraction(0), "channels": Fraction(0), "support": Fraction(100)}
    first, second = tried(document, Try(Method.MEAN, (), "A", weights)).categories
    for entry in first.entries:
        points = [Fraction(score.points) for s in entry.sheets for score in s.scores if score.criterion == "support"]  # fmt: skip
        assert Fraction(entry.total_exact) == 10 * sum(points) / len(points)
    assert [e.total for e in second.entries] == [
        e.total for e in tried(document, Try(Method.MEAN)).categories[1].entries
    ]


def test_weights_are_none_below_0_and_100_together():
    assert weights_fit({"a": Fraction("33.5"), "b": Fraction("66.5")})
    assert not weights_fit({"a": Fraction(50), "b": Fraction(49)})
    assert not weights_fit({"a": Fraction(150), "b": Fraction(-50)})


def test_organisers_and_auditors_try_after_opening_and_nothing_is_kept(client, db, sign_in, make):
    c = contest(make, {"G2C": [[9, 8, 8], [8, 8, 9], [5, 6, 5]]})
    path = f"{c.path}/results/G2C/what-if"
    sign_in(client, c.organisers[0])
    assert client.get(path).status_code == 409
    c.open_results()

    def kept():
        with db.read() as session:
            return [
                session.exec(select(func.count()).select_from(table)).one() for table in (Tally, AuditEvent)
            ]

    client.cookies.set("language", "en")
    before = kept()
    page = client.get(f"{path}?method=adjusted&without=J01").text
    assert page.count("This is a trial, and no result.") == 3
    assert "As it would be" in page
    assert "As it would be" not in client.get(path).text
    assert kept() == before
    criterion = page.split('name="weight-', 1)[1].split('"', 1)[0]
    wrong = client.get(f"{path}?weight-{criterion}=1").text
    assert "The weights must add up to exactly 100." in wrong
    assert "Write each weight as a number." in client.get(f"{path}?weight-{criterion}=1/0").text
    sign_in(client, c.auditor)
    assert f'href="{path}"' in client.get(f"{c.path}/results/G2C").text
    before = kept()
    assert "As it would be" in client.get(f"{path}?method=adjusted&without=J01").text
    assert kept() == before
    sign_in(client, make.person(Role.JUDGE))
    assert client.get(path).status_code == 403
