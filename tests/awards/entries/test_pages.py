"""The entrant's pages: what they show, what they refuse, and that nothing typed is lost."""

import re
import uuid
from datetime import datetime, timedelta
from html import unescape

import pytest
from litestar.testing import TestClient

from awards.app import create_app
from awards.entries import queries
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.models import EntryLanguage
from awards.people.models import Role
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene
from tests.pages import form_token

CHANGE = EntryChanges(answers={"challenge": AnswerChange(text_ar="تغيّر")})
PAGES = ("", "/summary", "/answers", "/attachments", "/check", "/receipt", "/withdrawal")


@pytest.fixture
def s(make):
    return scene(make, entries_per_agency=2, terms_en="Be true.\nBe brief.")


@pytest.fixture
def page(client, s, sign_in):
    """The client, signed in as the agency's member, in English."""
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    return client


def post(page, path, data=None, *, follow=False, **options):
    """Post with the form token, as a browser would."""
    token = form_token(page, "/entries")
    return page.post(path, data={"_csrf_token": token, **(data or {})}, follow_redirects=follow, **options)


def text_of(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def challenge(s, entry):
    with s.make.db.read() as session:
        sheet = queries.my_sheet(session, s.member.id, entry.id)
    return next(asked for asked in sheet.asked if asked.key == "challenge").text_ar


def test_the_first_page_of_an_entrant_without_entries_says_where_to_start(page, s):
    text = text_of(page.get("/entries"))
    assert "You have no entries yet" in text
    assert "Start an entry: Cycle 5" in text
    assert "Tuesday 1 December 2026" in text


def test_the_first_page_says_what_is_left_and_what_was_received(page, s, clock, sign_in):
    draft, done = s.start(), s.whole()
    s.submit(done)
    text = text_of(page.get("/entries"))
    assert "Finish and submit “بوابة التراخيص”" in text
    assert "4 questions are not answered yet." in text
    assert "5-0002-1" in text
    clock.forward(minutes=1)
    s.save(done, CHANGE, version=2)
    text = text_of(page.get("/entries"))
    assert "Submit “بوابة التراخيص” again" in text
    assert "Changes not submitted" in text
    clock.at = s.cycle.closes_at
    sign_in(page, s.member)
    text = text_of(page.get("/entries"))
    assert "Not submitted" in text
    assert "Finish and submit" not in text
    assert draft.number == 1


def test_before_the_opening_the_first_page_says_when_and_offers_nothing(page, s, clock, sign_in):
    clock.at = s.cycle.opens_at - timedelta(hours=1)
    sign_in(page, s.member)
    answer = page.get("/entries")
    assert "Entries open on Thursday 22 October 2026" in text_of(answer)
    assert "/entries/new" not in answer.text
    assert page.get("/entries/new").status_code == 409


def test_an_entry_is_started_from_its_form(page, s):
    shown = page.get("/entries/new")
    assert s.category.name_en in shown.text
    answer = post(
        page,
        "/entries",
        {
            "cycle": str(s.cycle.id),
            "category": str(s.category.id),
            "entrant": str(s.agency.id),
            "language": "en",
            "title": "Licence portal",
        },
    )
    assert answer.status_code == 303
    entry = page.get(answer.headers["location"])
    assert "Licence portal" in entry.text
    assert "Draft" in text_of(entry)


def test_a_form_with_nothing_chosen_is_shown_again_with_what_was_typed(page, s):
    answer = post(
        page, "/entries", {"cycle": str(s.cycle.id), "language": "both", "title": "Licence <portal>"}
    )
    assert answer.status_code == 422
    assert 'value="Licence &lt;portal&gt;"' in answer.text
    assert re.search(r'value="both"\s+checked', answer.text)
    assert 'href="#category"' in answer.text


def test_a_category_says_why_it_may_not_be_entered(page, s, make):
    s.start()
    s.start()
    individuals = make.category(s.cycle, "IND", for_individuals=True)
    answer = page.get("/entries/new")
    assert "At most 2 entries of an entrant are taken" in text_of(answer)
    assert re.search(rf'value="{s.category.id}"[^>]*disabled', answer.text)
    assert not re.search(rf'value="{individuals.id}"[^>]*disabled', answer.text)
    data = {
        "cycle": s.cycle.id,
        "category": s.category.id,
        "entrant": s.agency.id,
        "language": "ar",
        "title": "ع",
    }
    refused = post(page, "/entries", {name: str(value) for name, value in data.items()})
    assert refused.status_code == 409
    assert "At most 2 entries" in text_of(refused)


def test_somebody_elses_entry_looks_as_if_it_were_not_there(client, s, make, sign_in):
    entry = s.whole()
    s.submit(entry)
    sign_in(client, make.person(Role.ENTRANT))
    missing = client.get(f"/entries/{uuid.uuid4()}")
    for page in PAGES:
        answer = client.get(f"/entries/{entry.id}{page}")
        assert answer.status_code == 404, page
        assert answer.text == missing.text
    for path in ("summary", "answers", "attachments", "submissions"):
        assert post(client, f"/entries/{entry.id}/{path}", {"version": "2"}).status_code == 404
    assert post(client, f"/entries/{entry.id}/withdrawal", {"sure": "true"}).status_code == 404


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ORGANISER, Role.AUDITOR])
def test_the_pages_are_for_entrants_only(client, s, make, sign_in, role):
    entry = s.start()
    sign_in(client, make.person(role))
    for page in ("/entries", "/entries/new", *(f"/entries/{entry.id}{p}" for p in PAGES)):
        assert client.get(page).status_code == 403


