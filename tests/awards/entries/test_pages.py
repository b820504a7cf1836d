"""The entrant's pages: what they show, what they refuse, and that nothing typed is lost."""

import hashlib
import re
import uuid
from datetime import timedelta
from html import unescape

import pytest
from litestar.testing import TestClient

from awards.app import create_app
from awards.directory.models import Membership, MembershipKind
from awards.entries import queries
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.models import EntryLanguage, PastWin
from awards.people.models import Role
from judging.deliberations.models import Publication
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene
from tests.pages import form_token
from tests.statements import statements

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


def what_was_checked(page, entry):
    """The hidden boxes of the check page, which say what it showed."""
    html = page.get(f"/entries/{entry.id}/check").text
    return dict(re.findall(r'type="hidden" name="(checked|version)" value="([^"]+)"', html))


def typed(**boxes):
    """Boxes that were empty when the page was opened, with what was typed into them."""
    return {**boxes, **{f"was-{name}": "" for name in boxes}}


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
    s.save(done, CHANGE)
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
        typed(**{"text_ar-challenge": "كان الانتظار طويلًا", "value-launched_on": "2025-01-15"}),
    )
    assert answer.headers["location"] == f"/entries/{entry.id}"
    assert "Your draft is saved." in page.get(f"/entries/{entry.id}").text
    assert challenge(s, entry) == "كان الانتظار طويلًا"


def test_an_answer_over_its_limit_is_saved_and_shown_with_what_is_wrong(page, s):
    entry = s.start()
    long = "كلمة " * 121
    answer = post(page, f"/entries/{entry.id}/answers", typed(**{"text_ar-challenge": long}))
    assert answer.status_code == 422
    assert "“Question challenge” takes at most 120 words; there are 121." in text_of(answer)
    assert long.strip() in answer.text
    assert "Everything that you typed is saved" in text_of(answer)
    assert f'name="was-text_ar-challenge" value="{long.strip()}"' in answer.text
    assert challenge(s, entry) == long.strip()


def save_by_itself(page, entry, **boxes):
    data = {name.replace("__", "-"): text for name, text in boxes.items()}
    return post(page, f"/entries/{entry.id}/answers", data, headers={"accept": "application/json"})


def test_a_page_that_saves_by_itself_gets_the_state_in_words(page, s):
    entry = s.start()
    answer = save_by_itself(page, entry, **{"text_ar-challenge": "نص", "was-text_ar-challenge": ""})
    assert (answer.status_code, answer.json()) == (200, {"state": "Saved at 12:00 pm"})
    assert challenge(s, entry) == "نص"


def test_a_page_that_shows_faults_gets_to_know_which_are_left(page, s):
    entry = s.start()
    boxes = {"text_ar-challenge": "كلمة " * 121, "was-text_ar-challenge": "", "faults": ""}
    assert save_by_itself(page, entry, **boxes).json()["faults"] == ["text_ar-challenge"]
    boxes = {"text_ar-challenge": "كلمة", "was-text_ar-challenge": ("كلمة " * 121).strip(), "faults": ""}
    assert save_by_itself(page, entry, **boxes).json()["faults"] == []


def test_a_page_that_saves_by_itself_keeps_the_rest_and_names_what_clashes(page, s, make):
    entry = s.start()
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="نص آخر")}))
    boxes = {
        "text_ar-challenge": "نصّي",
        "was-text_ar-challenge": "",
        "text_ar-solution": "حلّي",
        "was-text_ar-solution": "",
    }
    answer = save_by_itself(page, entry, **boxes)
    assert answer.status_code == 409
    assert answer.json()["clashes"] == ["text_ar-challenge"]
    assert answer.json()["state"].startswith("You changed “Question challenge” in another window too.")
    assert challenge(s, entry) == "نص آخر"
    assert "حلّي" in page.get(f"/entries/{entry.id}/answers").text


