"""Whatever is changed past the product in a lodged sheet or its receipt is found."""

import pytest
import sqlalchemy as sa

from judging.scorecards.operations import lodge_scorecard
from judging.scorecards.proofs import proofs
from judging.scorecards.sheet import SheetInput
from tests.judging.scorecards.conftest import marks


@pytest.fixture
def lodged(jury):
    """One lodged sheet: `lodged(statement)` runs SQL past the product and says what no longer holds."""
    saved = jury.save(SheetInput(marks(8, 7, None, benefit="مقيس"), "أثر", "لغة", "للجنة"))
    jury.save(SheetInput(marks(8, 7, 6, benefit="مقيس"), "أثر", "لغة", "للجنة"), version=1)
    with jury.db.write() as session:
        lodge_scorecard(session, saved.scorecard_id, by=jury.person.id, at=jury.clock())

    def broken(statement=None):
        with jury.db.write() as session:
            if statement:
                session.connection().execute(sa.text(statement))
            return proofs(session)

    return broken


def test_an_untouched_sheet_holds(lodged):
    found = lodged()
    assert (found.receipts, found.sheets, found.broken) == (1, 1, ())


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE score SET points = '9' WHERE points = '8'", "is not what the receipt"),
        ("UPDATE score SET comment = 'x' WHERE points = '7'", "is not what the receipt"),
        ("DELETE FROM score WHERE points = '7'", "is not what the receipt"),
        ("UPDATE scorecard SET total = '74'", "is not what the receipt"),
        ("UPDATE scorecard SET confidential = ''", "is not what the receipt"),
        ("UPDATE lodgement_receipt SET sheet = replace(sheet, 'أثر', 'اثر')", "is not that of the sheet kept with it"),
        ("UPDATE lodgement_receipt SET salt = replace(salt, substr(salt, 1, 1), 'z')", "is not that of the sheet"),
        ("UPDATE lodgement_receipt SET digest = 'ff' || substr(digest, 3)", "is not that of the sheet"),
        ("DELETE FROM lodgement_receipt", "was given, and is not there any more"),
        ("DELETE FROM audit_event WHERE action = 'scorecard.lodged'", "was never given"),
    ],
)  # fmt: skip
def test_what_was_changed_past_the_product_is_found(lodged, statement, says):
    if "replace(sheet" in statement:  # JSON keeps Arabic as escapes
        statement = "UPDATE lodgement_receipt SET sheet = replace(sheet, '\"version\": 1', '\"version\": 2')"
    assert says in lodged(statement).broken[0]


def test_a_sheet_that_is_not_lodged_needs_no_receipt(lodged):
    found = lodged("UPDATE scorecard SET lodged_at = NULL, lodged_by_id = NULL, total = '1'")
    assert (found.receipts, found.sheets, found.broken) == (1, 0, ())
