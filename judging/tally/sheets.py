"""What a tally is counted from: lodged sheets, read in a constant number of statements."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from awards.cycles.models import Category
from awards.directory.models import Agency
from awards.entries.models import Entry, EntryPartner, EntryState, PartnerState, Submission
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.blinding.queries import LAST_SUBMISSION
from judging.rounds.contest import read_in
from judging.rounds.models import Finalist, Round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Criterion, Rubric
from judging.rubrics.queries import scale_in
from judging.scorecards.models import Score, Scorecard
from judging.scorecards.totals import NotScored
from judging.tally.document import CriterionLine, Named, ScoreLine
from judging.tally.pseudonyms import judge_pseudonyms
from judging.tally.results import FINAL, SCORING, Contender, Contest, Sheet

_categories = Category.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_partners = EntryPartner.__table__  # type: ignore[attr-defined]
_submissions = Submission.__table__  # type: ignore[attr-defined]
_agencies = Agency.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_scores = Score.__table__  # type: ignore[attr-defined]
_rubrics = Rubric.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_finalists = Finalist.__table__  # type: ignore[attr-defined]

_cycle: sa.BindParameter[uuid.UUID] = sa.bindparam("cycle_id")
_round: sa.BindParameter[uuid.UUID] = sa.bindparam("round_id")
_this, _one = _rounds.alias("this"), _rounds.alias("one")
_counted_rounds = (
    sa.select(_one.c.id)
    .join(_this, sa.and_(_this.c.id == _round, _this.c.cycle_id == _one.c.cycle_id))
    .where(
        sa.or_(
            _one.c.id == _this.c.id,
            sa.and_(_this.c.kind == RoundKind.FINAL, _one.c.kind == RoundKind.SCORING),
        )
    )
)
"""The round that is counted, and scoring before a final panel; sheets of a first reading never count beside others."""
_ranking = _rounds.alias("ranking")
_ranks = sa.exists().where(
    _ranking.c.id.in_(_counted_rounds), _ranking.c.kind != RoundKind.FINAL, read_in(_ranking, _entries)
)
"""Whether an entry is in the ranking: those that a first reading did not let pass are not."""
_submitted = _entries.c.state == EntryState.SUBMITTED

_CATEGORIES = sa.select(_categories).where(_categories.c.cycle_id == _cycle).order_by(_categories.c.position)
_ENTRIES = (
    sa.select(
        _entries.c.id,
        _entries.c.category_id,
        _entries.c.number,
        sa.func.coalesce(_submissions.c.content["title_ar"].as_string(), _entries.c.title_ar).label(
            "title_ar"
        ),
        sa.func.coalesce(_submissions.c.content["title_en"].as_string(), _entries.c.title_en).label(
            "title_en"
        ),
        sa.func.coalesce(_agencies.c.name_ar, _people.c.name_ar).label("entrant_ar"),
        sa.func.coalesce(_agencies.c.name_en, _people.c.name_en).label("entrant_en"),
    )
    .outerjoin(_agencies, _agencies.c.id == _entries.c.agency_id)
    .outerjoin(_people, _people.c.id == _entries.c.started_by_id)
    .outerjoin(_submissions, _submissions.c.id == LAST_SUBMISSION)
    .where(_entries.c.cycle_id == _cycle, _submitted, _ranks.correlate(_entries))
    .order_by(_entries.c.number)
)
_PARTNERS = (
    sa.select(_partners.c.entry_id, _agencies.c.name_ar, _agencies.c.name_en)
    .join(_agencies, _agencies.c.id == _partners.c.agency_id)
    .join(_entries, _entries.c.id == _partners.c.entry_id)
    .where(_entries.c.cycle_id == _cycle, _submitted, _partners.c.state == PartnerState.CONFIRMED)
    .order_by(_agencies.c.sort_key, _agencies.c.code)
)
_COUNTED = (
    sa.select(
        _cards.c.id,
        _cards.c.rubric_id,
        _assignments.c.judge_id,
        _assignments.c.entry_id,
        sa.case((_rounds.c.kind == RoundKind.FINAL, FINAL), else_=SCORING).label("round"),
    )
    .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .where(
        _rounds.c.id.in_(_counted_rounds),
        _assignments.c.ended_at.is_(None),
        _cards.c.lodged_at.is_not(None),
        _submitted,
    )
    .order_by(_rounds.c.position)
)
_SCORES = (
    sa.select(_scores.c.scorecard_id, _criteria.c.key, _scores.c.points, _scores.c.not_scored)
    .join(_criteria, _criteria.c.id == _scores.c.criterion_id)
    .where(_scores.c.scorecard_id.in_(_COUNTED.with_only_columns(_cards.c.id).order_by(None)))
)
_CRITERIA = (
    sa.select(
        _rubrics.c.id.label("rubric_id"),
        _rubrics.c.category_id,
        _rubrics.c.kind,
        _criteria.c.key,
        _criteria.c.name_ar,
        _criteria.c.name_en,
        _criteria.c.weight,
        _criteria.c.lowest,
        _criteria.c.highest,
        _criteria.c.step,
        _criteria.c.bands,
    )
    .join(_criteria, _criteria.c.rubric_id == _rubrics.c.id)
    .join(_categories, _categories.c.id == _rubrics.c.category_id)
    .where(_categories.c.cycle_id == _cycle)
    .order_by(_rubrics.c.version.desc(), _criteria.c.position)
)
JUDGES = sa.select(_assignments.c.judge_id).where(_assignments.c.round_id.in_(_counted_rounds)).distinct()
"""Everybody who was assigned an entry in the rounds that are counted: whom pseudonyms are made for."""
_FINALISTS = (
    sa.select(_finalists.c.entry_id)
    .join(_rounds, _rounds.c.id == _finalists.c.round_id)
    .where(_finalists.c.round_id == _round, _rounds.c.kind == RoundKind.FINAL)
)


def contests_of(
    session: Session, cycle_id: uuid.UUID, round_id: uuid.UUID, *, pools: bool = True
) -> list[Contest]:
    """Every category with its submitted entries and their lodged sheets, of the round and of those before it.

    A sheet counts if it is lodged, its assignment has not ended and its entry is still submitted. A finalist's sheets
    of earlier rounds count only if the round `pools`; two sheets of one judge on one entry never do both: the later
    one counts. Raises RuleBroken if sheets of one category were lodged on different versions of its rubric: they have
    no common weights.
    """
    connection = session.connection()
    by_cycle, by_round = {"cycle_id": cycle_id}, {"cycle_id": cycle_id, "round_id": round_id}
    finalists = set(connection.scalars(_FINALISTS, {"round_id": round_id}))
    lodged = connection.execute(_COUNTED, by_round).all()
    kind = session.get_one(Round, round_id).kind
    cards = list(
        {
            (card.entry_id, card.judge_id): card
            for card in lodged
            if pools or card.round == FINAL or card.entry_id not in finalists
        }.values()
    )
    rubrics, rubric_of, final_rubrics = _rubrics_of(connection, by_cycle, kind)
    partners: defaultdict[uuid.UUID, list[Named]] = defaultdict(list)
    for entry_id, name_ar, name_en in connection.execute(_PARTNERS, by_cycle):
        partners[entry_id].append(Named(name_ar, name_en))
    entries = connection.execute(_ENTRIES, by_round).all()
    category_of = {entry.id: entry.category_id for entry in entries}
    used: defaultdict[tuple[uuid.UUID, bool], set[uuid.UUID]] = defaultdict(set)
    for card in cards:
        used[category_of[card.entry_id], card.rubric_id in final_rubrics].add(card.rubric_id)
    sheets = _sheets(connection, by_round, cards, rubrics)
    contenders: defaultdict[uuid.UUID, list[Contender]] = defaultdict(list)
    for entry in entries:
        contenders[entry.category_id].append(
            Contender(
                entry_id=entry.id,
                number=entry.number,
                title_ar=entry.title_ar,
                title_en=entry.title_en,
                entrant_ar=entry.entrant_ar,
                entrant_en=entry.entrant_en,
                partners=tuple(partners[entry.id]),
                sheets=sheets[entry.id],
                finalist=entry.id in finalists,
            )
        )
    contests = []
    for category in connection.execute(_CATEGORIES, by_cycle):
        plain, final = used[category.id, False], used[category.id, True]
        if len(plain) > 1 or len(final) > 1 or (plain and final and pools):
            raise RuleBroken(
                msg(
                    "The sheets of the category %(code)s were lodged on different rubrics.",
                    code=category.code,
                )
            )
        rubric = next(iter(plain), rubric_of.get(category.id))
        contests.append(
            Contest(
                id=category.id,
                code=category.code,
                name_ar=category.name_ar,
                name_en=category.name_en,
                places=category.places,
                criteria=tuple(rubrics[rubric]) if rubric else (),
                contenders=contenders[category.id],
                final_criteria=tuple(rubrics[next(iter(final))]) if final else (),
            )
        )
    return contests


def _rubrics_of(
    connection: Connection, by_cycle: dict[str, uuid.UUID], kind: RoundKind
) -> tuple[dict[uuid.UUID, list[CriterionLine]], dict[uuid.UUID, uuid.UUID], set[uuid.UUID]]:
    """The criteria by rubric, by category the newest that a round of this kind begins with, and those of final panels."""
    criteria: defaultdict[uuid.UUID, list[CriterionLine]] = defaultdict(list)
    newest: dict[RoundKind, dict[uuid.UUID, uuid.UUID]] = {one: {} for one in RoundKind}
    final = set()
    for row in connection.execute(_CRITERIA, by_cycle):
        if row.kind is RoundKind.FINAL:
            final.add(row.rubric_id)
        newest[row.kind].setdefault(row.category_id, row.rubric_id)
        criteria[row.rubric_id].append(
            CriterionLine(row.key, row.name_ar, row.name_en, row.weight, scale_in(row))
        )
    begins = newest[RoundKind.FIRST_READING] if kind is RoundKind.FIRST_READING else {}
    return criteria, newest[RoundKind.SCORING] | begins, final


def _sheets(
    connection: Connection,
    by_round: dict[str, uuid.UUID],
    cards: Sequence[Any],
    rubrics: dict[uuid.UUID, list[CriterionLine]],
) -> defaultdict[uuid.UUID, list[Sheet]]:
    """Lodged sheets by entry, every criterion of the rubric on each, in the rubric's order."""
    scores: defaultdict[uuid.UUID, dict[str, ScoreLine]] = defaultdict(dict)
    for card_id, key, points, not_scored in connection.execute(_SCORES, by_round):
        scores[card_id][key] = ScoreLine(key, points, not_scored)
    names = judge_pseudonyms(by_round["round_id"], connection.scalars(JUDGES, by_round))
    sheets: defaultdict[uuid.UUID, list[Sheet]] = defaultdict(list)
    for card in cards:
        given = scores[card.id]
        lines = [
            given.get(c.key) or ScoreLine(c.key, None, NotScored.NOT_SCORED.value)
            for c in rubrics[card.rubric_id]
        ]
        sheets[card.entry_id].append(Sheet(card.id, names[card.judge_id], lines, card.round))
    return sheets
