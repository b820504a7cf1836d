import pytest

from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.forms import errors_of
from awards.kit.i18n import msg

WRONG = {"reason": msg("This field is needed."), "title": msg("This field is needed.")}


def test_what_is_wrong_with_fields_is_said_beside_each_of_them():
    assert errors_of(Invalid(WRONG)) == WRONG


def test_what_is_said_of_the_form_as_a_whole_stands_above_it():
    assert errors_of(RuleBroken(msg("Not now."))) == {"form": msg("Not now.")}


def test_a_form_of_something_that_is_not_there_has_no_page():
    with pytest.raises(NotFound):
        errors_of(NotFound())


def test_what_a_page_adds_to_its_errors_is_not_added_to_the_refusal():
    refusal = Invalid(dict(WRONG))
    errors_of(refusal)["form"] = msg("Not now.")
    assert refusal.errors == WRONG
