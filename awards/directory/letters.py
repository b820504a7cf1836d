"""The letters about who works for an agency: somebody left it, has another part, or took it over."""

from datetime import datetime
from typing import Any

from awards.directory.models import MembershipKind
from awards.kit.i18n import Bilingual, Message, msg
from awards.kit.links import Links
from awards.kit.mail.letters import Letter, Params, letter_kind

REMOVED = "directory.removed"
HANDED_OVER = "directory.handed_over"
PART_CHANGED = "directory.part_changed"

PARTS: dict[MembershipKind, Message] = {
    MembershipKind.OWNER: msg("Owner"),
    MembershipKind.EDITOR: msg("Editor"),
}


def _said(given: Params) -> dict[str, Any]:
    return {
        "agency": Bilingual(**given["agency"]),
        "person": Bilingual(**given["person"]),
        "time": datetime.fromisoformat(given["at"]),
    }


def _by(given: Params) -> tuple[Message, ...]:
    return (msg("Done by: %(who)s", who=Bilingual(**given["by"])),) if given["by"] else ()


def _letter(given: Params, links: Links, subject: Message, *paragraphs: Message) -> Letter:
    """Whoever no longer enters for the agency is led to their own entries, the others to its people."""
    return Letter(
        subject=subject,
        paragraphs=paragraphs,
        action=(msg("To my entries"), links.to("/entries"))
        if given["gone"]
        else (msg("See the people of the agency"), links.to("/agency/people")),
        notes=(msg("If this should not have happened, tell the organisers of the award at once."),),
    )


@letter_kind(REMOVED, label=msg("Somebody no longer enters for an agency"))
def removed(given: Params, links: Links) -> Letter:
    """`agency`, `person` and `by` in both languages (`by` may be none), `at`; `gone` for the person themselves."""
    said = _said(given)
    return _letter(
        given,
        links,
        msg("%(person)s no longer enters for %(agency)s", person=said["person"], agency=said["agency"]),
        msg(
            "%(person)s was taken off the list of those who enter for %(agency)s: %(time)s, Riyadh time.",
            **said,
        ),
        msg("The agency's entries and drafts stay with the agency."),
        *_by(given),
    )


@letter_kind(HANDED_OVER, label=msg("An agency is handed over"))
def handed_over(given: Params, links: Links) -> Letter:
    """As `removed`; `by` is the owner who handed over, and is always there."""
    said = _said(given)
    return _letter(
        given,
        links,
        msg("%(agency)s is handed over to %(person)s", person=said["person"], agency=said["agency"]),
        msg(
            "%(by)s handed the ownership of %(agency)s over to %(person)s: %(time)s, Riyadh time.",
            by=Bilingual(**given["by"]),
            **said,
        ),
        msg("From now on %(person)s decides who works for the agency here.", person=said["person"]),
        msg("%(by)s stays as an editor and writes entries as before.", by=Bilingual(**given["by"])),
    )


@letter_kind(PART_CHANGED, label=msg("Another part in an agency"))
def part_changed(given: Params, links: Links) -> Letter:
    """As `removed`, with `part`: what they are from now on."""
    said = _said(given)
    return _letter(
        given,
        links,
        msg("The part of %(person)s in %(agency)s has changed", person=said["person"], agency=said["agency"]),
        msg(
            "%(person)s has this part in %(agency)s from now on: %(part)s (%(time)s, Riyadh time).",
            part=PARTS[MembershipKind(given["part"])],
            **said,
        ),
        *_by(given),
    )
