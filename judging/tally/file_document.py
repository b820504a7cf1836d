"""A file of scores as a tally's document, so that a page or a paper shows it as it shows the product's own rounds. Pure."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from judging.rounds.method.rules import Ladder, Method, Rules
from judging.tally.counted import count_contests, name_of, rules_line
from judging.tally.document import BY_ADJUSTED, FORMAT, Document
from judging.tally.results import Contender, Contest, Least, Sheet
from judging.tally.score_file import Scores
from judging.tally.statistics.sign import Sign
from judging.tally.statistics.tallied import MIN_SHEETS, RoundTally

_NAMES = uuid.UUID("6f1d5a4e-6f0a-4d0c-9f0b-8a5d7b0c2e11")
"""Ids are derived from names, so that the same file gives the same document."""

_FORMULA = "entry = mean of its sheets; rank = 1 + entries with a greater one, equal ones sharing their rank"


def document_of_file(scores: Scores, whole: RoundTally, rules: Rules, *, places: int, title: str) -> Document:
    """`whole` is the file as it was counted, by the same rules. Entries are numbered by category and name.

    Totals are as the file has them, on whatever scale, and equal ones share their rank. `title` is what the one category
    is called in a file without any.
    """
    rules = replace(rules, ladder=Ladder.SHARED)
    names = sorted(scores.category_of, key=lambda name: (scores.category_of[name] or "", name))
    number_of = {name: number for number, name in enumerate(names, 1)}
    codes = list(dict.fromkeys(scores.category_of[name] or "" for name in names))
    sheets_of: defaultdict[str, list[Sheet]] = defaultdict(list)
    for sheet in scores.sheets:
        made = Sheet(
            uuid.uuid5(_NAMES, f"sheet {sheet.entry}/{sheet.judge}"), sheet.judge, (), total=sheet.total
        )
        sheets_of[sheet.entry].append(made)
    contests = [
        Contest(
            id=uuid.uuid5(_NAMES, f"category {code}"),
            code=code,
            name_ar=code or title,
            name_en=code or title,
            places=places,
            criteria=(),
            contenders=[
                _contender(name, number_of[name], sheets_of[name])
                for name in names
                if (scores.category_of[name] or "") == code
            ],
        )
        for code in codes
    ]
    counted = count_contests(contests, rules, least=Least(MIN_SHEETS), whole=_numbered(whole, number_of))
    return Document(
        format=FORMAT,
        round_id=uuid.uuid5(_NAMES, title),
        cycle=0,
        method=rules.method.value,
        min_sheets=MIN_SHEETS,
        categories=counted.categories,
        formula=_FORMULA + (BY_ADJUSTED if rules.method is Method.ADJUSTED else ""),
        rules=rules_line(0, rules),
        model=counted.model,
    )


def _contender(name: str, number: int, sheets: Sequence[Sheet]) -> Contender:
    return Contender(uuid.uuid5(_NAMES, f"entry {name}"), number, name, name, "", "", sheets=sheets)


def _numbered(whole: RoundTally, number_of: Mapping[str, int]) -> RoundTally:
    """The same statistics, entries and categories called as the document calls them."""

    def sign(found: Sign) -> Sign:
        return replace(found, entry=name_of(number_of[found.entry])) if found.entry else found

    return replace(
        whole,
        categories=tuple(
            replace(
                one,
                category=one.category or "",
                entries=tuple(replace(row, entry=name_of(number_of[row.entry])) for row in one.entries),
                flags=tuple(map(sign, one.flags)),
            )
            for one in whole.categories
        ),
    )
