"""Words, counts, reading time and excerpts."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.markup.section_html import clean, render
from blog.markup.text import excerpt, plain, reading_minutes, word_count

BODY = (
    '<h3>A</h3><p>b<br>c <em>d</em><span class="footnote">note</span>.</p>'
    "<ul><li>e</li></ul><pre>f\n  g</pre>"
)


def test_text_has_a_line_for_each_block_and_footnotes_in_parentheses() -> None:
    assert plain(BODY) == "A\nb\nc d (note).\ne\nf\ng"


def test_footnotes_can_be_left_out() -> None:
    assert plain(BODY, footnotes=False) == "A\nb\nc d.\ne\nf\ng"


def test_numbers_of_lifted_footnotes_are_not_text() -> None:
    assert plain(render(BODY).html) == plain(BODY, footnotes=False)


def test_line_breaks_in_the_source_are_spaces() -> None:
    assert plain("<p>a\nb &amp; &lt;c&gt;</p>") == "a b & <c>"


@pytest.mark.parametrize("odd", ["", "<", "a < b", "<p", "</p></p>", "<x y", "\x00\ud800", "<p>a", "<>a</>"])
def test_text_of_html_nobody_cleaned_does_not_fail(odd: str) -> None:
    assert not set(plain(odd)) & {"\x00", "\ud800"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two, three!", 3),
        ("It's a state-of-the-art e.g. 3.14", 5),
        ("Привет мир", 2),
        ("漢字漢字", 2),
        ("ひらがな and カタカナ。", 5),
        ("— … 😀", 0),
    ],
)
def test_words_are_counted_in_several_scripts(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (238, 1), (476, 2), (2380, 10)])
def test_reading_takes_at_least_a_minute(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("short", 5, "short"),
        ("hello wonderful  world", 17, "hello wonderful…"),
        ("hello, world", 7, "hello…"),
        ("unbreakable", 5, "unbr…"),
        ("漢字漢字", 3, "漢字…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("👩‍👧👩‍👧", 5, "👩‍👧…"),
        ("👍🏽👍🏽", 3, "👍🏽…"),
        ("👍🏽👍🏽", 2, "…"),
        ("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"),
        ("🇩🇪🇫🇷🇮🇹", 5, "🇩🇪🇫🇷…"),
    ],
)
def test_an_excerpt_is_cut_between_words_or_characters(text: str, room: int, expected: str) -> None:
    assert excerpt(text, room) == expected


def test_an_excerpt_needs_room() -> None:
    with pytest.raises(ValueError, match="room"):
        excerpt("a", 0)


@given(st.text(max_size=80), st.integers(1, 40))
def test_an_excerpt_fits_and_is_a_beginning(text: str, room: int) -> None:
    short = excerpt(text, room)
    assert len(short) <= room
    line = " ".join(text.split())
    assert line.startswith(short.removesuffix("…"))
    rest = line[len(short.removesuffix("…")) :]
    if short != line and rest:
        assert not unicodedata.category(rest[0]).startswith("M")


def test_text_of_a_cleaned_body_has_no_markup() -> None:
    assert plain(clean("<script>x</script><p>a &lt;b&gt;</p>")) == "a <b>"
