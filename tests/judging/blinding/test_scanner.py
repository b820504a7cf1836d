import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from awards.kit.text import fold
from judging.blinding.scanner import Finding, Kind, Name, find_identities, redact

HEALTH = Name("وزارة الصحة")
PORTS = Name("الهيئة العامة للموانئ")
ENVIRONMENT = Name("Ministry of Environment, Water and Agriculture")
NAMES = [
    HEALTH,
    PORTS,
    ENVIRONMENT,
    Name("Ministry of Health"),
    Name("MoH"),
    Name("وزارة الصحة والسكان"),
    Name("سدايا"),
    Name("الجوازات"),
    Name("جامعة الملك عبدالعزيز"),
    Name("سلمى عبد الرحمن", Kind.PERSON),
    Name("Tawafuq 360", Kind.SERVICE),
    Name("937"),
]

FOUND = [
    ("أطلقت وزارة الصحة خدمة", "وزارة الصحة", "وزارة الصحة"),
    ("خدمة لوزارةِ الصِّحَّةِ الجديدة", "وزارةِ الصِّحَّةِ", "وزارة الصحة"),
    ("وبوزارة الصحه", "وزارة الصحه", "وزارة الصحة"),
    ("فلوزارة الصحة", "وزارة الصحة", "وزارة الصحة"),
    ("وزارة\n الصحة", "وزارة\n الصحة", "وزارة الصحة"),
    ("#وزارة_الصحة", "وزارة_الصحة", "وزارة الصحة"),
    ("وزارةالصحة", "وزارةالصحة", "وزارة الصحة"),
    ("وز\u200cارة الصـــحة", "وز\u200cارة الصـــحة", "وزارة الصحة"),
    ("ﻭﺯﺍﺭﺓ ﺍﻟﺼﺤﺔ", "ﻭﺯﺍﺭﺓ ﺍﻟﺼﺤﺔ", "وزارة الصحة"),
    ("وللهيئة العامة للموانيء", "لهيئة العامة للموانيء", "الهيئة العامة للموانئ"),
    ("وز ارة الصـ حة", "وز ارة الصـ حة", "وزارة الصحة"),
    ("Ministry of Hea-\nlth", "Ministry of Hea-\nlth", "Ministry of Health"),
    ("by Salma Abdel-Rahman", "Salma Abdel-Rahman", "سلمى عبد الرحمن"),
    ("وللهيئة العامة للموانئ", "لهيئة العامة للموانئ", "الهيئة العامة للموانئ"),
    ("بالهيئة العامة للموانئ", "الهيئة العامة للموانئ", "الهيئة العامة للموانئ"),
    ("هيئة عامة للموانئ", "", None),
    ("في هيئة العامة للموانئ", "هيئة العامة للموانئ", "الهيئة العامة للموانئ"),
    ("للجوازات", "لجوازات", "الجوازات"),
    ("تجديد جوازات السفر", "", None),  # a name of one word needs its article
    ("منصة سدايا.", "سدايا", "سدايا"),
    ("السدايات", "", None),
    ("كسدايا", "سدايا", "سدايا"),
    ("جامعة الملك عبد العزيز", "جامعة الملك عبد العزيز", "جامعة الملك عبدالعزيز"),
    ("كتبت سلمى عبدالرحمن", "سلمى عبدالرحمن", "سلمى عبد الرحمن"),
    ("the MINISTRY of  Health's portal", "MINISTRY of  Health", "Ministry of Health"),
    ("The Ministry-of-Health", "Ministry-of-Health", "Ministry of Health"),
    (
        "ministry of environment water & agriculture",
        "ministry of environment water & agriculture",
        ENVIRONMENT.text,
    ),
    ("moh2030 app", "moh", "MoH"),
    ("mohair", "", None),
    ("نظام الـMOH", "MOH", "MoH"),
    ("Tawafuq-360", "Tawafuq-360", "Tawafuq 360"),
    ("اتصل على ٩٣٧ مجانًا", "٩٣٧", "937"),
    ("بلغت 937,000 معاملة و 1937 و 93.7 و 9370", "", None),
]

