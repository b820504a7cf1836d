"""What the certificates of one kind and cycle share, laid out, drawn and compiled to a stamp once."""

from functools import cache

from markupsafe import Markup

from awards.kit.templates import environment, resource
from reports.certificates.drawing import TEMPLATES, background, lettering
from reports.certificates.fit import MASTHEAD, SCALES, SIGNATURE, balanced, largest_that_fits
from reports.certificates.stamp import Stamp, compile_stamp
from reports.certificates.static_words import StaticWords, tags
from reports.certificates.wording import WordingRefused
from reports.pdf import Layout, Metadata, lay_out, write_pdf

MASTHEAD_BOTTOM = 53.5
SIGNATURE_BOTTOM = 180.5
"""The lowest the award's name and the signatory may reach, in mm: clear of the title and of the corner's ornament."""

_MOST_STAMPS = 16
_stamps: dict[StaticWords, Stamp] = {}


def stamp_of(words: StaticWords) -> Stamp:
    """The stamp for these words, compiled once. Raises WordingRefused for texts that cannot be made to fit."""
    if words not in _stamps:
        keep_stamp(words, _compiled(words))
    return _stamps[words]


def keep_stamp(words: StaticWords, stamp: Stamp) -> None:
    """Remember a stamp, also one that another process has compiled; the oldest is forgotten."""
    while len(_stamps) >= _MOST_STAMPS:
        del _stamps[next(iter(_stamps))]
    _stamps[words] = stamp


def _compiled(words: StaticWords) -> Stamp:
    layout = _fitting(words)
    artifact_then_tagged = [None, *tags(words)]
    if layout.pages != len(artifact_then_tagged):
        raise RuntimeError(f"static.html makes {layout.pages} pages, not {len(artifact_then_tagged)}")
    drawn = write_pdf(layout, metadata=Metadata(words.title_ar, "ar"), variant=None)
    return compile_stamp(drawn, artifact_then_tagged)


def _fitting(words: StaticWords) -> Layout:
    template = environment("ar").get_template(f"{TEMPLATES}/static.html")
    context = {
        "words": words,
        "background": Markup(background(words.kind)),  # noqa: S704 (drawn here)
        "lettering": Markup(lettering(words.kind)),  # noqa: S704 (drawn here)
        "award_indent": lambda award, scale: balanced(award, scale * 15.75, MASTHEAD),
        "post_indent": lambda post, scale: balanced(post, scale * 11, SIGNATURE),
    }

    def attempt(scale: float) -> Layout | None:
        layout = lay_out(template.render(scale=scale, **context), css=style("static"))
        mastheads = [layout.box(f"masthead-{side.lang}", page=1) for side in words.masthead]
        signature = layout.box("signature", page=layout.pages - 1)
        fitting = (
            max(box.bottom for box in mastheads) <= MASTHEAD_BOTTOM and signature.bottom <= SIGNATURE_BOTTOM
        )
        return layout if fitting else None

    if (layout := largest_that_fits(SCALES, attempt)) is None:
        raise WordingRefused("the award's name or the signatory's is too long for the page")
    return layout


@cache
def style(name: str) -> str:
    """`certificate` for what differs, `static` for what is shared: a short style sheet is quick to apply."""
    sheets = ("page", name)
    return "".join(
        (resource("templates") / TEMPLATES / f"{sheet}.css").read_text(encoding="utf-8") for sheet in sheets
    )