def test_each_language_of_the_entry_has_its_box(page, s):
    for language, boxes in ((EntryLanguage.ARABIC, {"ar"}), (EntryLanguage.BOTH, {"ar", "en"})):
        entry = s.start(language=language)
        html = page.get(f"/entries/{entry.id}/answers").text
        assert set(re.findall(r'name="text_(\w\w)-challenge"', html)) == boxes


def test_answers_are_saved_and_the_list_follows(page, s):
    entry = s.start()
    answer = post(
        page,
        f"/entries/{entry.id}/answers",
        {"version": "1", "text_ar-challenge": "كان الانتظار طويلًا", "value-launched_on": "2025-01-15"},
    )
    assert answer.headers["location"] == f"/entries/{entry.id}"
    assert "Your draft is saved." in page.get(f"/entries/{entry.id}").text
    assert challenge(s, entry) == "كان الانتظار طويلًا"


def test_an_answer_over_its_limit_is_saved_and_shown_with_what_is_wrong(page, s):
    entry = s.start()
    long = "كلمة " * 121
    answer = post(page, f"/entries/{entry.id}/answers", {"version": "1", "text_ar-challenge": long})
    assert answer.status_code == 422
    assert "“Question challenge” takes at most 120 words; there are 121." in text_of(answer)
    assert long.strip() in answer.text
    assert 'name="version" value="2"' in answer.text
    assert challenge(s, entry) == long.strip()


def test_a_page_that_saves_by_itself_gets_the_version_and_the_state_in_words(page, s, clock):
    entry = s.start()
    headers = {"accept": "application/json"}
    answer = post(
        page, f"/entries/{entry.id}/answers", {"version": "1", "text_ar-challenge": "نص"}, headers=headers
    )
    told = answer.json()
    assert (answer.status_code, told["version"]) == (200, 2)
    assert datetime.fromisoformat(told["saved_at"]) == clock.at
    assert told["state"].startswith("Saved at 12:00")
    stale = post(
        page, f"/entries/{entry.id}/answers", {"version": "1", "text_ar-challenge": "آخر"}, headers=headers
    )
    assert stale.status_code == 409
    assert "Somebody saved this entry" in stale.json()["error"]
    assert challenge(s, entry) == "نص"


def test_a_stale_save_shows_both_texts_and_loses_neither(page, s):
    entry = s.start()
    post(page, f"/entries/{entry.id}/answers", {"version": "1", "text_ar-challenge": "نص الزميل"})
    answer = post(
        page,
        f"/entries/{entry.id}/answers",
        {"version": "1", "text_ar-challenge": "نصّي", "text_ar-solution": "حلّي"},
    )
    assert answer.status_code == 409
    assert re.search(r"<textarea[^>]*text_ar-challenge[^>]*>نصّي</textarea>", answer.text)
    assert re.search(r"<textarea[^>]*text_ar-solution[^>]*>حلّي</textarea>", answer.text)
    assert "Saved meanwhile by somebody else: نص الزميل" in text_of(answer)
    assert challenge(s, entry) == "نص الزميل"
    version = re.search(r'name="version" value="(\d+)"', answer.text).group(1)
    post(page, f"/entries/{entry.id}/answers", {"version": version, "text_ar-challenge": "نصّي"})
    assert challenge(s, entry) == "نصّي"


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "١"])
def test_a_version_that_cannot_be_read_is_a_stale_one(page, s, version):
    entry = s.start()
    answer = post(page, f"/entries/{entry.id}/answers", {"version": version, "text_ar-challenge": "نص"})
    assert answer.status_code == 409
    assert challenge(s, entry) == ""


