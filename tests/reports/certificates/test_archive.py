"""The organisers' list of certificates: filtered, and taken home as one file."""

import io
import zipfile

import pytest

from awards.kit.files import FileStore
from awards.people.models import Role
from reports.certificates.archive import zipped
from reports.certificates.operations import issue_certificates
from reports.certificates.queries import certificates_of_cycle
from tests.reports.published import CERTIFICATES as ALL


@pytest.fixture
def listed(db, settings, clock, published, monkeypatch):
    monkeypatch.setattr(
        "reports.certificates.batch.render_certificates",
        lambda wordings, write, **_: [write(w, b"%PDF-1.7 " + w.code.encode()) for w in wordings],
    )
    issue_certificates(
        db,
        FileStore(settings.files_dir),
        published.cycle_id,
        base_url=settings.base_url,
        by=None,
        at=clock(),
    )
    with db.read() as session:
        return certificates_of_cycle(session, published.cycle_id)


def test_no_more_than_one_file_is_held_at_a_time():
    held = []

    def read(n):
        held.append(n)
        return bytes([n]) * 100_000

    parts = zipped((f"{n}.pdf", lambda n=n: read(n)) for n in range(5))
    first = next(parts)
    assert held == [0]
    assert 100_000 < len(first) < 101_000
    whole = first + b"".join(parts)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [f"{n}.pdf" for n in range(5)]
        assert archive.read("3.pdf") == b"\x03" * 100_000


def test_winners_come_first_by_category_and_place(listed):
    assert len(listed) == ALL
    assert [c.kind for c in listed] == sorted((c.kind for c in listed), reverse=True)
    places = [c.place_en for c in listed if c.matches(kind="winner", category="G2C")]
    assert places == ["First place", "Second place", "Third place"]


def test_a_filter_narrows_by_kind_category_and_words(listed):
    some = listed[4]
    assert some.matches(words=f"{some.recipients_ar} {some.number}")
    assert some.matches(words=some.code.lower())
    assert not some.matches(words="no-such-word")
    assert sum(c.matches(kind="winner") for c in listed) == 18
    assert sum(c.matches(kind="participation", category="PAR") for c in listed) == 3
    assert all(c.matches() for c in listed)


def test_the_list_and_the_file_hold_what_the_filter_leaves(client, sign_in, published, listed):
    sign_in(client, published.auditor)
    client.cookies.set("language", "en")
    page = client.get("/cycles/3/reports?kind=winner&category=G2C").text
    assert page.count('href="/verify/') == 3
    assert "3 certificates" in page
    assert "/cycles/3/certificates.zip?kind=winner&amp;category=G2C" in page
    answer = client.get("/cycles/3/certificates.zip?kind=winner&category=G2C")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert len(archive.namelist()) == 3
        for name in archive.namelist():
            assert name.startswith("G2C/winner-")
            code = name.removesuffix(".pdf").split("-", 2)[2]
            assert archive.read(name) == b"%PDF-1.7 " + code.encode()
    with zipfile.ZipFile(io.BytesIO(client.get("/cycles/3/certificates.zip").content)) as archive:
        assert len(archive.namelist()) == ALL
    assert "No certificate matches" in client.get("/cycles/3/reports?words=zzzz").text


@pytest.mark.parametrize("role", [Role.JUDGE, Role.ENTRANT])
def test_only_organisers_and_auditors_take_all_certificates(client, sign_in, make, published, role):
    sign_in(client, make.person(role))
    assert client.get("/cycles/3/certificates.zip").status_code == 403
