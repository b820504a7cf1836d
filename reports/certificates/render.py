"""One certificate as a PDF."""

import json
from datetime import UTC, datetime, time

from awards.kit.templates import environment
from reports.certificates.artwork import PALETTES
from reports.certificates.drawing import TEMPLATES
from reports.certificates.fit import Fit, fits, largest_that_fits
from reports.certificates.sides import TITLE, Side, side
from reports.certificates.stamp import Code, Spoken, stamping
from reports.certificates.static import stamp_of, style
from reports.certificates.static_words import static_words
from reports.certificates.wording import CertificateWording, WordingRefused
from reports.pdf import Attached, Layout, Metadata, lay_out, write_pdf

SIDE_BOTTOM = 151.0
"""The lowest a side may reach, in mm: above the code and the signature."""

_CODE_SQUARE = {"left": 34.0, "top": 153.5, "size": 21.0}


def render_certificate(wording: CertificateWording) -> bytes:
    """One A4 page, archivable and accessible (PDF/A-3a, PDF/UA-1), with its wording as JSON inside.

    The same wording gives the same bytes. Raises WordingRefused if the texts do not fit at the smallest type.
    """
    stamp = stamp_of(static_words(wording))
    sides = [side(wording, "ar"), side(wording, "en")]
    code = Code(
        content=wording.verify_url,
        alternative=f"رمز استجابة سريعة يفتح صفحة التحقق من الشهادة — QR code of the verifying page: {wording.verify_url}",
        colour=PALETTES[wording.kind].ground,
        **_CODE_SQUARE,
    )
    return write_pdf(
        _fitting(wording, sides),
        metadata=_metadata(wording),
        attached=[_machine_readable(wording)],
        finishers=[stamping(stamp, code, [Spoken(s.spoken, s.lang) for s in sides])],
    )


def _fitting(wording: CertificateWording, sides: list[Side]) -> Layout:
    """The largest type at which both sides end above `SIDE_BOTTOM`."""
    template = environment("ar").get_template(f"{TEMPLATES}/certificate.html")
    heading = TITLE[wording.kind]["ar"]

    def attempt(fit: Fit) -> Layout | None:
        html = template.render(wording=wording, sides=sides, heading=heading, fit=fit)
        layout = lay_out(html, css=style("certificate"))
        ends = all(layout.box(f"side-{s.lang}").bottom <= SIDE_BOTTOM for s in sides)
        return layout if layout.pages == 1 and ends else None

    if (layout := largest_that_fits(fits(wording), attempt)) is None:
        raise WordingRefused(f"the texts of certificate {wording.code} are too long for the page")
    return layout


def _metadata(wording: CertificateWording) -> Metadata:
    recipients = "، ".join(wording.recipients_ar or wording.recipients_en)
    return Metadata(
        title=f"{TITLE[wording.kind]['ar']} — {recipients} — {wording.code}",
        lang="ar",
        author=wording.award_ar or wording.award_en,
        subject=wording.title_ar or wording.title_en,
        created=_issued_at(wording),
    )


def _machine_readable(wording: CertificateWording) -> Attached:
    return Attached(
        name="certificate.json",
        content=json.dumps(wording.as_json(), ensure_ascii=False, indent=1, sort_keys=True),
        description="The wording of this certificate, for machines",
        modified=_issued_at(wording),
    )


def _issued_at(wording: CertificateWording) -> datetime:
    return datetime.combine(wording.issued_on, time(), tzinfo=UTC)
