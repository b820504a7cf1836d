"""Conflicts in words."""

from awards.kit.i18n import Message, msg
from judging.recusals.conflicts import ConflictKind

_WORDS = {
    ConflictKind.RECUSED: msg("The judge has been recused or excused from it."),
    ConflictKind.OWN_ENTRY: msg("The judge wrote it, or belongs to those who did."),
    ConflictKind.OWN_AGENCY: msg("It is the entry of the judge's own agency."),
    ConflictKind.OWN_AGENCY_IS_PARTNER: msg("The judge's own agency is a partner in it."),
    ConflictKind.PARENT_AGENCY: msg("It is the entry of the agency above the judge's."),
    ConflictKind.CHILD_AGENCY: msg("It is the entry of an agency below the judge's."),
    ConflictKind.FORMER_EMPLOYER: msg("The judge used to work for the entrant."),
    ConflictKind.EMAIL_DOMAIN: msg("The judge's e-mail address belongs to the entrant."),
    ConflictKind.RULING: msg("A ruling on an appeal has set the judge's sheet aside."),
}


def conflict_in_words(kind: ConflictKind) -> Message:
    """The kind of a conflict, without who is tied to whom."""
    return _WORDS[kind]
