"""The ranking of a cycle as rendered text, kept for as long as it cannot change."""

import uuid

from markupsafe import Markup

from awards.kit.i18n import Lang
from awards.kit.pages import render
from judging.tally.document import Document
from judging.tally.queries import Head

_KEPT = 8
_rankings: dict[tuple[uuid.UUID | None, Lang], Markup] = {}


def all_rankings(head: Head, document: Document, lang: Lang) -> Markup:
    """Every category's ranking table. A stored tally never changes, so it is rendered once in each language."""
    key = head.tally_id, lang
    text = _rankings.get(key)
    if text is None:
        text = Markup(render(lang, "judging/tally/rankings.html", document=document))  # noqa: S704 (our own template)
        while len(_rankings) >= _KEPT:
            _rankings.pop(next(iter(_rankings)), None)
        _rankings[key] = text
    return text