def test_title_summary_language_and_partners_are_saved_together(page, s, make):
    entry, partner = s.start(), make.agency()
    answer = post(
        page,
        f"/entries/{entry.id}/summary",
        {
            "version": "1",
            "language": "both",
            "title_ar": "بوابة",
            "summary_ar": "ملخص",
            "partner": ["", str(partner.id)],
        },
    )
    assert answer.status_code == 303
    html = page.get(f"/entries/{entry.id}/summary").text
    assert 'name="title_en"' in html
    assert re.search(rf'<option value="{partner.id}" selected', html)


def test_after_the_deadline_everything_is_refused_with_the_deadline_in_words(page, s, clock, sign_in):
    entry = s.whole()
    clock.at = s.cycle.closes_at
    sign_in(page, s.member)
    typed = post(page, f"/entries/{entry.id}/answers", {"version": "2", "text_ar-challenge": "متأخر"})
    assert (typed.status_code, challenge(s, entry)) == (409, "كان الانتظار طويلًا")
    assert "متأخر" in typed.text
    answers = [
        typed,
        post(page, f"/entries/{entry.id}/summary", {"version": "2", "title_ar": "متأخر"}),
        post(page, f"/entries/{entry.id}/attachments", files={"file": ("a.pdf", pdf())}),
        post(page, f"/entries/{entry.id}/submissions", {"terms": "true", "version": "2"}),
    ]
    for answer in answers:
        assert answer.status_code == 409
        assert "Entries closed on Tuesday 1 December 2026" in text_of(answer)
    for part in ("summary", "answers", "attachments"):
        assert (
            page.get(f"/entries/{entry.id}/{part}", follow_redirects=False)
            .headers["location"]
            .endswith("/check")
        )
    assert "was not submitted before the deadline" in text_of(page.get(f"/entries/{entry.id}"))
    assert "<form" not in page.get(f"/entries/{entry.id}/check").text.split("<main")[1].split("</main")[0]


def test_a_request_counts_by_the_time_at_which_it_arrived(settings, db, make, clock, sign_in):
    s = scene(make)
    entry = s.start()
    closes = s.cycle.closes_at

    class Ticking:
        """The deadline passes while a request is worked on: each look at the clock after the second is later."""

        looks = 0

        def __call__(self):
            self.looks += 1
            return closes - timedelta(seconds=1) if self.looks <= 2 else closes

    ticking, clock.at = Ticking(), closes - timedelta(hours=1)
    with TestClient(create_app(settings, db, clock=ticking)) as client:
        sign_in(client, s.member)
        token = form_token(client, "/sign-in")
        ticking.looks = 0  # the first look recognises the session, the second is the handler's
        data = {"_csrf_token": token, "version": "1", "text_ar-challenge": "في آخر ثانية"}
        headers = {"accept": "application/json"}
        assert client.post(f"/entries/{entry.id}/answers", data=data, headers=headers).status_code == 200
    assert challenge(s, entry) == "في آخر ثانية"


def test_a_file_is_attached_fetched_and_removed(page, s):
    entry = s.start()
    data = pdf()
    answer = post(page, f"/entries/{entry.id}/attachments", files={"file": ("تقرير الأثر.pdf", data)})
    assert answer.status_code == 303
    html = page.get(f"/entries/{entry.id}/attachments").text
    assert "تقرير الأثر" in html
    href = re.search(rf'href="(/entries/{entry.id}/attachments/[^"]+)"', html).group(1)
    fetched = page.get(href)
    assert fetched.content == data
    assert fetched.headers["content-type"] == "application/pdf"
    assert fetched.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D8")
    assert "sandbox" in fetched.headers["content-security-policy"]
    assert post(page, f"{href}/removal").status_code == 303
    assert page.get(href).status_code == 404


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("notes.pdf", b"plain words"), "Only PDF, PNG and JPEG files are taken"),
        (("empty.pdf", b""), "The file is empty"),
        (("", b""), "Choose a file first"),
        (("big.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024)), "The file is larger than 20 MB"),
    ],
)
def test_a_file_that_is_refused_says_why(page, s, file, words):
    entry = s.start()
    answer = post(page, f"/entries/{entry.id}/attachments", files={"file": file} if file[0] else None)
    assert answer.status_code == 422
    assert words in text_of(answer)


