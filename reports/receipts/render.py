"""A receipt on paper: everything that was submitted, its fingerprint, and where that can be checked."""

import hashlib
import json

import segno
from markupsafe import Markup

from awards.entries.content import check_path
from awards.kit.canonical import canonical_json
from awards.kit.clock import zone_named
from awards.kit.i18n import LANGUAGES, Lang, msg, told_in, translate
from awards.kit.recently_used import RecentlyUsed
from awards.kit.templates import environment
from reports.apart import Attachment, make_pdf
from reports.receipts.queries import Receipt
from reports.results.render import style

TEMPLATES = "reports/receipts"
_KEPT = 32
_made = RecentlyUsed[bytes, bytes](_KEPT)
"""Under the digest of all that a document is made of: nothing in it can grow old (docs/decisions/0010)."""


def receipt_pdf(receipt: Receipt, lang: Lang, *, base_url: str) -> bytes:
    """The receipt for readers of `lang`, its answers in the language in which they were given.

    The file whose SHA-256 is the fingerprint lies within. Raises DocumentFailed.
    """
    said = receipt.submission.content
    address = base_url + check_path(
        receipt.submission.id, receipt.submission.receipt, receipt.submission.content_hash
    )
    title = translate(msg("Receipt %(number)s", number=receipt.submission.receipt), lang)
    with told_in(zone_named(receipt.cycle.zone)):
        html = (
            environment(lang)
            .get_template(f"{TEMPLATES}/receipt.html")
            .render(
                cycle=receipt.cycle,
                entry=receipt.head,
                shown=receipt.submission,
                said=said,
                spoken=LANGUAGES if said["language"] == "both" else (said["language"],),
                title=title,
                address=address,
                square=_square(address, translate(msg("Code that leads to the page on this receipt"), lang)),
                lines=_lines,
            )
        )
    css = style("receipt.css", lang, folder=TEMPLATES)
    content = canonical_json(said).decode()
    author = receipt.cycle.award_ar if lang == "ar" else receipt.cycle.award_en
    at = receipt.submission.submitted_at
    key = hashlib.sha256(json.dumps([html, css, content, title, author, at.isoformat()]).encode()).digest()
    found = _made.find([key])
    if not found:
        pdf = make_pdf(
            html,
            [css],
            title=title,
            lang=lang,
            author=author,
            created=at,
            attachments=[
                Attachment(f"{receipt.submission.receipt}.json", content, "What was submitted, for machines")
            ],
            seconds=60,
        )
        found = {key: pdf}
        _made.keep(found)
    return found[key]


def _square(address: str, title: str) -> Markup:
    """The QR code as a drawing for the page."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        border=0, dark="#17212b", omitsize=True, title=title, svgclass=None, lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - a drawing of our own


def _lines(text: str) -> list[str]:
    """Paragraphs of a text as it was typed."""
    return [line.strip() for line in text.splitlines() if line.strip()]
