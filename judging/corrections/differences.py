"""What is different between two versions of a rubric, criterion by criterion. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from awards.kit.i18n import Bilingual, Message, msg
from judging.rubrics.drafts import CriterionDraft


class What(StrEnum):
    """What of a criterion is different."""

    ADDED = "added"
    REMOVED = "removed"
    WEIGHT = "weight"
    RENAMED = "renamed"
    TEXTS = "texts"
    """What to look for, or what points mean."""
    SCALE = "scale"
    REMARK = "remark"
    APPLIES = "applies"
    """Whether it may be granted that it does not apply."""
    ORDER = "order"
    """Of the rubric as a whole."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; a criterion goes by the name that it has afterwards, `old` and `new` are weights."""

    what: What
    name_ar: str = ""
    name_en: str = ""
    old: str = ""
    new: str = ""


_PARTS = {
    What.TEXTS: ("guidance_ar", "guidance_en", "anchors"),
    What.SCALE: ("scale",),
    What.REMARK: ("comment",),
    What.APPLIES: ("may_not_apply",),
}


def differences(before: Sequence[CriterionDraft], after: Sequence[CriterionDraft]) -> list[Difference]:
    """In the order of the new version, what is removed after it; none where both are the same."""
    old, new = ({draft.key: draft for draft in drafts} for drafts in (before, after))
    found: list[Difference] = []
    for key, draft in new.items():
        if key in old:
            found += _of_one(old[key], draft)
        else:
            found.append(Difference(What.ADDED, draft.name_ar, draft.name_en, new=draft.weight))
    found += [
        Difference(What.REMOVED, draft.name_ar, draft.name_en, old=draft.weight)
        for key, draft in old.items()
        if key not in new
    ]
    if [key for key in old if key in new] != [key for key in new if key in old]:
        found.append(Difference(What.ORDER))
    return found


def _of_one(old: CriterionDraft, new: CriterionDraft) -> list[Difference]:
    names = (new.name_ar, new.name_en)
    found = []
    if old.weight != new.weight:
        found.append(Difference(What.WEIGHT, *names, old.weight, new.weight))
    if (old.name_ar, old.name_en) != names:
        found.append(Difference(What.RENAMED, *names))
    return found + [
        Difference(what, *names)
        for what, parts in _PARTS.items()
        if any(getattr(old, part) != getattr(new, part) for part in parts)
    ]


def in_words(one: Difference) -> Message:
    """As a sentence."""
    name = Bilingual(one.name_ar, one.name_en)
    said = {
        What.ADDED: msg("“%(criterion)s” is new, with a weight of %(new)s.", criterion=name, new=one.new),
        What.REMOVED: msg("“%(criterion)s” is removed; its weight was %(old)s.", criterion=name, old=one.old),
        What.WEIGHT: msg(
            "“%(criterion)s” weighs %(new)s of 100; before, %(old)s.",
            criterion=name,
            old=one.old,
            new=one.new,
        ),
        What.RENAMED: msg("“%(criterion)s” has a new name.", criterion=name),
        What.TEXTS: msg(
            "“%(criterion)s”: what judges look for, or what points mean, is worded anew.", criterion=name
        ),
        What.SCALE: msg("“%(criterion)s” is scored on another scale.", criterion=name),
        What.REMARK: msg("“%(criterion)s”: when judges must write a remark is changed.", criterion=name),
        What.APPLIES: msg(
            "“%(criterion)s”: whether it may not apply to an entry is changed.", criterion=name
        ),
        What.ORDER: msg("The criteria stand in another order."),
    }
    return said[one.what]


def plain(one: Difference) -> dict[str, Any]:
    """As a letter keeps it."""
    return asdict(one) | {"what": one.what.value}


def from_plain(kept: dict[str, Any]) -> Difference:
    """The same, read from a letter."""
    return Difference(**{**kept, "what": What(kept["what"])})
