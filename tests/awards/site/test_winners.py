"""What the public reads of places that nobody has, and in which order those who share one stand."""

import re

from awards.site.winners import why_nobody
from judging.tally.queries import document_of, head_of
from tests.contests import SETTLED, contest
from tests.judging.deliberations.test_deciding import approve, decide


def test_the_public_reads_whether_the_committee_withheld_a_place_or_nobody_was_judged(make, client, clock):
    c = contest(
        make, {"G2C": SETTLED[:3], "G2B": [[9, 9, 9]], "IND": [], "MOB": [[9, None, None]], "LEA": [[None]]}
    )
    c.open_results()
    for code, entries in c.entries.items():
        for place in (1, 2, 3):
            if place == 1 and code in ("G2C", "G2B"):
                decide(c, place, entries[0], code=code)
            else:
                (withheld,) = decide(c, place, citation="", reason="لم تبلغ المستوى", code=code)
                approve(c, withheld)
    clock.at = c.cycle.publishes_at
    c.publish()
    client.cookies.set("language", "en")
    page = client.get(f"/winners/{c.cycle.number}").text
    said = {
        code: re.findall(r"<p>([^<]*)</p>", text.split("</section>")[0])
        for code, text in re.findall(r'id="won-(\w+)">(.*?)(?=<section|</main>)', page, re.DOTALL)
    }
    assert said["G2C"] == ["The committee withheld this place."] * 2
    assert (
        said["G2B"] == ["No other entry of this category was judged in full, so nobody has this place."] * 2
    )
    assert said["IND"] == ["No entry was submitted in this category, so nobody has this place."] * 3
    assert said["MOB"] == ["No entry of this category was judged in full, so nobody has this place."] * 3
    assert said["LEA"] == ["No entry of this category was judged, so nobody has this place."] * 3


def test_a_place_withheld_though_somebody_was_left_is_never_blamed_on_judging(make):
    c = contest(make, {"G2C": SETTLED})
    c.open_results()
    with make.db.read() as session:
        (category,) = document_of(session, head_of(session, c.cycle.number)).categories
    for placed in range(4):
        assert why_nobody(category, placed).text == "The committee withheld this place."
    assert why_nobody(category, 4).text.startswith("No other entry")


def test_those_who_share_a_place_stand_in_the_order_of_the_ranking_everywhere(make, client, sign_in, clock):
    c = contest(make, {"G2C": [[5, 5, 5], [9, 9, 9], [4, 4, 4], [3, 3, 3]]})
    c.open_results()
    lower, higher, *_ = c.entries["G2C"]
    decisions = [decide(c, 1, lower, higher, reason="لا يفرق بينهما أثر")[0]]
    decisions += [decide(c, n, citation="", reason="لم تبلغ المستوى")[0] for n in (2, 3)]
    for decision in decisions:
        approve(c, decision)
    clock.at = c.cycle.publishes_at
    c.publish()
    client.cookies.set("language", "en")
    sign_in(client, c.organisers[0])
    for path in ("/", f"/winners/{c.cycle.number}", f"{c.path}/decisions", f"{c.path}/publication"):
        page = client.get(path).text
        assert page.index(higher.title_en) < page.index(lower.title_en), path
        assert "First place, shared" in page, path
    for path in (f"{c.path}/results", f"{c.path}/results/G2C"):
        assert client.get(path).text.count("First place, shared") == 2, path