ADDRESSES = [
    ("راسلونا info@moh.gov.sa.", "info@moh.gov.sa", Kind.EMAIL),
    ("write to First.Last+x@mail.example.org,", "First.Last+x@mail.example.org", Kind.EMAIL),
    ("على https://example.test/a?b=1، ثم", "https://example.test/a?b=1", Kind.WEB_ADDRESS),
    ("(www.example.sa)", "www.example.sa", Kind.WEB_ADDRESS),
    ("portal.gov.sa/ar/x is", "portal.gov.sa/ar/x", Kind.WEB_ADDRESS),
    ("بوابة.السعودية", "بوابة.السعودية", Kind.WEB_ADDRESS),
    ("تابعونا @portal_sa", "@portal_sa", Kind.HANDLE),
    ("@portal.gov.sa", "@portal.gov.sa", Kind.WEB_ADDRESS),
    ("هاتف +966 11 212 5555 تحويلة 10", "+966 11 212 5555", Kind.PHONE),
    ("٠٠٩٦٦٥٠١٢٣٤٥٦٧", "٠٠٩٦٦٥٠١٢٣٤٥٦٧", Kind.PHONE),
    ("call 011-212-5555 10 times", "011-212-5555", Kind.PHONE),
    ("0501234567", "0501234567", Kind.PHONE),
    ("الرقم الموحد 9200 05937", "9200 05937", Kind.PHONE),
    ("800 123 4567", "800 123 4567", Kind.PHONE),
    ("+44 (0)20 7946 0000", "+44 (0)20 7946 0000", Kind.PHONE),
]

HARMLESS = [
    "بلغ عدد المعاملات 412380 معاملة في 2025، أي 920,000,123 ريال",
    "من 05-01-2026 12:30 إلى 15/10/2026",
    "version 3.5.1, e.g. a well-known follow-up. Next",
    "رضا المستفيدين 97.5٪ بعد 12 شهرًا",
    "5 @ 3 each",
    "9200000000000",
]

words = st.sampled_from(
    ["خدمة", "المستفيدين", "زمن", "الإنجاز،", "service", "within", "days.", "12", "٪", "(بعد", "and"]
)
fillers = st.lists(words, max_size=6).map(" ".join)
known = st.sampled_from(NAMES)
rough = st.text(alphabet="وزارةالصحةهيئعم ولبكف mohMOHealth937@.:/+-_#\n\u064e\u200fـ٩&0", max_size=60)
texts = st.one_of(
    st.text(), rough, st.lists(st.one_of(known.map(lambda n: n.text), rough), max_size=5).map("".join)
)


@pytest.mark.parametrize(("text", "spot", "name"), FOUND)
def test_a_name_is_found_however_it_is_written(text, spot, name):
    findings = find_identities(text, NAMES)
    if name is None:
        assert findings == []
    else:
        (finding,) = findings
        assert (text[finding.start : finding.end], finding.name) == (spot, name)


@pytest.mark.parametrize(("text", "spot", "kind"), ADDRESSES)
def test_addresses_and_numbers_to_call_are_found_without_knowing_them(text, spot, kind):
    (finding,) = find_identities(text, [])
    assert (text[finding.start : finding.end], finding.kind) == (spot, kind)
    assert finding.name in fold(spot)


@pytest.mark.parametrize("text", HARMLESS)
def test_figures_dates_and_abbreviations_are_left_alone(text):
    assert find_identities(text, NAMES) == []


def test_the_longer_of_two_names_is_found():
    assert [f.name for f in find_identities("في وزارة الصحة والسكان", NAMES)] == ["وزارة الصحة والسكان"]


def test_names_that_overlap_are_one_finding_that_covers_both():
    text = "the Royal Commission for Riyadh City Council today"
    names = [Name("Royal Commission for Riyadh City"), Name("City Council", Kind.PERSON)]
    assert find_identities(text, names) == [Finding(4, 44, names[0].text, Kind.AGENCY)]


def test_two_names_within_one_ligature_are_one_finding():
    assert find_identities("\ufdfa", [Name("صلى"), Name("وسلم")]) == [Finding(0, 1, "صلى", Kind.AGENCY)]


def test_an_address_that_holds_a_name_is_one_finding():
    assert [(f.kind, f.name) for f in find_identities("to moh@moh.gov.sa", NAMES)] == [
        (Kind.EMAIL, "moh@moh.gov.sa")
    ]


@pytest.mark.parametrize("nothing", ["", " ", "ـ", "x", "و", "!!", "&", "\u200f"])
def test_a_name_with_too_little_in_it_finds_nothing(nothing):
    assert find_identities("x و & ! ـ text \u200f", [Name(nothing)]) == []


def test_no_names_and_no_text_are_no_trouble():
    assert find_identities("", NAMES) == find_identities("نص", []) == []


