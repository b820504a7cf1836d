"""How sure a tally's ranks are, on paper: the chapter of a tally that has no cycle around it."""

from datetime import datetime

from awards.kit.i18n import Lang
from awards.kit.templates import render
from judging.tally.document import Document
from judging.tally.shown import chapters, names_of_entries
from reports.apart import make_pdf
from reports.results.render import style


def chapter_pdf(document: Document, lang: Lang, *, title: str, at: datetime) -> bytes:
    """Each category: how sure, the ranking, what it rests on, how it was computed. Raises DocumentFailed."""
    html = render(
        lang,
        "reports/results/chapter.html",
        title=title,
        document=document,
        entry_names=names_of_entries(document, lang),
        chapters=chapters(document),
    )
    return make_pdf(
        html, [style("report.css", lang)], title=title, lang=lang, author="Tahkim", created=at, seconds=180
    )