def test_two_texts_for_one_answer_are_both_shown_and_all_else_is_saved(page, s, make):
    entry, colleague = s.start(), make.person(Role.ENTRANT, name_en="Sara")
    make._save(
        Membership(agency_id=s.agency.id, person_id=colleague.id, kind=MembershipKind.EDITOR, since=make.now)
    )
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="نص الزميلة")}), by=colleague)
    s.save(entry, EntryChanges(answers={"operator": AnswerChange(text_ar="إدارة الخدمات")}))
    mine = {
        "text_ar-challenge": "نصّي",
        "was-text_ar-challenge": "",
        "text_ar-solution": "حلّي",
        "was-text_ar-solution": "",
        "text_ar-operator": "",
        "was-text_ar-operator": "",
    }
    answer = post(page, f"/entries/{entry.id}/answers", mine)
    assert answer.status_code == 409
    assert re.search(r"<textarea[^>]*text_ar-challenge[^>]*>نصّي</textarea>", answer.text)
    assert re.search(r"<textarea[^>]*text_ar-operator[^>]*>إدارة الخدمات</textarea>", answer.text)
    assert 'href="#text_ar-challenge"' in answer.text
    assert answer.text.count('class="meanwhile"') == 1
    assert re.search(r"Saved meanwhile by Sara, [^:]+, 12:00\s?pm: نص الزميلة", text_of(answer))
    again = {name: text for name, text in mine.items() if "challenge" in name}
    again["was-text_ar-challenge"] = re.search(
        r'name="was-text_ar-challenge" value="([^"]+)"', answer.text
    ).group(1)
    assert post(page, f"/entries/{entry.id}/answers", again).status_code == 303
    assert challenge(s, entry) == "نصّي"


def test_a_text_that_says_not_what_it_replaces_replaces_nothing(page, s):
    entry = s.start()
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="نص")}))
    assert post(page, f"/entries/{entry.id}/answers", {"text_ar-challenge": "آخر"}).status_code == 409
    assert challenge(s, entry) == "نص"