def test_a_file_of_one_entry_is_not_fetched_through_another(page, s):
    first, second = s.start(), s.start()
    post(page, f"/entries/{first.id}/attachments", files={"file": ("a.pdf", pdf())})
    href = re.search(r"/attachments/[0-9a-f-]{36}", page.get(f"/entries/{first.id}/attachments").text).group(
        0
    )
    assert page.get(f"/entries/{first.id}{href}").status_code == 200
    assert page.get(f"/entries/{second.id}{href}").status_code == 404


def test_the_check_page_leads_to_each_box_that_lacks_something(page, s):
    entry = s.start()
    html = page.get(f"/entries/{entry.id}/check").text
    for target in ("summary#summary_ar", "answers#text_ar-challenge", "answers#value-launched_on"):
        assert f'href="/entries/{entry.id}/{target}"' in html
        part, _, box = target.partition("#")
        assert f'id="{box}"' in page.get(f"/entries/{entry.id}/{part}").text
    assert "/submissions" not in html


def test_an_incomplete_entry_is_refused_with_what_is_missing(page, s):
    entry = s.start()
    answer = post(page, f"/entries/{entry.id}/submissions", {"terms": "true", "version": "1"})
    assert answer.status_code == 422
    assert "Answer “Question challenge” in Arabic." in text_of(answer)
    assert page.get(f"/entries/{entry.id}/receipt").status_code == 404


def test_an_entry_is_submitted_once_the_terms_are_accepted(page, s):
    entry = s.whole()
    html = page.get(f"/entries/{entry.id}/check").text
    assert "<li>Be true.</li><li>Be brief.</li>" in html
    refused = post(page, f"/entries/{entry.id}/submissions", {"version": "2"})
    assert refused.status_code == 422
    assert "Accept the terms" in text_of(refused)
    stale = post(page, f"/entries/{entry.id}/submissions", {"version": "1", "terms": "true"})
    assert stale.status_code == 409
    done = post(page, f"/entries/{entry.id}/submissions", {"version": "2", "terms": "true"})
    assert done.headers["location"] == f"/entries/{entry.id}/receipt"
    receipt = text_of(page.get(f"/entries/{entry.id}/receipt"))
    assert "5-0001-1" in receipt
    assert re.search(r"\b[0-9a-f]{64}\b", receipt)
    assert "Nothing has changed since" in text_of(page.get(f"/entries/{entry.id}/check"))


def test_changes_after_the_submission_are_told_and_make_a_new_receipt(page, s, clock):
    entry = s.whole()
    s.submit(entry)
    assert "Changes not submitted" not in text_of(page.get(f"/entries/{entry.id}"))
    clock.forward(minutes=1)
    post(page, f"/entries/{entry.id}/answers", {"version": "2", "text_ar-challenge": "أدق"})
    assert "Changes not submitted" in text_of(page.get(f"/entries/{entry.id}"))
    post(page, f"/entries/{entry.id}/submissions", {"version": "3", "terms": "true"})
    receipt = text_of(page.get(f"/entries/{entry.id}/receipt"))
    assert "5-0001-2" in receipt
    assert "5-0001-1" in receipt.partition("Earlier receipts")[2]


def test_a_withdrawal_is_confirmed_first(page, s):
    entry = s.whole()
    unsure = post(page, f"/entries/{entry.id}/withdrawal", {"reason": "لم تعد الخدمة قائمة"})
    assert unsure.status_code == 422
    assert "لم تعد الخدمة قائمة" in unsure.text
    post(page, f"/entries/{entry.id}/withdrawal", {"reason": "لم تعد الخدمة قائمة", "sure": "true"})
    shown = text_of(page.get(f"/entries/{entry.id}"))
    assert "This entry is withdrawn" in shown
    assert "لم تعد الخدمة قائمة" in shown
    assert post(page, f"/entries/{entry.id}/withdrawal", {"sure": "true"}).status_code == 409


def test_what_an_entrant_typed_is_never_markup(page, s):
    entry = s.start()
    html = post(
        page,
        f"/entries/{entry.id}/summary",
        {"version": "1", "title_ar": "<script>alert(1)</script>", "summary_ar": "</textarea><b>x"},
        follow=True,
    ).text
    assert "<script>alert" not in html
    assert "</textarea><b>" not in page.get(f"/entries/{entry.id}/summary").text
    assert "<script>alert" not in page.get("/entries").text + page.get(f"/entries/{entry.id}/check").text


def test_no_page_of_an_entrant_asks_more_of_the_database_with_more_entries(page, s, make, statements):
    counted = []
    for more in (1, 6):
        for _ in range(more):
            s.submit(s.whole(category=make.category(s.cycle, f"C{make.person().email[6:8]}")))
        with statements() as seen:
            page.get("/entries")
            page.get("/entries/new")
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 14
