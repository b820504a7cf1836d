"""What the boxes of a refused form are called, so that whoever wrote into them knows which text is which."""

import re
import uuid

import sqlalchemy as sa

from awards.cycles.models import Question
from awards.entries.models import Entry
from awards.kit.db import Database
from awards.kit.i18n import Bilingual, Message, msg

Names = dict[str, Message | Bilingual]

_ANSWERS = re.compile(r"/entries/([0-9a-f-]{36})/answers")
_question = Question.__table__  # type: ignore[attr-defined]
_entry = Entry.__table__  # type: ignore[attr-defined]
_ASKED = (
    sa.select(_question.c.key, _question.c.label_ar, _question.c.label_en)
    .join(_entry, _entry.c.category_id == _question.c.category_id)
    .where(_entry.c.id == sa.bindparam("entry"))
)
_PLAIN: Names = {
    "title": msg("Title"),
    "title_ar": msg("Title in Arabic"),
    "title_en": msg("Title in English"),
    "summary_ar": msg("Summary in Arabic"),
    "summary_en": msg("Summary in English"),
    "reason": msg("Reason"),
    "question": msg("Question"),
    "answer": msg("Answer"),
    "name_ar": msg("Name in Arabic"),
    "name_en": msg("Name in English"),
}


def names_of_boxes(db: Database, path: str) -> Names:
    """By the name of the box, for the form that was posted to `path`; a box that is not there has no name known.

    The questions of a category are public, so that they may be told to whoever is signed out.
    """
    names = dict(_PLAIN)
    asked_of = _ANSWERS.fullmatch(path)
    if asked_of is None:
        return names
    with db.read() as session:
        rows = session.connection().execute(_ASKED, {"entry": uuid.UUID(asked_of[1])}).all()
    for key, ar, en in rows:
        label = Bilingual(ar, en)
        names[f"value-{key}"] = label
        names[f"text_ar-{key}"] = msg("%(question)s (in Arabic)", question=label)
        names[f"text_en-{key}"] = msg("%(question)s (in English)", question=label)
    return names
