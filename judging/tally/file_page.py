"""A tally of a file as one HTML file: what the product's own pages say, with nothing to fetch."""

from awards.kit.i18n import Lang
from awards.kit.templates import STATIC, render
from judging.tally.document import Document
from judging.tally.shown import chapters, names_of_entries


def tally_html(document: Document, lang: Lang, *, title: str) -> str:
    """A whole page, its style sheets in it."""
    css = "\n".join(
        (STATIC / name).read_text(encoding="utf-8") for name in ("app.css", "pages.css", "judging.css")
    )
    return render(
        lang,
        "judging/tally/file.html",
        title=title,
        css=css,
        document=document,
        entry_names=names_of_entries(document, lang),
        chapters=chapters(document),
    )
