"""The receipt on paper and the public page on it."""

import hashlib
import json
import re
import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from sqlmodel import select

from awards.cycles.models import Question
from awards.entries.attachments import attach_file, check_file
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.content import check_path
from awards.entries.models import EntryLanguage
from awards.entries.taking_back import take_back_entry
from awards.kit.files import FileStore
from awards.people.models import Role
from reports.receipts import render
from reports.receipts.numbers import code_meant, is_number, number_meant
from tests.awards.entries.scenes import scene
from tests.pages import form_token

LONG_AR = "\n\n".join(
    f"الفقرة {n}: خفّضت المنصة مدة الخدمة من 14 يومًا إلى ساعتين (SLA 99.5%) عبر الواجهة API v2، وبلغ عدد المستفيدين 1,250,000."
    for n in range(1, 60)
)
LONG_EN = "\n".join(
    f"Paragraph {n}: the portal «بوابة التراخيص» cut the time from 14 days to two hours."
    for n in range(1, 60)
)


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, "PNG")
    return out.getvalue()


def text_of(pdf: bytes, tmp_path: Path) -> str:
    path = tmp_path / "some.pdf"
    path.write_bytes(pdf)
    out = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", re.sub("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", out))


@pytest.fixture
def submitted(make):
    """A long entry in both languages, and its submission."""
    found = scene(make)
    entry = found.whole(language=EntryLanguage.BOTH)
    with make.db.write() as session:
        for question in session.exec(select(Question).where(Question.key == "challenge")):
            question.word_limit = None
    answers = {"challenge": AnswerChange(text_ar=LONG_AR, text_en=LONG_EN)}
    found.save(entry, EntryChanges(answers=answers))
    with make.db.write() as session:
        files = FileStore(make.settings.files_dir)
        upload = check_file("مخطط المنصة plan-2.png", picture())
        attach_file(session, files, entry.id, upload, by=found.member.id, at=make.now)
    return found, entry, found.submit(entry)


def path_of(submission) -> str:
    return check_path(submission.id, submission.receipt, submission.content_hash)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_paper_holds_all_that_was_submitted_and_is_sound(
    client, sign_in, submitted, lang, tmp_path
) -> None:
    found, entry, submission = submitted
    sign_in(client, found.member)
    answer = client.get(f"/entries/{entry.id}/submissions/1/receipt.pdf?lang={lang}")
    assert answer.headers["content-type"] == "application/pdf"
    (tmp_path / "receipt.pdf").write_bytes(answer.content)
    assert (
        subprocess.run(
            ["qpdf", "--check", tmp_path / "receipt.pdf"], capture_output=True, check=False
        ).returncode
        == 0
    )
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert len(pdf.pages) >= 3
        assert pdf.Root.Lang == lang
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid:part>1" in pdf.Root.Metadata.read_bytes()
        within = pdf.attachments[f"{submission.receipt}.json"].get_file().read_bytes()
    assert hashlib.sha256(within).hexdigest() == submission.content_hash
    text = text_of(answer.content, tmp_path)
    for words in (submission.receipt, submission.content_hash[:30], path_of(submission)[-9:], "1448"):
        assert words in text
    assert "Paragraph 59: the portal" in text
    assert "It went online" in text
    assert hashlib.sha256(picture()).hexdigest()[:20] in text


def test_the_file_for_download_has_the_fingerprint_that_the_receipt_gives(client, sign_in, submitted) -> None:
    found, entry, submission = submitted
    sign_in(client, found.member)
    data = client.get(f"/entries/{entry.id}/submissions/1/content").content
    assert hashlib.sha256(data).hexdigest() == submission.content_hash
    page = client.get(f"/entries/{entry.id}/receipt").text
    assert f"sha256sum {submission.receipt}.json" in page
    assert path_of(submission) in page


def test_the_same_receipt_is_made_once_and_a_changed_name_makes_it_anew(
    client, sign_in, submitted, monkeypatch, make
) -> None:
    found, entry, _ = submitted
    made = []
    monkeypatch.setattr(
        render, "make_pdf", lambda html, *_, **__: made.append(html) or f"%PDF {len(made)}".encode()
    )
    sign_in(client, found.member)
    address = f"/entries/{entry.id}/submissions/1/receipt.pdf"
    assert client.get(address).content == client.get(address).content
    assert len(made) == 1
    with make.db.write() as session:
        session.add(found.cycle)
        found.cycle.name_ar = "دورة أخرى"
    client.get(address)
    assert len(made) == 2


def test_nobody_else_gets_the_paper_and_overseers_do(client, sign_in, submitted, make, monkeypatch) -> None:
    found, entry, _ = submitted
    monkeypatch.setattr(render, "make_pdf", lambda *_, **__: b"%PDF")
    other = make.person(Role.ENTRANT)
    make.agency(other)
    mine = f"/entries/{entry.id}/submissions/1/receipt.pdf"
    theirs = f"/cycles/{found.cycle.number}/entries/{entry.number}/submissions/1"
    sign_in(client, other)
    assert client.get(mine).status_code == 404
    assert client.get(f"{theirs}/receipt.pdf").status_code in (403, 404)
    sign_in(client, make.person(Role.AUDITOR))
    assert client.get(f"{theirs}/receipt.pdf").status_code == 200
    assert client.get(f"{theirs}/content").json()["title_ar"] == "بوابة التراخيص"
    assert client.get(f"{theirs[:-1]}7/content").status_code == 404


