"""Files are read to rows, or refused in words."""

import io
import time
import zipfile
from datetime import datetime

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from awards.imports.raw import MOST_BYTES, TableRefused
from awards.imports.tables import read_table
from awards.kit.csv_text import csv_file

PEOPLE = "الاسم,الجهة\nنورة,moh\nسالم,moe\n"


def cells(table):
    return [row.cells for row in (table.header, *table.rows)]


def workbook(fill):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    fill(book)
    book.close()
    return target.getvalue()


def repacked(data, change):
    """The workbook with its parts changed: `change(name, content)`."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target.getvalue()


def one_cell(book):
    sheet = book.add_worksheet()
    sheet.write_string(0, 0, "code")
    sheet.write_string(1, 0, "moh")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_csv_is_read_in_whatever_encoding_and_with_whatever_separator(encoding, separator, ending):
    data = PEOPLE.replace(",", separator).replace("\n", ending).encode(encoding)
    assert cells(read_table(data)) == [("الاسم", "الجهة"), ("نورة", "moh"), ("سالم", "moe")]


def test_bytes_in_no_known_encoding_are_refused_in_words():
    for data in ("né,à\nx,y\n".encode("cp1252"), b"a,b\n\0\0\0\x01,\xff\n"):
        with pytest.raises(TableRefused, match="encoding"):
            read_table(data)


def test_rows_keep_the_numbers_under_which_a_spreadsheet_shows_them():
    table = read_table(b'\ncode,name\n\nmoh,"two\nlines"\n\nmoe,x\n')
    assert table.header.number == 2
    assert [row.number for row in table.rows] == [4, 6]
    assert table.rows[0].cells == ("moh", "two\nlines")


def test_the_line_that_tells_excel_the_separator_is_no_header():
    table = read_table(b"sep=;\r\ncode;name\r\nmoh;a,b\r\n")
    assert (table.header.number, table.rows[0].cells) == (2, ("moh", "a,b"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"code,name\n", "no rows"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0rest", "old"),
        (b"x" * (MOST_BYTES + 1), "larger"),
        (b"PK\x03\x04 no archive", "workbook"),
        (b"a,b\n" + b"x,y\n" * 10_001, "10000|10,000"),
        (b"a\n" + b"," * 300 + b"x\n", "columns"),
        (b'a,b\n"' + b"x" * 200_000 + b"\n", "quotation"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, said):
    with pytest.raises(TableRefused) as refused:
        read_table(data)
    from awards.kit.i18n import translate

    assert any(word in translate(refused.value.errors["file"], "en") for word in said.split("|"))


def test_a_workbook_gives_days_numbers_and_results_as_they_would_be_typed():
    def fill(book):
        sheet = book.add_worksheet("الجهات")
        sheet.write_row(0, 0, ["day", "number", "exact", "formula", "text"])
        sheet.write_datetime(1, 0, datetime(2025, 1, 2), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(1, 1, 1_200_000)
        sheet.write_number(1, 2, 0.1)
        sheet.write_formula(1, 3, "=1+2", value=3)
        sheet.write_string(1, 4, "=1+2")

    assert cells(read_table(workbook(fill)))[1] == ("2025-01-02", "1200000", "0.1", "3", "=1+2")


def test_a_formula_that_nobody_worked_out_and_an_error_are_refused_with_their_place():
    def formula(book):
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "code")
        sheet.write_formula(1, 0, "=A1", value="")

    def broken(book):
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "code")
        sheet.write_formula(1, 0, "=1/0", value="#DIV/0!")

    bare = repacked(
        workbook(formula), lambda name, content: content.replace(b"<v></v>", b"").replace(b' t="str"', b"")
    )
    with pytest.raises(TableRefused) as refused:
        read_table(bare)
    assert refused.value.errors["file"].params["cell"] == "A2"
    with pytest.raises(TableRefused) as refused:
        read_table(workbook(broken))
    assert refused.value.errors["file"].params == {"row": 2, "error": "#DIV/0!"}


def test_a_sheet_is_taken_by_name_and_the_others_are_told():
    def fill(book):
        for name, text in (("Notes", "x"), ("الأشخاص", "y")):
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, "h")
            sheet.write_string(1, 0, text)

    data = workbook(fill)
    assert read_table(data).rows[0].cells == ("x",)
    assert read_table(data, sheet="الأشخاص").rows[0].cells == ("y",)
    with pytest.raises(TableRefused) as refused:
        read_table(data, sheet="Other")
    assert refused.value.errors["file"].params["names"] == "Notes · الأشخاص"


def test_a_million_empty_rows_cost_little_and_that_reading_stopped_is_said():
    def fill(book):
        sheet = book.add_worksheet()
        one_cell_here = (sheet.write_string(0, 0, "code"), sheet.write_string(1, 0, "moh"))
        assert one_cell_here == (0, 0)
        sheet.write_string(1_048_575, 0, "far away")

    data = workbook(fill)
    begun = time.perf_counter()
    table = read_table(data)
    assert time.perf_counter() - begun < 30  # at once, or as long as a million rows take
    assert [row.cells for row in table.rows] == [("moh",)]
    assert table.notes[0].params == {"n": 1000, "row": 1003}


def test_a_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(
        workbook(one_cell),
        lambda name, content: content + b" " * 80_000_000 if name.endswith("styles.xml") else content,
    )
    assert len(bomb) < 200_000
    begun = time.perf_counter()
    with pytest.raises(TableRefused) as refused:
        read_table(bomb)
    assert time.perf_counter() - begun < 10
    assert "unpacked" in str(refused.value)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_are_never_unfolded(part):
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/hostname">]>'

    def plant(name, content):
        if name != part:
            return content
        head, _, rest = content.partition(b"?>")
        return head + b"?>" + entities + rest.replace(b"code", b"&b;").replace(b"moh", b"&a;&a;")

    with pytest.raises(TableRefused):
        read_table(repacked(workbook(one_cell), plant))


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=30).map(str.strip)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_what_is_written_as_csv_is_read_back_letter_for_letter(rows):
    table = read_table(csv_file(["a", "b"], [(f"k{a}", b) for a, b in rows]))
    assert [row.cells for row in table.rows] == [(f"k{a}", b) if b else (f"k{a}",) for a, b in rows]
