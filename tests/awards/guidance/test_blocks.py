"""Headings, paragraphs and lists from plain text."""

from hypothesis import given
from hypothesis import strategies as st

from awards.guidance.blocks import Block, Shape, blocks

LINES = st.lists(
    st.sampled_from(
        ["", "# Heading", "- item", "- another", "words", "  more words ", "#none", "-none", "<b>x</b>"]
    )
)


def test_marks_make_headings_and_lists_and_empty_lines_part_paragraphs():
    text = "# How\n\nOne\ntwo\n\nthree\n- a\n- b\n# Then"
    assert blocks(text) == [
        Block(Shape.HEADING, ("How",)),
        Block(Shape.PARAGRAPH, ("One", "two")),
        Block(Shape.PARAGRAPH, ("three",)),
        Block(Shape.ITEMS, ("a", "b")),
        Block(Shape.HEADING, ("Then",)),
    ]


@given(LINES)
def test_no_word_is_lost_or_moved(lines):
    told = [word for block in blocks("\n".join(lines)) for line in block.lines for word in line.split()]
    assert told == [word for line in lines for word in line.split() if word not in ("#", "-")]


@given(st.text())
def test_any_text_is_readable(text):
    assert all(block.lines for block in blocks(text))
