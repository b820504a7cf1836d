"""Sealed results of a cycle with a first reading: it is counted again too, and nobody is ranked who did not pass it."""

import json

import pytest

from awards.kit.signing import signer
from judging.sealing.archive import DoesNotHold
from judging.sealing.holding import held
from tests.judging.rounds.test_first_reading import ON_THE_LINE, PASSED, read_first
from tests.judging.sealing.conftest import Sealing
from tests.judging.sealing.receipts import give_receipts
from tests.judging.sealing.test_holding import members, resealed


@pytest.fixture
def sealed(make, settings):
    r = read_first(make)
    r.close()
    r.move_on()
    r.score({PASSED: [4, 4], ON_THE_LINE: [7, 7]})
    give_receipts(r.c)
    r.results()
    sealing = Sealing(r.c, settings)
    for place, holder in ((1, (ON_THE_LINE,)), (2, (PASSED,)), (3, ())):
        sealing.decide("G2C", place, *holder, reason="" if holder else "لا مشاركة ثالثة")
    return r, signer(settings.data_dir), sealing.file(sealing.seal())


def test_the_first_reading_is_counted_again_from_its_own_sheets(sealed):
    r, _, file = sealed
    lines = list(held(file))
    assert any(line.startswith("first reading: totals: 9 sheets and 5 entries") for line in lines)
    (receipts,) = [line for line in lines if line.startswith("receipts")]
    assert receipts.endswith("4 count and 9 do not")
    sheets = json.loads(members(file)["sheets.json"])
    assert {sheet["round"]: sheet["left_out"] for sheet in sheets} == {0: "first_reading", 1: None}
    results = json.loads(members(file)["results.json"])
    numbers = {entry["number"] for c in results["tally"]["categories"] for entry in c["entries"]}
    assert numbers == {r.entry(PASSED).number, r.entry(ON_THE_LINE).number}


def test_a_mean_of_the_first_reading_that_was_changed_is_found(sealed):
    _, key, file = sealed

    def change(results):
        results["first_reading"]["categories"][0]["entries"][0]["total_exact"] = "81"

    with pytest.raises(DoesNotHold, match="totals"):
        list(held(resealed(file, key, results=change)))


def test_an_entry_that_is_ranked_and_did_not_move_on_is_found(sealed):
    r, key, file = sealed
    kept = str(r.entry(PASSED).number)

    def change(results):
        """As if another threshold had been kept: the log still says who moved on."""
        for category in results["tally"]["categories"]:
            for entry in category["entries"]:
                if str(entry["number"]) == kept:
                    entry["number"] = r.entry(4).number

    with pytest.raises(DoesNotHold):
        list(held(resealed(file, key, results=change)))
