"""Who stands behind the pseudonyms of results: for whoever must answer an appeal, against a reason."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit.i18n import Bilingual
from awards.people.models import Person
from judging.panels.models import Judge
from judging.tally.document import Document
from judging.tally.pseudonyms import judge_pseudonyms
from judging.tally.queries import Head, document_of
from judging.tally.sheets import JUDGES

_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]

_JUDGES = (
    sa.select(_judges.c.id, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_judges.c.id.in_(JUDGES))
)


@dataclass(frozen=True, slots=True)
class NamedJudge:
    """A judge under both names: the pseudonym of results and exports, and their own."""

    pseudonym: str
    name_ar: str
    name_en: str
    sheets: tuple[int, ...]
    """That count, for each category of the tally in its order."""

    @property
    def total(self) -> int:
        return sum(self.sheets)


def named_judges(document: Document, names: Mapping[uuid.UUID, Bilingual]) -> list[NamedJudge]:
    """Every judge who was assigned an entry in the rounds that were counted, by pseudonym; `names` has them all, or pseudonyms shift."""
    pseudonyms = judge_pseudonyms(document.round_id, names)
    counted = [
        Counter(sheet.judge for entry in category.entries for sheet in entry.sheets)
        for category in document.categories
    ]
    return sorted(
        (
            NamedJudge(
                pseudonym,
                names[judge].ar,
                names[judge].en,
                tuple(sheets[pseudonym] for sheets in counted),
            )
            for judge, pseudonym in pseudonyms.items()
        ),
        key=lambda judge: judge.pseudonym,
    )


def judges_behind(session: Session, head: Head) -> list[NamedJudge]:
    """Those of the last tally. Raises NotYetOpened."""
    document = document_of(session, head)
    given = {"cycle_id": head.cycle_id, "round_id": document.round_id}
    rows = session.connection().execute(_JUDGES, given)
    return named_judges(document, {row.id: Bilingual(row.name_ar, row.name_en) for row in rows})
