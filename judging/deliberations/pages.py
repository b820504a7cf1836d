"""The ranking of a cycle as rendered text, kept for as long as it does not change."""

import uuid
from collections.abc import Mapping

from markupsafe import Markup

from awards.kit.i18n import Lang
from awards.kit.recently_used import RecentlyUsed
from awards.kit.templates import render
from judging.deliberations.board import Held
from judging.tally.document import Document
from judging.tally.queries import Head

Key = tuple[uuid.UUID | None, Lang, frozenset[tuple[uuid.UUID, Held]]]
_rankings: RecentlyUsed[Key, Markup] = RecentlyUsed(8)


def all_rankings(head: Head, document: Document, held: Mapping[uuid.UUID, Held], lang: Lang) -> Markup:
    """Every category's ranking table. A stored tally never changes: it is rendered once for what was decided on it."""
    key = head.tally_id, lang, frozenset(held.items())
    text = _rankings.find([key]).get(key)
    if text is None:
        text = Markup(  # noqa: S704 (our own template)
            render(lang, "judging/deliberations/rankings.html", document=document, held=held)
        )
        _rankings.keep({key: text})
    return text
