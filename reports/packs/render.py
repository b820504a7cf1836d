"""A pack on paper: a cover, then of each entry the blind copy, its attachments and a score sheet for the pen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from awards.kit.clock import zone_named
from awards.kit.files import FileStore
from awards.kit.i18n import Lang, local, msg, told_in, translate
from awards.kit.templates import environment
from judging.blinding.judge_view import JudgeFile, JudgeView
from judging.rubrics.queries import CriterionSheet
from judging.scorecards.reading import Heading, Reading, Said, heading, level_named, named, reading, said
from reports.apart import make_pdf
from reports.packs.pictures import printed
from reports.packs.queries import Pack, PackEntry
from reports.results.render import style

TEMPLATES = "reports/packs"
SECONDS = 240
_TITLE = msg("Entries to judge, on paper")


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """An attachment, and the names of the pictures of its pages; none where it is to be looked at on the screen."""

    file: JudgeFile
    pictures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrintedCriterion:
    """A criterion in the reader's words."""

    criterion: CriterionSheet
    name: Said
    guidance: Said
    meanings: tuple[tuple[str, Said, Said], ...]
    """Points, the name of the level, what they mean; fewest points first."""


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """One entry in the reader's words."""

    view: JudgeView
    heading: Heading
    reading: Reading
    files: tuple[PrintedFile, ...]
    criteria: tuple[PrintedCriterion, ...]


def pack_pdf(pack: Pack, files: FileStore, lang: Lang, *, at: datetime) -> bytes:
    """The whole pack in this language; seconds of work. Raises DocumentFailed."""
    drawn = printed(
        files,
        (
            (f"{number}-{place}", file)
            for number, entry in enumerate(pack.entries, start=1)
            for place, file in enumerate(entry.files, start=1)
        ),
    )
    return make_pdf(
        pack_html(pack, lang, at=at, pages={name: len(pages) for name, pages in drawn.items()}),
        [style("pack.css", lang, folder=TEMPLATES)],
        title=translate(_TITLE, lang),
        lang=lang,
        author=local(pack.cycle, "award", lang),
        created=at,
        pictures={
            f"{name}-{page}.jpg": picture
            for name, pages in drawn.items()
            for page, picture in enumerate(pages, start=1)
        },
        seconds=SECONDS,
    )


def pack_html(pack: Pack, lang: Lang, *, at: datetime, pages: Mapping[str, int]) -> str:
    """All its words; `pages` is how many pictures of a file there are, by entry and place."""
    with told_in(zone_named(pack.cycle.zone)):
        return (
            environment(lang)
            .get_template(f"{TEMPLATES}/pack.html")
            .render(
                pack=pack,
                cycle=pack.cycle,
                title=translate(_TITLE, lang),
                made_at=at,
                entries=[
                    _printed_entry(entry, number, pages, lang)
                    for number, entry in enumerate(pack.entries, start=1)
                ],
            )
        )


def _printed_entry(entry: PackEntry, number: int, pages: Mapping[str, int], lang: Lang) -> PrintedEntry:
    return PrintedEntry(
        entry.view,
        heading(entry.view, lang),
        reading(entry.view, lang),
        tuple(
            PrintedFile(
                file,
                tuple(
                    f"{number}-{file.number}-{page}.jpg"
                    for page in range(1, pages.get(f"{number}-{file.number}", 0) + 1)
                ),
            )
            for file in entry.view.files
        ),
        tuple(_printed_criterion(criterion, lang) for criterion in entry.rubric.criteria),
    )


def _printed_criterion(criterion: CriterionSheet, lang: Lang) -> PrintedCriterion:
    return PrintedCriterion(
        criterion,
        named(criterion, lang),
        said(criterion.guidance_ar, criterion.guidance_en, lang),
        tuple(
            (
                meaning.points,
                level_named(criterion.scale, meaning.points, lang) or Said("", foreign=False),
                said(meaning.text_ar, meaning.text_en, lang),
            )
            for meaning in criterion.meanings
        ),
    )
