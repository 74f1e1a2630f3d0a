"""Cutting a stretch of text out of a section body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.markup.cutting import cut, running_text
from blog.markup.section_html import clean

BODY = (
    '<p>One of the <em>massag</em> <a href="https://spam.example/">cheap</a> <strong>palms</strong>e rooms.</p>'
    "<p>Next.</p>"
)


def span(body: str, words: str) -> tuple[int, int]:
    start = running_text(body).index(words)
    return start, start + len(words)


def test_cutting_plain_text_leaves_the_rest() -> None:
    body = clean("<p>therapeutic massag cheap springse for all</p>")
    assert cut(body, *span(body, " cheap springs")) == "<p>therapeutic massage for all</p>"


def test_cut_across_markup_takes_emptied_elements_along() -> None:
    body = clean(BODY)
    assert cut(body, *span(body, " cheap palms")) == "<p>One of the <em>massag</em>e rooms.</p><p>Next.</p>"


def test_escaped_characters_count_as_one() -> None:
    body = clean("<p>a &amp; b &lt; c</p>")
    assert cut(body, *span(body, "& b ")) == "<p>a &lt; c</p>"


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (5, 2), (0, 10_000)])
def test_range_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no stretch"):
        cut(clean(BODY), start, end)


@given(st.data())
def test_cutting_removes_exactly_the_stretch(data: st.DataObject) -> None:
    text = running_text(clean(BODY))
    words = [(i, j) for i in range(len(text)) for j in range(i + 1, len(text) + 1) if "\n" not in text[i:j]]
    start, end = data.draw(st.sampled_from(words))
    left = running_text(cut(clean(BODY), start, end))
    assert left.replace("\n", "") == (text[:start] + text[end:]).replace("\n", "")
