import csv
import io

import pytest

from awards.kit.csv_text import csv_file, safe_cell


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u200f=1",
        "\ufeff@x",
        "\ttext",
        "-",
    ],
)
def test_what_a_spreadsheet_would_run_is_quoted(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "خدمة = جديدة", "a-b", "12.5", "٢٥%", "منصة «نور»", "e-service"])
def test_plain_text_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_a_file_opens_in_excel_as_unicode_and_reads_back():
    file = csv_file(["الرقم", "العنوان"], [(-3, 'قال: "نعم"، ثم\nسطر'), (4, "=HYPERLINK()")])
    assert file.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))
    assert rows == [["الرقم", "العنوان"], ["-3", 'قال: "نعم"، ثم\nسطر'], ["4", "'=HYPERLINK()"]]
