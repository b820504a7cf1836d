"""Codes of certificates."""

import re

import pytest

from reports.certificates.codes import ALPHABET, new_code, normalised


def test_a_code_names_its_cycle_and_holds_nothing_that_prints_alike() -> None:
    for code in (new_code(2) for _ in range(200)):
        assert re.fullmatch(r"ENJ-2-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", code)
    assert not set("01OIL") & set(ALPHABET)


def test_codes_do_not_repeat() -> None:
    assert len({new_code(3) for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    "typed",
    [
        "ENJ-12-7KQM-4WZP",
        "enj-12-7kqm-4wzp",
        " ENJ 12 7KQM 4WZP ",
        "ENJ127KQM4WZP",
        "ＥＮＪ–12–7KQM—4WZP",
        "ENJ-١٢-٧KQM-٤WZP",
    ],
)
def test_a_code_is_understood_however_it_is_typed(typed: str) -> None:
    assert normalised(typed) == "ENJ-12-7KQM-4WZP"


def test_a_code_whose_second_part_begins_with_a_digit_is_not_mistaken_for_another_cycle() -> None:
    assert normalised("ENJ322222222") == "ENJ-3-2222-2222"
    assert normalised("ENJ-3-2222-2222") == "ENJ-3-2222-2222"


@pytest.mark.parametrize("typed", ["", "ENJ", "ENJ-2-7KQM", "ENJ-2-0OIL-0OIL", "<script>", "x" * 5000])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert normalised(typed) is None
