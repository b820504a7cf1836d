"""Words on a sheet that code and templates share."""

from collections.abc import Mapping
from datetime import datetime

from awards.kit.clock import zone_named
from awards.kit.i18n import Bilingual, Lang, Message, clock_time, msg, short_date, translate
from judging.rubrics.queries import RubricSheet
from judging.rubrics.scale import Scale

REMARK_NAMES = {
    "strengths": msg("Strengths"),
    "improvements": msg("What could be better"),
    "confidential": msg("For the jury only"),
}


def off_scale_words(scale: Scale) -> Message:
    """What is to be done about points that the scale does not have."""
    if scale.chosen:
        return msg("Choose one of the options.")
    if scale.by_ones:
        return msg("Give a whole number from %(low)s to %(high)s.", low=scale.lowest, high=scale.highest)
    return msg(
        "Give a number from %(low)s to %(high)s, in steps of %(step)s.",
        low=scale.lowest,
        high=scale.highest,
        step=scale.step,
    )


def named_errors(errors: Mapping[str, Message], rubric: RubricSheet) -> dict[str, Message]:
    """Each error with the name of its field before it, to stand away from the field."""
    return {
        field: msg("%(field)s: %(error)s", field=_field_name(field, rubric), error=error)
        for field, error in errors.items()
    }


def _field_name(field: str, rubric: RubricSheet) -> Message | Bilingual | str:
    if field in REMARK_NAMES:
        return REMARK_NAMES[field]
    criterion = rubric.by_key.get(field.partition(".")[2])
    return Bilingual(criterion.name_ar, criterion.name_en) if criterion else field


def saved_words(saved_at: datetime, now: datetime, lang: Lang, zone: str) -> str:
    """When a sheet was saved, by the clocks of the zone of that name; with the day unless it is today's."""
    clocks = zone_named(zone)
    # To the minute, which is all that is shown: so the words are worked out once a minute.
    saved_at = saved_at.replace(second=0, microsecond=0)
    time = clock_time(saved_at, lang, clocks)
    if saved_at.astimezone(clocks).date() == now.astimezone(clocks).date():
        return translate(msg("Saved at %(time)s", time=time), lang)
    return translate(
        msg(
            "Saved on %(day)s at %(time)s",
            day=short_date(saved_at, lang, clocks),
            time=time,
        ),
        lang,
    )