def test_title_summary_language_and_partners_are_saved_together(page, s, make):
    entry, partner = s.start(), make.agency()
    answer = post(
        page,
        f"/entries/{entry.id}/summary",
        {
            "language": "both",
            "was-language": "ar",
            "title_ar": "بوابة",
            "was-title_ar": "بوابة التراخيص",
            "summary_ar": "ملخص",
            "was-summary_ar": "",
            "partner": ["", str(partner.id)],
            "was-partner": "",
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
    typed = post(page, f"/entries/{entry.id}/answers", {"text_ar-challenge": "متأخر"})
    assert (typed.status_code, challenge(s, entry)) == (409, "كان الانتظار طويلًا")
    assert "متأخر" in typed.text
    answers = [
        typed,
        post(page, f"/entries/{entry.id}/summary", {"title_ar": "متأخر"}),
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
        data = {"_csrf_token": token, **typed(**{"text_ar-challenge": "في آخر ثانية"})}
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
    answer = post(page, f"/entries/{entry.id}/submissions", {"terms": "true", "checked": s.checked(entry)})
    assert answer.status_code == 422
    assert "Answer “Question challenge” in Arabic." in text_of(answer)
    assert page.get(f"/entries/{entry.id}/receipt").status_code == 404


def test_an_entry_is_submitted_once_the_terms_are_accepted(page, s):
    entry = s.whole()
    html = page.get(f"/entries/{entry.id}/check").text
    assert "<li>Be true.</li><li>Be brief.</li>" in html
    checked = what_was_checked(page, entry)
    refused = post(page, f"/entries/{entry.id}/submissions", checked)
    assert refused.status_code == 422
    assert "Accept the terms" in text_of(refused)
    unseen = post(page, f"/entries/{entry.id}/submissions", {"terms": "true", "version": "9" * 30})
    assert unseen.status_code == 409
    done = post(page, f"/entries/{entry.id}/submissions", {**checked, "terms": "true"})
    assert done.headers["location"] == f"/entries/{entry.id}/receipt"
    receipt = text_of(page.get(f"/entries/{entry.id}/receipt"))
    assert "5-0001-1" in receipt
    assert re.search(r"\b[0-9a-f]{64}\b", receipt)
    assert "Nothing has changed since" in text_of(page.get(f"/entries/{entry.id}/check"))


def test_what_was_changed_while_somebody_checked_is_told_and_nothing_is_submitted(page, s):
    entry = s.whole()
    post(page, f"/entries/{entry.id}/attachments", files={"file": ("a.pdf", pdf())})
    checked = {**what_was_checked(page, entry), "terms": "true"}
    removal = re.search(
        r"/attachments/[0-9a-f-]{36}/removal", page.get(f"/entries/{entry.id}/attachments").text
    )[0]
    post(page, f"/entries/{entry.id}{removal}")
    refused = post(page, f"/entries/{entry.id}/submissions", checked)
    assert refused.status_code == 409
    told = text_of(refused)
    assert "This entry was changed while you checked it" in told
    assert "Files were added or removed." in told
    assert "Answers were changed." not in told
    s.save(entry, CHANGE)
    told = post(page, f"/entries/{entry.id}/submissions", checked)
    assert 'href="#said-answers"' in told.text
    assert 'href="#said-summary"' not in told.text
    assert "تغيّر" in told.text
    assert page.get(f"/entries/{entry.id}/receipt").status_code == 404
    again = post(page, f"/entries/{entry.id}/submissions", {**what_was_checked(page, entry), "terms": "true"})
    assert again.status_code == 303


def test_a_change_is_told_though_it_was_saved_in_the_same_moment_or_with_an_earlier_time(page, s, clock):
    """A save that waited for its turn carries the time at which it began to wait."""
    entry = s.whole()
    s.submit(entry)
    clock.forward(minutes=-1)
    s.save(entry, CHANGE)
    clock.forward(minutes=1)
    assert "Changes not submitted" in text_of(page.get(f"/entries/{entry.id}"))
    assert "Submit “بوابة التراخيص” again" in text_of(page.get("/entries"))


def test_a_file_that_came_after_the_submission_is_a_change_too(page, s):
    entry = s.whole()
    s.submit(entry)
    post(page, f"/entries/{entry.id}/attachments", files={"file": ("a.pdf", pdf())})
    assert "Changes not submitted" in text_of(page.get(f"/entries/{entry.id}"))


def test_changes_after_the_submission_are_told_and_make_a_new_receipt(page, s, clock):
    entry = s.whole()
    s.submit(entry)
    assert "Changes not submitted" not in text_of(page.get(f"/entries/{entry.id}"))
    clock.forward(minutes=1)
    s.save(entry, CHANGE)
    assert "Changes not submitted" in text_of(page.get(f"/entries/{entry.id}"))
    checked = what_was_checked(page, entry)
    post(page, f"/entries/{entry.id}/submissions", {**checked, "terms": "true"})
    receipt = text_of(page.get(f"/entries/{entry.id}/receipt"))
    assert "5-0001-2" in receipt
    assert "5-0001-1" in receipt.partition("All submissions")[2]


def test_a_withdrawal_is_confirmed_first(page, s):
    entry = s.whole()
    unsure = post(page, f"/entries/{entry.id}/withdrawal", {"reason": "لم تعد الخدمة قائمة"})
    assert unsure.status_code == 422
    assert "لم تعد الخدمة قائمة" in unsure.text
    silent = post(page, f"/entries/{entry.id}/withdrawal", {"reason": " ", "sure": "true"})
    assert silent.status_code == 422
    assert "Say why the entry is withdrawn." in silent.text
    post(page, f"/entries/{entry.id}/withdrawal", {"reason": "لم تعد الخدمة قائمة", "sure": "true"})
    shown = text_of(page.get(f"/entries/{entry.id}"))
    assert "This entry is withdrawn" in shown
    assert "لم تعد الخدمة قائمة" in shown
    again = post(page, f"/entries/{entry.id}/withdrawal", {"reason": "مرة أخرى", "sure": "true"})
    assert again.status_code == 409


def test_what_an_entrant_typed_is_never_markup(page, s):
    entry = s.start()
    html = post(
        page,
        f"/entries/{entry.id}/summary",
        {
            "title_ar": "<script>alert(1)</script>",
            "was-title_ar": "بوابة التراخيص",
            **typed(summary_ar="</textarea><b>x"),
        },
        follow=True,
    ).text
    assert "<script>alert" not in html
    assert "</textarea><b>" not in page.get(f"/entries/{entry.id}/summary").text
    assert "<script>alert" not in page.get("/entries").text + page.get(f"/entries/{entry.id}/check").text


def test_no_page_of_an_entrant_asks_more_of_the_database_with_more_entries(page, s, make, db):
    counted = []
    for more in (1, 6):
        for _ in range(more):
            s.submit(s.whole(category=make.category(s.cycle, f"C{make.person().email[6:8]}")))
        with statements(db.engine, db.reader) as seen:
            page.get("/entries")
            page.get("/entries/new")
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 20


def test_an_entry_that_won_says_its_place_and_where_its_certificate_is(page, s, make, clock, sign_in):
    won, shared, other = s.whole(), s.whole(), s.whole(category=make.category(s.cycle, "MOB"))
    for entry in (won, shared, other):
        s.submit(entry)
    for entry in (won, shared):
        make._save(
            PastWin(
                cycle_id=s.cycle.id, category_code="G2C", place=1, entry_id=entry.id, agency_id=s.agency.id
            )
        )
    clock.at = s.cycle.publishes_at - timedelta(seconds=1)
    sign_in(page, s.member)
    before = page.get(f"/entries/{won.id}")
    assert "First place" not in text_of(before) + text_of(page.get("/entries"))
    assert "The results have not been published yet" in text_of(before)
    clock.at = s.cycle.publishes_at
    assert "First place" not in text_of(page.get(f"/entries/{won.id}"))
    make._save(Publication(cycle_id=s.cycle.id, published_at=make.now, published_by_id=s.member.id))
    shown = page.get(f"/entries/{won.id}")
    assert "First place, shared" in text_of(shown)
    assert f'href="/entries/{won.id}/certificates"' in shown.text
    assert 'href="/winners/5"' in shown.text
    assert "Entries close" not in text_of(shown)
    assert "is not among the winners" in text_of(page.get(f"/entries/{other.id}"))
    listed = text_of(page.get("/entries"))
    assert listed.count("First place, shared") == 2
    assert listed.count("The results are published") == 1


def test_results_are_out_though_every_place_was_withheld(page, s, make):
    entry = s.whole()
    s.submit(entry)
    make._save(Publication(cycle_id=s.cycle.id, published_at=make.now, published_by_id=s.member.id))
    assert "This entry is not among the winners" in text_of(page.get(f"/entries/{entry.id}"))
    assert "The results are published" in text_of(page.get("/entries"))


def test_after_the_deadline_an_entry_says_when_it_was_and_no_more(page, s, clock, sign_in):
    entry = s.whole()
    s.submit(entry)
    clock.at = s.cycle.closes_at + timedelta(days=12)
    sign_in(page, s.member)
    text = text_of(page.get(f"/entries/{entry.id}"))
    assert "Entries closed on Tuesday 1 December 2026." in text
    assert "The judges read the entries until" in text
    assert "Entries that were begun" not in text


def test_the_terms_can_be_read_before_anything_is_begun(client, s, sign_in):
    client.cookies.set("language", "en")
    assert "<li>Be true.</li><li>Be brief.</li>" in client.get("/cycles/5/terms").text
    assert client.get("/cycles/77/terms").status_code == 404
    sign_in(client, s.member)
    entry = s.start()
    for path in ("/entries/new", f"/entries/{entry.id}"):
        assert 'href="/cycles/5/terms"' in client.get(path).text


def test_a_partner_who_may_not_be_one_is_named_at_once_at_its_box(page, s, make):
    past = make.cycle(number=4)
    winner = make.agency(name_en="Winning Authority")
    won = make.entry(make.category(past), winner, s.member)
    make._save(PastWin(cycle_id=past.id, category_code="G2C", place=1, entry_id=won.id, agency_id=winner.id))
    entry = s.start()
    assert re.search(rf'<option value="{winner.id}" disabled', page.get(f"/entries/{entry.id}/summary").text)
    answer = post(page, f"/entries/{entry.id}/summary", {"partner": ["", str(winner.id)], "was-partner": ""})
    assert answer.status_code == 422
    assert "Winning Authority won this category lately" in text_of(answer)
    assert 'href="#partner-1"' in answer.text
    assert f'href="/entries/{entry.id}/summary#partner-1"' in page.get(f"/entries/{entry.id}/check").text


def test_a_named_partner_sees_that_they_are_named(client, s, make, sign_in):
    colleague = make.person(Role.ENTRANT)
    partner = make.agency(colleague, name_en="Partner Authority")
    entry = s.start()
    s.save(entry, EntryChanges(partner_ids=frozenset({partner.id})))
    client.cookies.set("language", "en")
    sign_in(client, colleague)
    text = text_of(client.get("/entries"))
    assert "Named as partner: Partner Authority" in text
    assert s.agency.name_en in text
    assert client.get(f"/entries/{entry.id}").status_code == 404


def test_every_submission_can_be_read_as_it_was_and_its_file_has_its_fingerprint(page, s, clock):
    entry = s.whole()
    first = s.submit(entry)
    clock.forward(minutes=1)
    s.save(entry, CHANGE)
    s.submit(entry)
    old = text_of(page.get(f"/entries/{entry.id}/submissions/1"))
    assert "كان الانتظار طويلًا" in old
    assert "تغيّر" not in old
    assert "This is an earlier submission" in old
    assert "تغيّر" in page.get(f"/entries/{entry.id}/submissions/2").text
    data = page.get(f"/entries/{entry.id}/submissions/1/content").content
    assert hashlib.sha256(data).hexdigest() == first.content_hash
    assert page.get(f"/entries/{entry.id}/submissions/3").status_code == 404


def test_a_receipt_of_a_withdrawn_entry_says_so(page, s):
    entry = s.whole()
    s.submit(entry)
    s.withdraw(entry)
    assert "This entry is withdrawn" in text_of(page.get(f"/entries/{entry.id}/receipt"))


@pytest.mark.parametrize(
    ("typed_day", "words"),
    [
        ("1446-05-01", "looks like a Hijri date. In the Gregorian calendar it is Sunday 3 November 2024"),
        ("0001-01-01", "check the year; it lies before 1990"),
        ("2026-11-02", "has not come yet"),
        ("2026-10-01", "at least 6 months are needed"),
    ],
)
def test_a_day_on_which_no_service_can_have_begun_is_told_on_the_form(page, s, typed_day, words):
    entry = s.start()
    answer = post(page, f"/entries/{entry.id}/answers", typed(**{"value-launched_on": typed_day}))
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert f'value="{typed_day}"' in answer.text


def test_a_new_draft_has_things_to_do_and_no_errors(page, s):
    entry = s.start()
    html = page.get(f"/entries/{entry.id}/check").text
    assert "Still to be written" in text_of(page.get(f"/entries/{entry.id}/check"))
    assert "error-summary" not in html
    assert "4 questions left" in text_of(page.get(f"/entries/{entry.id}"))
    assert "4 questions left" in text_of(page.get("/entries"))


def test_a_limit_that_is_passed_in_one_language_says_which(page, s):
    entry = s.start(language=EntryLanguage.BOTH)
    answer = post(page, f"/entries/{entry.id}/answers", typed(**{"text_en-challenge": "word " * 121}))
    assert "“Question challenge (in English)” takes at most 120 words" in text_of(answer)


def test_a_form_with_nothing_chosen_names_each_box(page, s, make):
    make.category(s.cycle, "IND", for_individuals=True)
    text = text_of(post(page, "/entries", {"cycle": str(s.cycle.id)}))
    for words in ("Choose the category.", "Say who enters.", "Write the title of the entry."):
        assert words in text
    assert "This field is needed." not in text


def test_the_wrong_entrant_is_told_at_the_entrant(page, s, make):
    individuals = make.category(s.cycle, "IND", for_individuals=True)
    data = {
        "cycle": str(s.cycle.id),
        "category": str(individuals.id),
        "entrant": str(s.agency.id),
        "language": "ar",
        "title": "ع",
    }
    answer = post(page, "/entries", data)
    assert re.search(r'<a href="#entrant">This category is for individuals\. Choose “Myself', answer.text)


def test_a_file_is_removed_only_when_one_is_sure_and_stays_in_what_was_submitted(page, s):
    entry = s.whole()
    post(page, f"/entries/{entry.id}/attachments", files={"file": ("a.pdf", pdf())})
    s.submit(entry)
    href = re.search(
        r"/attachments/[0-9a-f-]{36}/removal", page.get(f"/entries/{entry.id}/attachments").text
    )[0]
    asked = page.get(f"/entries/{entry.id}{href}")
    assert "What you have submitted keeps it" in text_of(asked)
    post(page, f"/entries/{entry.id}{href}")
    assert "a.pdf" not in page.get(f"/entries/{entry.id}/attachments").text
    frozen = page.get(f"/entries/{entry.id}/submissions/1").text
    kept = re.search(rf'href="(/entries/{entry.id}/attachments/[^"]+)"', frozen)[1]
    assert page.get(kept).status_code == 200


def test_the_same_file_twice_is_told(page, s):
    entry, data = s.start(), pdf()
    for words in ("The file is attached.", "This file was attached already"):
        assert (
            words
            in post(
                page, f"/entries/{entry.id}/attachments", files={"file": ("a.pdf", data)}, follow=True
            ).text
        )


def test_an_individual_is_not_spoken_to_as_an_agency(page, s, make):
    entry = s.start(category=make.category(s.cycle, "IND", for_individuals=True), alone=True)
    for part in ("summary", "answers", "attachments"):
        assert "the agency" not in page.get(f"/entries/{entry.id}/{part}").text.split("<main")[1]


def test_a_form_that_was_refused_leads_to_itself_in_the_other_language(page, s):
    html = post(page, "/entries", {"cycle": str(s.cycle.id), "title": "x"}).text
    assert 'href="/language/ar?next=/entries/new%3Fcycle%3D5"' in html
    html = post(page, "/helpdesk/questions", {"about": "award"}).text
    assert 'href="/language/ar?next=/helpdesk/questions/new%3Fabout%3Daward"' in html
    html = post(page, "/agency/people/invitations", {"email": "no address"}).text
    assert 'href="/language/ar?next=/agency/people"' in html
