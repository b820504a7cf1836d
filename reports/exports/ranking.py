"""The ranking and the places as tables: what an office opens in a spreadsheet."""

from collections.abc import Iterator

from awards.kit.clock import RIYADH
from awards.kit.csv_text import csv_file
from awards.kit.i18n import Lang, Message, msg, translate
from judging.tally.document import EntryLine
from judging.tally.figures import EntryFigures
from reports.results.queries import CategoryResults, PlaceGiven, Results

Cell = str | int

_ENTRY = (
    msg("Entry number"),
    msg("Title in Arabic"),
    msg("Title in English"),
    msg("Entrant in Arabic"),
    msg("Entrant in English"),
    msg("Partners in Arabic"),
    msg("Partners in English"),
    msg("Rank"),
    msg("Total of the entry"),
    msg("Total of the entry, exact"),
    msg("Sheets"),
    msg("Rank by the mean"),
    msg("Adjusted score"),
    msg("Standard error"),
    msg("Chance to be the best"),
)
_CATEGORY = (msg("Category"), msg("Category in Arabic"), msg("Category in English"))
_WORDS = (
    msg("Citation in Arabic"),
    msg("Citation in English"),
    msg("Reason in Arabic"),
    msg("Reason in English"),
)
RANKING: tuple[Message, ...] = (*_CATEGORY, *_ENTRY, msg("Place given"), msg("Outcome"), *_WORDS)
PLACES: tuple[Message, ...] = (
    *_CATEGORY,
    msg("Place"),
    msg("Outcome"),
    *_ENTRY,
    *_WORDS,
    msg("Decided by"),
    msg("Decided at (Riyadh)"),
    msg("Approved by"),
    msg("Approved at (Riyadh)"),
)


def ranking_csv(results: Results, lang: Lang) -> bytes:
    """One row for each entry, in the order of the ranking."""
    return csv_file([translate(name, lang) for name in RANKING], _ranked(results))


def places_csv(results: Results, lang: Lang) -> bytes:
    """One row for each place and each entry that has it; a withheld place has one without an entry."""
    return csv_file([translate(name, lang) for name in PLACES], _placed(results, lang))


def _ranked(results: Results) -> Iterator[tuple[Cell, ...]]:
    for category in results.categories:
        for entry in category.tally.entries:
            place = category.placed(entry.number)
            given: tuple[Cell, ...] = (
                (place.number, place.outcome.value, *_words(place)) if place else ("",) * 6
            )
            yield *_category(category), *_entry(entry), *given


def _placed(results: Results, lang: Lang) -> Iterator[tuple[Cell, ...]]:
    for category in results.categories:
        for place in category.places:
            approved = (
                place.approved_at.astimezone(RIYADH).isoformat(" ", "minutes") if place.approved_at else ""
            )
            signed = (
                place.decided_by_ar if lang == "ar" else place.decided_by_en,
                place.decided_at.astimezone(RIYADH).isoformat(" ", "minutes"),
                place.approved_by_ar if lang == "ar" else place.approved_by_en,
                approved,
            )
            for who in [_entry(entry) for entry in place.entries] or [("",) * len(_ENTRY)]:
                yield (
                    *_category(category),
                    place.number,
                    place.outcome.value,
                    *who,
                    *_words(place),
                    *signed,
                )


def _category(category: CategoryResults) -> tuple[Cell, ...]:
    return category.tally.code, category.tally.name_ar, category.tally.name_en


def _entry(entry: EntryLine) -> tuple[Cell, ...]:
    return (
        entry.number,
        entry.title_ar,
        entry.title_en,
        entry.entrant_ar,
        entry.entrant_en,
        "، ".join(partner.name_ar for partner in entry.partners),
        ", ".join(partner.name_en for partner in entry.partners),
        entry.rank or "",
        entry.total or "",
        entry.total_exact or "",
        len(entry.sheets),
        *_figures(entry.figures),
    )


def _figures(figures: EntryFigures | None) -> tuple[Cell, ...]:
    if figures is None:
        return ("",) * 4
    rounded = ("" if value is None else f"{value:.4f}" for value in (figures.se, figures.p_winner))
    return (figures.mean_rank or "", figures.adjusted or "", *rounded)


def _words(place: PlaceGiven) -> tuple[Cell, ...]:
    return place.citation_ar, place.citation_en, place.reason, place.reason_en
