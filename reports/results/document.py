"""Published results for machines: `results.json`.

Whoever has the document can work every total out again: points and weights are decimal text, totals exact
fractions out of 100. `formula` says how. Judges go by pseudonyms, and nothing in it leads back to a sheet.
"""

from typing import Any

from awards.kit.canonical import canonical_json
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.tally.document import CriterionLine, EntryLine, FinalLine
from judging.tally.reading import ReadCategory
from reports.results.queries import CategoryResults, PlaceGiven, Results

FORMAT = "tahkim/results/1"


def as_file(document: dict[str, Any]) -> bytes:
    """`results.json` byte for byte."""
    return canonical_json(document)


def results_document(results: Results) -> dict[str, Any]:
    """Raises RuleBroken before publication."""
    if results.published_at is None:
        raise RuleBroken(msg("The results are not published yet."))
    cycle = results.cycle
    return {
        "format": FORMAT,
        "award": _both(cycle.award_ar, cycle.award_en),
        "cycle": {"number": cycle.number, "name": _both(cycle.name_ar, cycle.name_en)},
        "demo": cycle.is_demo,
        "published_at": results.published_at.isoformat(),
        "method": results.document.method,
        "formula": results.document.formula,
        "min_sheets": results.document.min_sheets,
        "tally": {
            "version": results.version,
            "computed_at": results.computed_at.isoformat(),
            "correction": results.correction or None,
        },
        **({"final": _final(results.document.final)} if results.document.final else {}),
        **({"first_reading": [_read(one) for one in results.first_reading]} if results.first_reading else {}),
        "categories": [
            _category(category, final=results.document.final is not None) for category in results.categories
        ],
    }


def _read(read: ReadCategory) -> dict[str, Any]:
    """Who moved on to scoring, and of every other entry what it came to and why it did not."""
    return {
        "code": read.category.code,
        "moved_on": [one.number for one in read.entries if one.outcome.moves_on],
        "others": [
            {
                "number": one.number,
                "total_exact": one.line.total_exact,
                "total": one.line.total,
                "sheets": len(one.line.sheets),
                "why": one.outcome.value,
            }
            for one in read.entries
            if not one.outcome.moves_on
        ],
    }


def _final(final: FinalLine) -> dict[str, Any]:
    return {"pools": final.pools, "scoring_min_sheets": final.scoring_min_sheets}


def _both(arabic: str, english: str) -> dict[str, str]:
    return {"ar": arabic, "en": english}


def _category(category: CategoryResults, *, final: bool) -> dict[str, Any]:
    """With a final panel it says of each entry whether it moved on, and of each sheet from which round it is."""
    tally = category.tally
    return {
        "code": tally.code,
        "name": _both(tally.name_ar, tally.name_en),
        "places": tally.places,
        "criteria": [_criterion(criterion) for criterion in tally.criteria],
        "tie_break": list(tally.ladder),
        **(
            {
                "final_criteria": [_criterion(criterion) for criterion in tally.final_criteria],
                "final_tie_break": list(tally.final_ladder),
            }
            if tally.final_criteria
            else {}
        ),
        "entries": [_entry(entry, final=final) for entry in tally.entries],
        "decisions": [_decision(place) for place in category.places],
    }


def _criterion(criterion: CriterionLine) -> dict[str, Any]:
    scale = criterion.scale
    return {
        "key": criterion.key,
        "name": _both(criterion.name_ar, criterion.name_en),
        "weight": criterion.weight,
        "scale": {"lowest": scale.lowest, "highest": scale.highest}
        | (
            {"levels": [{"points": b.points, "name": _both(b.name_ar, b.name_en)} for b in scale.bands]}
            if scale.bands
            else {"step": scale.step}
        ),
    }


def _entry(entry: EntryLine, *, final: bool) -> dict[str, Any]:
    return {
        **({"finalist": entry.finalist} if final else {}),
        "number": entry.number,
        "title": _both(entry.title_ar, entry.title_en),
        "entrant": _both(entry.entrant_ar, entry.entrant_en),
        "partners": [_both(p.name_ar, p.name_en) for p in entry.partners],
        "total_exact": entry.total_exact,
        "total": entry.total,
        **({"compared": entry.compared} if entry.compared is not None else {}),
        "rank": entry.rank,
        "tied_with": list(entry.tied_with),
        "tie_broken_by": entry.broken_by,
        "sheets": [
            {
                "sheet": sheet.sheet,
                "judge": sheet.judge,
                **({"round": sheet.round} if final else {}),
                "total_exact": sheet.total_exact,
                "total": sheet.total,
                "scores": {
                    s.criterion: s.points if s.points is not None else {"none": s.not_scored}
                    for s in sheet.scores
                },
            }
            for sheet in entry.sheets
        ],
    }


def _decision(place: PlaceGiven) -> dict[str, Any]:
    return {
        "place": place.number,
        "outcome": place.outcome.value,
        "entries": [entry.number for entry in place.entries],
        "citation": _both(place.citation_ar, place.citation_en),
        "reason": _both(place.reason, place.reason_en) if place.reason else None,
        "decided_at": place.decided_at.isoformat(),
        "approved_at": place.approved_at.isoformat() if place.approved_at else None,
    }
