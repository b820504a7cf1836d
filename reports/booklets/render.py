"""What a category is judged by, on paper: criteria, weights, what the points mean."""

from datetime import datetime

from awards.cycles.models import Category, Cycle
from awards.kit.i18n import Lang, msg, translate
from awards.kit.templates import environment
from judging.rubrics.queries import RubricSheet
from reports.apart import make_pdf

TEMPLATES = "reports/booklets"


def booklet_pdf(cycle: Cycle, category: Category, rubric: RubricSheet, lang: Lang, *, at: datetime) -> bytes:
    """A cover, how it is judged, a section for each criterion. `at` is since when the rubric holds. Raises DocumentFailed."""
    name, award = (category.name_ar, cycle.award_ar) if lang == "ar" else (category.name_en, cycle.award_en)
    title = f"{translate(msg('Criteria booklet'), lang)} — {name}"
    sides = ("right", "left") if lang == "ar" else ("left", "right")
    pages = environment(lang)
    html = pages.get_template(f"{TEMPLATES}/booklet.html").render(
        cycle=cycle,
        category=category,
        rubric=rubric,
        title=title,
        made_at=at,
    )
    css = pages.get_template(f"{TEMPLATES}/booklet.css").render(start=sides[0], end=sides[1])
    return make_pdf(html, [css], title=title, lang=lang, author=award, created=at, seconds=60)
