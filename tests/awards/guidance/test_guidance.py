"""The library: who reads what, and what every change leaves behind."""

from datetime import timedelta

import pytest
from sqlmodel import select

from awards.guidance import operations
from awards.guidance.forms import GuideForm
from awards.guidance.models import Guide, GuideKind, GuideVersion, Readers
from awards.kit.errors import Invalid, Stale
from awards.people.models import Role
from tests.pages import form_token


@pytest.fixture
def office(make):
    return make.person(Role.ORGANISER)


@pytest.fixture
def cycle(make):
    return make.cycle()


def words(readers, title="Howto"):
    return GuideForm(
        title_ar=title, title_en=title, text_ar="# عنوان\n\nنص", text_en="# Head\n\nText <b>", readers=readers
    )


def add(make, cycle, office, readers, title="Howto", kind=GuideKind.GUIDE, category=None):
    with make.db.write() as session:
        return operations.add_guide(
            session,
            words(readers, title),
            cycle_id=cycle.id,
            kind=kind,
            category_id=category,
            by=office.id,
            at=make.now,
        ).id


def test_everybody_members_and_the_office_read_what_is_theirs(make, client, sign_in, cycle, office):
    guides = {readers: add(make, cycle, office, readers, f"For{readers.value}") for readers in Readers}
    client.cookies.set("language", "en")
    sees = {None: {"everybody"}, Role.ENTRANT: {"everybody", "members"}, Role.JUDGE: {"everybody", "members"}}
    everything = {readers.value for readers in Readers}
    for role in (None, *Role):
        if role:
            sign_in(client, make.person(role))
        expected = sees.get(role, everything)
        page = client.get("/guidance").text
        assert {readers for readers in everything if f"For{readers}" in page} == expected, role
        for readers, guide in guides.items():
            status = client.get(f"/guidance/{guide}").status_code
            assert status == (200 if readers.value in expected else 404), (role, readers)


def test_the_library_opens_on_the_newest_cycle_that_takes_entries_and_leads_to_the_others(
    make, client, office
):
    make.cycle(3)
    make.cycle(5, opens_at=make.now + timedelta(days=5))
    add(make, make.cycle(4), office, Readers.EVERYBODY, "OfTheFourth")
    client.cookies.set("language", "en")
    page = client.get("/guidance").text
    assert "OfTheFourth" in page
    assert 'href="/guidance?cycle=3"' in page
    assert "OfTheFourth" not in client.get("/guidance?cycle=3").text


def test_each_change_is_a_version_and_a_stale_one_is_refused(make, cycle, office):
    guide = add(make, cycle, office, Readers.OFFICE)
    with make.db.write() as session:
        said = words(Readers.EVERYBODY, "Second")
        operations.change_guide(session, guide, said, version=1, by=office.id, at=make.now)
        with pytest.raises(Stale):
            operations.change_guide(session, guide, said, version=1, by=office.id, at=make.now)
        titles = session.exec(select(GuideVersion.title_en).order_by(GuideVersion.version)).all()
    assert titles == ["Howto", "Second"]


def test_a_guide_belongs_to_a_category_of_its_own_cycle(make, cycle, office):
    other = make.category(make.cycle(), "G2B")
    with pytest.raises(Invalid):
        add(make, cycle, office, Readers.OFFICE, category=other.id)


def test_a_model_answer_says_that_it_is_invented_and_no_text_is_markup(make, client, cycle, office):
    guide = add(make, cycle, office, Readers.EVERYBODY, kind=GuideKind.MODEL_ANSWER)
    client.cookies.set("language", "en")
    page = client.get(f"/guidance/{guide}").text
    assert "This answer is invented" in page
    assert "<h2>Head</h2>" in page
    assert "Text &lt;b&gt;" in page


def test_an_organiser_writes_and_changes_a_guide_on_its_pages(make, client, sign_in, cycle, office):
    sign_in(client, office)
    token = form_token(client, f"/guidance/new?cycle={cycle.number}")
    sent = {**words(Readers.EVERYBODY).model_dump(), "_csrf_token": token, "kind": "guide"}
    answer = client.post(f"/guidance?cycle={cycle.number}", data=sent, follow_redirects=False)
    assert answer.status_code == 303
    where = answer.headers["location"]
    changed = {**sent, "title_ar": "تغيّر", "version": "1"}
    assert client.post(f"{where}/editing", data=changed, follow_redirects=False).status_code == 303
    assert "تغيّر" in client.get(where).text
    assert client.post(f"{where}/editing", data=changed, follow_redirects=False).status_code == 409
    assert client.get(f"{where}/versions").status_code == 200


def test_the_guides_of_a_copied_cycle_come_along_as_drafts_with_their_categories(make, client, cycle, office):
    there, nowhere = make.category(cycle, "G2B"), make.category(cycle, "OLD")
    following = make.cycle()
    here = make.category(following, "G2B")
    add(make, cycle, office, Readers.EVERYBODY, "General")
    add(make, cycle, office, Readers.EVERYBODY, "Business", GuideKind.MODEL_ANSWER, there.id)
    add(make, cycle, office, Readers.EVERYBODY, "Gone", category=nowhere.id)
    with make.db.write() as session:
        assert operations.copy_guides(session, cycle.id, following.id, by=office.id, at=make.now) == 2
    with make.db.read() as session:
        rows = session.exec(
            select(Guide, GuideVersion)
            .join(GuideVersion, GuideVersion.guide_id == Guide.id)
            .where(Guide.cycle_id == following.id)
        ).all()
    assert {(v.title_en, g.kind, g.category_id, v.readers) for g, v in rows} == {
        ("General", GuideKind.GUIDE, None, Readers.OFFICE),
        ("Business", GuideKind.MODEL_ANSWER, here.id, Readers.OFFICE),
    }
