"""The ranking of a cycle as rendered text, kept for as long as it cannot change."""

import uuid

from markupsafe import Markup

from awards.kit.i18n import Lang
from awards.kit.pages import render
from awards.kit.recently_used import RecentlyUsed
from judging.tally.document import Document
from judging.tally.queries import Head

_rankings: RecentlyUsed[tuple[uuid.UUID | None, Lang], Markup] = RecentlyUsed(8)


def all_rankings(head: Head, document: Document, lang: Lang) -> Markup:
    """Every category's ranking table. A stored tally never changes, so it is rendered once in each language."""
    key = head.tally_id, lang
    text = _rankings.find([key]).get(key)
    if text is None:
        text = Markup(render(lang, "judging/tally/rankings.html", document=document))  # noqa: S704 (our own template)
        _rankings.keep({key: text})
    return text