@given(fillers, st.sampled_from(["", "و", "ل", "ب", "ف", "ك", "ول", "فب"]), known, fillers, st.data())
def test_a_planted_name_never_gets_through(before, prefix, name, after, data):
    """In any place, behind an attached preposition, with marks, tatweel or other case."""
    written = "".join(
        letter + data.draw(st.sampled_from(["", "", "", "ـ", "\u064e", "\u200d"])) for letter in name.text
    )
    written = written.upper() if data.draw(st.booleans()) else written
    if prefix[-1:] == "ل" and written.startswith("ا"):
        written = written[1:].lstrip("ـ\u064e\u200d")  # ل + ال is written لل
    text = f"{before} {prefix}{written} {after}"
    start = len(before) + 1 + len(prefix)
    spots = [(f.start, f.end) for f in find_identities(text, NAMES)]
    assert any(s <= start and start + len(written.rstrip("\u200d")) <= e for s, e in spots)
    assert find_identities(redact(text, find_identities(text, NAMES)), NAMES) == []


@given(texts)
def test_findings_lie_in_the_text_in_order_and_apart(text):
    findings = find_identities(text, NAMES)
    edges = [edge for finding in findings for edge in (finding.start, finding.end)]
    assert edges == sorted(edges)
    assert all(0 <= f.start < f.end <= len(text) for f in findings)
    assert all(fold(text[f.start : f.end]).strip() for f in findings)


@given(texts, st.lists(st.text(min_size=1, max_size=6), max_size=3))
def test_any_text_may_be_a_name(text, strange):
    names = [Name(name) for name in strange]
    for finding in find_identities(text, names):
        assert finding.name in strange or finding.kind is not Kind.AGENCY


@given(texts)
def test_redaction_changes_nothing_but_the_findings(text):
    findings = find_identities(text, NAMES)
    redacted = redact(text, findings)
    kept, end = [], 0
    for finding in findings:
        kept.append(text[end : finding.start])
        end = finding.end
    position = 0
    for piece in [*kept, text[end:]]:
        position = redacted.index(piece, position) + len(piece)
    assert findings or redacted == text


@given(fillers, fillers)
def test_text_that_names_nobody_is_left_as_it_is(left, right):
    text = f"{left} {right}"
    assert redact(text, find_identities(text, NAMES)) == text


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("خدمة لوزارة الصحة للمستفيدين", "خدمة لـ[الجهة] للمستفيدين"),
        ("وللهيئة العامة للموانئ دور", "ولـ[الجهة] دور"),
        ("ووزارة الصحة", "و[الجهة]"),
        ("a portal of the Ministry of Health for all", "a portal of the [the agency] for all"),
        ("خدمة MoH للمستفيدين", "خدمة [الجهة] للمستفيدين"),
        ("Ministry of Health", "[the agency]"),
        ("وزارة الصحة", "[الجهة]"),
        ("كتبتها سلمى عبد الرحمن", "كتبتها [شخص]"),
        ("write to a@b.sa", "write to [removed]"),
        ("نص عربي طويل في سطر\nMoH portal", "نص عربي طويل في سطر\n[the agency] portal"),
        ("+966112125555", "[محجوب]"),
    ],
)
def test_the_mark_is_in_the_script_of_the_words_around(text, redacted):
    assert redact(text, find_identities(text, NAMES)) == redacted


def test_only_what_a_person_left_in_the_list_is_redacted():
    text = "منصة MoH مع سدايا"
    first, second = find_identities(text, NAMES)
    assert redact(text, [second]) == "منصة MoH مع [الجهة]"
    assert redact(text, [second, first]) == redact(text, [first, second])


@pytest.mark.parametrize(
    "piece",
    ["a", "a.", "@", "a@", "+1", "0 ", "1-", ".-", "a-", "_", "http://", "عبد", "الهيئة العامة ", "ل"],
)
def test_a_hostile_text_does_not_make_a_pattern_run_away(piece):
    text = (piece * 40_000)[:40_000]
    start = time.process_time()
    find_identities(text, NAMES)
    assert time.process_time() - start < 30  # a fraction of a second, or hours


def test_an_entry_is_scanned_against_a_whole_directory():
    names = [Name(f"{name.text} {number}") for name in NAMES for number in range(100)] + NAMES
    text = "خفضت وزارة الصحة زمن الإنجاز من عشرة أيام إلى يوم واحد وارتفع رضا المستفيدين. " * 25
    assert len(find_identities(text, names)) == 25


@given(known, known)
def test_the_order_of_the_names_does_not_matter(one, other):
    assume(fold(one.text) != fold(other.text))
    text = f"{one.text} ثم {other.text}"
    assert find_identities(text, NAMES) == find_identities(text, NAMES[::-1])
