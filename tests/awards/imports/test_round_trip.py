"""What is exported can be brought in again, and then nothing changes, whatever the texts are."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlmodel import select

from awards.directory.models import AgencyAlias, Membership, MembershipKind, Service
from awards.entries.models import Answer, Entry, EntryService, EntryState
from awards.entries.translations.operations import translate_own_entry
from awards.imports.columns import lines_of
from awards.imports.files import table_file
from awards.imports.kinds import KINDS
from awards.imports.models import TableKind
from awards.imports.plans import Outcome, Setting
from awards.imports.tables import read_table
from awards.kit.errors import RuleBroken
from awards.kit.templates import resource
from awards.kit.workbook import workbook
from awards.people.models import Person, Role
from tests.conftest import NOW

FORMS = ["csv", "xlsx"]
LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Cn"]) | st.sampled_from("=+-@＝'\n|,;\"")
TEXT = st.text(LETTERS, max_size=40).map(str.strip)


@pytest.fixture
def scene(make, db):
    cycle = make.cycle(7)
    category = make.category(cycle)
    make.category(cycle, "G2B", name_ar="فرع آخر")
    noura = make.person(Role.ENTRANT, email="noura@maps.example", name_ar="=نورة")
    maps = make.agency(noura, code="maps", name_en="+Board of Maps")
    make._save(AgencyAlias(agency_id=maps.id, text="@maps"), AgencyAlias(agency_id=maps.id, text="الخرائط"))
    service = Service(agency_id=maps.id, code="map", name_ar="-خريطة", name_en="Map", aliases=["=a", "@b"])
    make._save(service)
    gone = make.person(Role.ENTRANT)
    make._save(Membership(agency_id=maps.id, person_id=gone.id, kind=MembershipKind.EDITOR, since=make.now))
    with db.write() as session:
        session.get_one(Person, gone.id).disabled_at = make.now
    whole = make.entry(category, maps, noura, language="ar")
    make._save(EntryService(entry_id=whole.id, service_id=service.id, position=1))
    with db.write() as session:
        translate_own_entry(session, whole.id, {"title": "=Maps"}, by=noura.id, at=make.now)
    make.entry(category, maps, noura, submitted=False, title="-1")
    make.entry(category, maps, noura, state=EntryState.WITHDRAWN)
    person = make.person(Role.ENTRANT)
    make.entry(make.category(cycle, "IND", for_individuals=True), None, person)
    return cycle


def again(db, kind, form, lang, cycle):
    """What the exported file would change."""
    setting = Setting(NOW and cycle.id, NOW, lang, cycle.id)
    with db.read() as session:
        table = read_table(table_file(session, KINDS[kind], setting, form))
        lines, problems = lines_of(table, KINDS[kind].columns(session, setting))
        plan = KINDS[kind].plan(session, lines, setting)
    assert (problems, plan.problems) == ([], ())
    return [(row.outcome, dict(row.changes)) for row in plan.rows]


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_export_brought_in_again_changes_nothing(db, scene, kind, form, lang):
    found = again(db, kind, form, lang, scene)
    assert found
    assert {outcome for outcome, _ in found} == {Outcome.UNCHANGED}, found


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TEXT, text=TEXT, value=TEXT, form=st.sampled_from(FORMS))
def test_whatever_an_entry_says_comes_back_letter_for_letter(db, scene, title, text, value, form):
    with db.write() as session:
        entry = session.exec(select(Entry).where(Entry.state == EntryState.DRAFT)).one()
        entry.title_ar, entry.summary_en = title.replace("\n", " "), text
        for answer in session.exec(select(Answer).where(Answer.entry_id == entry.id)):
            if answer.value:
                answer.value = value or "2024-01-15"
            else:
                answer.text_ar = text
    changed = [changes for outcome, changes in again(db, TableKind.ENTRIES, form, "ar", scene) if changes]
    assert changed == []


@pytest.mark.parametrize("form", FORMS)
def test_the_shipped_directory_comes_back_whole(desk, db, form, make):
    desk.bring_in(TableKind.AGENCIES, (resource("fixtures") / "lists" / "agencies.csv").read_bytes())
    cycle = make.cycle()
    found = again(db, TableKind.AGENCIES, form, "ar", cycle)
    assert [outcome for outcome, _ in found] == [Outcome.UNCHANGED] * 87


def test_services_and_translations_go_out_with_their_entries(db, scene):
    setting = Setting(scene.id, NOW, "ar", scene.id)
    with db.read() as session:
        first = next(iter(KINDS[TableKind.ENTRIES].written_out(session, setting)))
    assert (first["services"], first["translation_title"]) == ("map", "=Maps")


def test_no_cell_is_a_formula(db, scene):
    setting = Setting(scene.id, NOW, "ar", scene.id)
    with db.read() as session:
        text = table_file(session, KINDS[TableKind.AGENCIES], setting, "csv")
        book = table_file(session, KINDS[TableKind.AGENCIES], setting, "xlsx")
    assert text.startswith(b"\xef\xbb\xbf")
    cells = [cell for row in csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")) for cell in row]
    assert "'+Board of Maps" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    sheet = load_workbook(io.BytesIO(book)).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet.sheet_view.rightToLeft is True
    assert "+Board of Maps" in [cell.value for cell in sheet[2]]


def test_a_text_that_no_cell_holds_is_refused_in_words():
    with pytest.raises(RuleBroken, match="longer than a cell"):
        workbook("x", ["a"], [["x" * 32_768]], "en")


def test_the_pages_lead_to_their_lists_as_they_are_narrowed(client, sign_in, make, scene):
    sign_in(client, make.person(Role.AUDITOR))
    page = client.get("/cycles/7/entries?category=G2C&state=draft").text
    assert 'href="/cycles/7/entries/export/csv?category=G2C&amp;state=draft"' in page
    answer = client.get("/cycles/7/entries/export/csv?category=G2C&state=draft")
    assert answer.status_code == 200, answer.text
    rows = read_table(answer.content).rows
    assert rows[0].cells[0].startswith("7-")
    assert len(rows) == 1
    assert "/imports/" not in page, "auditors change nothing"
    agencies = client.get("/agencies/export/xlsx?q=maps")
    assert agencies.headers["content-disposition"] == 'attachment; filename="agencies.xlsx"'
    assert [row.cells[0] for row in read_table(agencies.content).rows] == ["maps"]
    assert len(read_table(client.get("/agencies/people/csv?agency=maps").content).rows) == 2
    assert client.get("/imports/agencies").status_code == 403
