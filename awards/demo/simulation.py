"""Simulated judging: the points of the demo's sheets, the same for the same seed.

An entry has a quality, a judge a leniency, a criterion of an entry its own deviation, and every sheet some
noise; points are whole. Nothing here is a claim about real entries: pages say *demo data*.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from judging.recognition.models import Recognised
from judging.rubrics.scale import TEN, Scale

LOWEST, HIGHEST = int(TEN.lowest), int(TEN.highest)
"""Points are drawn on this scale, and brought to that of their criterion."""
Points = dict[str, int | None]
"""Points by criterion key; None: the judge abstains from it."""


@dataclass(frozen=True)
class Twin:
    """An entry that is scored like another one, so that the ranking shows a tie.

    `lift` is added to the original's points by criterion; with weights that cancel, the totals stay equal
    and a tie-break decides. Empty: the two share their place.
    """

    of: str
    lift: tuple[tuple[str, int], ...] = ()


TWINS = {
    "PAR-09": Twin("PAR-04"),
    "LEA-11": Twin("LEA-06", (("results", 1), ("process", -1), ("funding", -1))),
}
"""LEA weighs results 25, process 15 and funding 10: one point up there costs one point in both others."""

MISREAD = "G2B-07"
"""An entry whose first reader takes it for another kind of service: their sheet lies far from the others."""

_SPREAD_OF_QUALITY = 1.1
_LENIENCY = 0.55
_CRITERION = 0.6
_NOISE = 0.7
_MISREADING = 6


def points(
    seed: int,
    cycle: int,
    entry: str,
    judge: int,
    criteria: Sequence[str],
    seat: int = 0,
    *,
    again: bool = False,
) -> Points:
    """The sheet of judge number `judge` for the entry with this fixture key; `again`, once it was read again.

    `seat` numbers the entry's sheets from 0 as they are written: a twin copies sheet by sheet, whoever writes it.
    """
    twin = TWINS.get(entry)
    original = entry if twin is None else twin.of
    paired = twin is not None or any(t.of == entry for t in TWINS.values())
    quality = _drawn(seed, cycle, original).gauss(
        7.9 if paired else 6.5, 0.2 if paired else _SPREAD_OF_QUALITY
    )
    leniency = 0.0 if paired else _drawn(seed, "judge", judge).gauss(0, _LENIENCY)
    sheet = _drawn(seed, cycle, original, f"seat {seat}" if paired else judge)
    lift = dict(twin.lift) if twin else {}
    misread = _MISREADING if entry == MISREAD and seat == 0 and not again else 0
    scored: Points = {}
    for key in criteria:
        deviation = _drawn(seed, cycle, original, key).gauss(0, _CRITERION)
        value = round(quality + leniency + deviation + sheet.gauss(0, _NOISE)) - misread
        bounds = (LOWEST + 2, HIGHEST - 1) if paired else (LOWEST, HIGHEST)
        scored[key] = min(max(value, bounds[0]), bounds[1]) + lift.get(key, 0)
    if not paired and sheet.random() < 0.03:
        scored[sheet.choice(list(criteria))] = None
    return scored


def recognised(seed: int, cycle: int, entry: str, judge: int) -> Recognised | None:
    """What a judge says of whether they could tell whose entry it was; most leave it open."""
    drawn = _drawn(seed, cycle, entry, judge, "recognised").random()
    answers = ((0.01, Recognised.KNEW), (0.04, Recognised.GUESSED), (0.2, Recognised.NO))
    return next((answer for below, answer in answers if drawn < below), None)


def on_scale(points: int, scale: Scale) -> str:
    """What these points out of ten come to on another scale: the nearest that can be given there."""
    wanted = TEN.percent(str(points))
    return min(scale.values, key=lambda value: abs(scale.percent(value) - wanted))


def _drawn(*about: object) -> random.Random:
    """A generator of its own for each thing drawn, so that one draw never shifts another."""
    return random.Random(":".join(map(str, about)))


_STRENGTHS = {
    "ar": (
        "أرقام قبل وبعد واضحة ومصدرها مذكور، ويسهل التحقق منها.",
        "الخدمة تُنجز كاملة دون مراجعة، وخطواتها أقل من مثيلاتها.",
        "ملاحظات المستفيدين غيّرت التصميم فعلًا، وليست استبانة شكلية.",
        "التكامل مع الأنظمة الأخرى أغنى المستفيد عن إحضار الوثائق.",
        "راعى الفريق كبار السن وذوي الإعاقة منذ التصميم الأول.",
        "أثر المشروع في الوقت والتكلفة موثّق لعامين متتاليين.",
    ),
    "en": (
        "Clear before-and-after figures, with their source, easy to check.",
        "The service is completed without a visit, in fewer steps than comparable ones.",
        "Users' remarks really changed the design; this is no survey for show.",
        "Data exchange spares people from bringing papers.",
        "Older people and people with disabilities were considered from the first design.",
        "The effect on time and cost is documented over two years.",
    ),
}
_IMPROVEMENTS = {
    "ar": (
        "يحتاج قياس الرضا إلى عينة أكبر وإلى ذكر طريقة اختيارها.",
        "لم يوضح النص ما يحدث عند تعطّل القناة الرقمية.",
        "الفائدة الاقتصادية مذكورة دون طريقة حسابها.",
        "يُستحسن إتاحة المساعدة خارج أوقات الدوام.",
        "نسبة الاستخدام منخفضة مقارنة بعدد المستفيدين المحتملين.",
        "لا يظهر كيف ستُحدَّث الخدمة بعد السنة الأولى.",
    ),
    "en": (
        "Satisfaction needs a larger sample, and a word on how it was drawn.",
        "The text does not say what happens when the digital channel is down.",
        "The economic benefit is stated without its calculation.",
        "Help outside office hours would be welcome.",
        "Uptake is low against the number of people who could use it.",
        "How the service will be kept up after the first year is not shown.",
    ),
}


def remarks(seed: int, cycle: int, entry: str, judge: int, lang: str) -> tuple[str, str]:
    """What a judge writes to the entrant: a strength and an improvement."""
    draw = _drawn(seed, cycle, entry, judge, "remarks")
    return draw.choice(_STRENGTHS[lang]), draw.choice(_IMPROVEMENTS[lang])
