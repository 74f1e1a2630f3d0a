"""The law of the room: everything that leaves it is a fixed point and inside its allow-list."""

import pytest
from hypothesis import example, given, settings

from blog.markup import comment_markdown, section_html
from blog.markup.settling import as_plain_text, scrub, settle
from tests.markup import hostile, oracle


def assert_section_is_sound(source: str) -> None:
    body = section_html.clean(source)
    assert section_html.clean(str(body)) == body
    assert oracle.offences(body, oracle.SECTION) == []
    rendered = section_html.render(source, uid="u")
    for html in (rendered.html, *(note.html for note in rendered.notes)):
        assert section_html.clean_output(html) == html
        assert oracle.offences(html, oracle.PAGE) == []


def assert_comment_is_sound(source: str) -> None:
    for html in (comment_markdown.render(source), comment_markdown.clean_html(source)):
        assert comment_markdown.clean_html(str(html)) == html
        assert oracle.comment_offences(html) == []


@pytest.fixture(scope="module")
def payloads() -> list[str]:
    found = list(hostile.payloads())
    assert len(found) > 4_000
    return found


def test_every_payload_leaves_a_section_sound(payloads: list[str]) -> None:
    for payload in payloads:
        assert_section_is_sound(payload)


def test_every_payload_leaves_a_comment_sound(payloads: list[str]) -> None:
    for payload in payloads:
        assert_comment_is_sound(payload)


def test_no_payload_needs_the_fallback_to_plain_text(payloads: list[str]) -> None:
    assert [p for p in payloads if "<p>" in p.lower() and section_html.clean(p) == as_plain_text(p)] == []


@settings(max_examples=300, deadline=None)
@given(hostile.tag_soup)
@example("<table><td><a href=/a>x<table><a href=/b>y")
@example("<pre>\n\n\n<pre>\n")
@example('<a href=/x><span class="footnote">a<a href=/y>b')
@example('<p><span class="footnote">a<em>b<div>c</em></span>d')
def test_tag_soup_leaves_a_section_sound(source: str) -> None:
    assert_section_is_sound(source)


@settings(max_examples=200, deadline=None)
@given(hostile.tag_soup | hostile.markdown_soup)
def test_soup_leaves_a_comment_sound(source: str) -> None:
    assert_comment_is_sound(source)


@settings(max_examples=100, deadline=None)
@given(hostile.anything)
def test_any_text_at_all_is_taken(source: str) -> None:
    assert_section_is_sound(source)
    assert_comment_is_sound(source)


def test_what_never_settles_is_shown_as_plain_text() -> None:
    assert settle("<b>x", sanitise=lambda html: html + "!") == "<p>&lt;b&gt;x</p>"


def test_scrub_drops_nul_replaces_surrogates_and_keeps_every_other_code_point() -> None:
    assert scrub("a\x00b\ud800c\r\nd\re\x01\u202e\U0010ffff") == "ab\ufffdc\nd\ne\x01\u202e\U0010ffff"


def test_surrogate_pairs_written_as_two_code_points_become_the_character_or_a_mark() -> None:
    assert scrub("\ud83d\ude00") in ("\U0001f600", "\ufffd\ufffd")


def test_empty_text_is_empty_html() -> None:
    assert as_plain_text(" \x00\n") == section_html.clean("") == comment_markdown.render("") == ""
