"""Results on paper: the report of a cycle, and one page for each category."""

import hashlib
from datetime import datetime

from awards.entries.places import place_name
from awards.kit.i18n import Lang, msg, translate
from awards.kit.templates import environment
from judging.rounds.wording import OUTCOMES
from judging.rubrics.scale import TEN
from judging.tally.document import BY_ADJUSTED, FORMULA
from judging.tally.shown import names_of_entries, sureness
from reports.apart import Attachment, make_pdf
from reports.certificates.sides import language_of
from reports.results import figures
from reports.results.queries import CategoryResults, Results

TEMPLATES = "reports/results"
PAGE_SIZES = (10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)
"""Type sizes in points of a category's page: the first at which all of it is on one page."""


def report_pdf(results: Results, lang: Lang, *, document: bytes | None, at: datetime) -> bytes:
    """Title page, contents, a chapter for each category, every sheet, the record.

    `document` is `results.json`, if there is one yet: it is put inside, and its SHA-256 printed. Raises
    DocumentFailed.
    """
    title = _title(results, translate(msg("Results report"), lang), lang)
    html = _render(
        "report.html",
        lang,
        r=results,
        title=title,
        extents=figures.extents(results),
        bars=figures.bars,
        sureness=sureness,
        outcomes=OUTCOMES,
        sheets_of=figures.sheets_of,
        scale=TEN if results.document.formula.removesuffix(BY_ADJUSTED) == FORMULA else None,
        to_percent=100 // int(TEN.highest),
        digest=hashlib.sha256(document).hexdigest() if document else None,
    )
    return make_pdf(
        html,
        [style("report.css", lang)],
        title=title,
        lang=lang,
        author=_author(results, lang),
        created=at,
        attachments=[Attachment("results.json", document.decode(), "The results, for machines")]
        if document
        else [],
        seconds=240,
    )


def category_page_pdf(
    results: Results,
    category: CategoryResults,
    lang: Lang,
    *,
    missing: int | None = None,
    at: datetime,
) -> bytes:
    """One A4 page for whoever announces the places: who, why, with what total, and who decided.

    `missing` are the sheets of this category that were not lodged when the round was closed early. Raises DocumentFailed.
    """
    tally = category.tally
    title = _title(results, tally.name_ar if lang == "ar" else tally.name_en, lang)
    html = _render(
        "page.html",
        lang,
        r=results,
        category=category,
        missing=missing,
        title=title,
        parted=figures.parted_for_places(category),
        sure=sureness(results.document, tally),
        entry_names=names_of_entries(results.document, lang),
        made_at=at,
    )
    return make_pdf(
        html,
        [style("page.css", lang, size=size) for size in PAGE_SIZES],
        title=title,
        lang=lang,
        author=_author(results, lang),
        created=at,
        pages=1,
        seconds=60,
    )


def style(name: str, lang: Lang, *, folder: str = TEMPLATES, **values: object) -> str:
    """A style sheet for pages that are read from one side or the other."""
    sides = ("right", "left") if lang == "ar" else ("left", "right")
    template = environment(lang).get_template(f"{folder}/{name}")
    return template.render(start=sides[0], end=sides[1], **values)


def _render(name: str, lang: Lang, **values: object) -> str:
    template = environment(lang).get_template(f"{TEMPLATES}/{name}")
    return template.render(place_name=_named, number=figures.shown, language_of=language_of, **values)


def _named(place: int, shared: bool = False) -> object:
    return place_name(place, shared=shared)


def _title(results: Results, what: str, lang: Lang) -> str:
    cycle = results.cycle
    return f"{what} — {cycle.name_ar if lang == 'ar' else cycle.name_en}"


def _author(results: Results, lang: Lang) -> str:
    return results.cycle.award_ar if lang == "ar" else results.cycle.award_en