def test_the_public_page_tells_number_time_and_fingerprint_and_not_whose_entry_it_is(
    client, submitted
) -> None:
    found, _, submission = submitted
    answer = client.get(path_of(submission))
    assert answer.status_code == 200
    assert submission.receipt in answer.text
    assert submission.content_hash in answer.text
    for secret in (found.agency.name_ar, found.member.name_ar, found.category.name_ar, "بوابة التراخيص"):
        assert secret not in answer.text


def test_a_wrong_code_and_a_number_that_was_never_given_answer_alike(client, submitted) -> None:
    _, _, submission = submitted
    wrong, unknown = (
        client.get(f"/receipts/{submission.receipt}/AAAA-AAAA"),
        client.get("/receipts/5-9999-1/AAAA-AAAA"),
    )
    assert wrong.status_code == unknown.status_code == 404
    assert wrong.text.replace(submission.receipt, "") == unknown.text.replace("5-9999-1", "")


def test_number_and_code_may_be_typed_with_arabic_digits_and_small_letters(client, submitted) -> None:
    _, _, submission = submitted
    number = submission.receipt.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    code = path_of(submission)[-9:].lower()
    answer = client.get("/receipts", params={"number": f" {number} ", "code": code}, follow_redirects=False)
    assert answer.headers["location"] == path_of(submission)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("4 0008 1", "7kqm 4wzp"),
        ("4-0008-1", "7KQM4WZP"),
        ("٤/٠٠٠٨/١", "7KQM–4WZP"),
        (" 4–0008–1 ", "7 KQM-4WZP"),
    ],
)
def test_a_number_and_a_code_may_be_typed_with_blanks_or_other_dashes_or_none(number, code) -> None:
    assert number_meant(number) == "4-0008-1"
    assert is_number(number_meant(number))
    assert code_meant(code) == "7KQM-4WZP"


def test_a_code_without_its_dash_finds_the_receipt(client, submitted) -> None:
    _, _, submission = submitted
    address = path_of(submission)
    assert client.get(address[:-5] + address[-4:]).status_code == 200
    typed = {"number": submission.receipt.replace("-", " "), "code": address[-9:].replace("-", "")}
    answer = client.get("/receipts", params=typed, follow_redirects=False)
    assert answer.headers["location"] == address


def test_what_belongs_to_the_other_page_leads_there(client) -> None:
    answer = client.get("/verify", params={"code": "4 0008 1"}, follow_redirects=False)
    assert answer.headers["location"] == "/receipts?number=4-0008-1"
    asked = client.get("/receipts?number=4-0008-1", headers={"cookie": "language=en"})
    assert "Enter the code too" in asked.text
    answer = client.get("/receipts", params={"number": "enj-2-7kqm-4wzp"}, follow_redirects=False)
    assert answer.headers["location"] == "/verify/ENJ-2-7KQM-4WZP"


def test_the_public_page_says_whether_the_receipt_still_counts(client, submitted) -> None:
    found, entry, first = submitted
    english = {"cookie": "language=en"}
    assert "genuine, and" not in client.get(path_of(first), headers=english).text
    found.save(entry, EntryChanges(title_ar="عنوان آخر"))
    second = found.submit(entry)
    assert "replaced by a later one" in client.get(path_of(first), headers=english).text
    assert "genuine, and" not in client.get(path_of(second), headers=english).text
    found.withdraw(entry)
    for one in (first, second):
        shown = client.get(path_of(one), headers=english).text
        assert "and the entry was withdrawn" in shown
        assert found.member.name_en not in shown
    with found.make.db.write() as session:
        take_back_entry(session, entry.id, by=found.member.id, at=found.make.now)
    assert "does not count at present" in client.get(path_of(second), headers=english).text


def compare(client, address: str, *, fingerprint: str = "", file: bytes | None = None):
    data = {"_csrf_token": form_token(client, address), "fingerprint": fingerprint}
    return client.post(
        address, data=data, files={"file": ("x.json", file or b"")} if file is not None else {}
    )


def test_a_fingerprint_and_a_file_are_compared(client, submitted) -> None:
    _, _, submission = submitted
    address = path_of(submission)
    spaced = " ".join(submission.content_hash.upper()[i : i + 8] for i in range(0, 64, 8))
    again = json.dumps(submission.content, indent=2).encode()
    other = json.dumps({**submission.content, "title_ar": "أخرى"}).encode()
    client.cookies.set("language", "en")
    assert "It is the same" in compare(client, address, fingerprint=spaced).text
    assert "It says the same" in compare(client, address, file=again).text
    for answer in (
        compare(client, address, fingerprint="0" * 64),
        compare(client, address, file=other),
        compare(client, address, file=b"[" * 100_000),
        compare(client, address, file=b"\xff\x00"),
    ):
        assert answer.status_code == 200
        assert "It is not the same" in answer.text


@pytest.mark.parametrize("typed", ["", "no fingerprint", "g" * 64])
def test_what_is_no_fingerprint_is_said_to_be_none(client, submitted, typed) -> None:
    answer = compare(client, path_of(submitted[2]), fingerprint=typed)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
