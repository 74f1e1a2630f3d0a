"""A plain-text file becomes a title and sections; nothing is lost silently, and each refusal says why."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.transfer.plain_text import PlainArticle, Unreadable, read
from tests.corpora import shared

ARTICLE = """A Winter on the Canal

The lock keeper rises before the ice does.

The First Frost

Boats stop moving in the second week of December.

Coal is brought by cart.

Bread and Letters

A child carries both along the towpath.


Spring comes with the sound of water under the ice.
"""


def article(text: str) -> PlainArticle:
    return read(text.encode())


def shape(read_article: PlainArticle) -> list[tuple[str, int]]:
    return [(section.heading, len(section.paragraphs)) for section in read_article.sections]


def test_article_is_cut_into_title_introduction_headed_sections_and_conclusion() -> None:
    result = article(ARTICLE)
    assert result.title == "A Winter on the Canal"
    assert shape(result) == [("", 1), ("The First Frost", 2), ("Bread and Letters", 1), ("", 1)]
    assert result.sections[-1].paragraphs == ["Spring comes with the sound of water under the ice."]
    assert (result.notes, result.furniture) == ([], [])


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_other_systems_are_read_alike(line_end: str) -> None:
    assert article(ARTICLE.replace("\n", line_end)) == article(ARTICLE)


def test_leading_blank_lines_are_skipped() -> None:
    assert article("\n \n\t\n" + ARTICLE) == article(ARTICLE)


def test_lines_of_one_paragraph_stay_together() -> None:
    assert article("Title\n\nOne line\nand the next.\n").sections[0].paragraphs == ["One line\nand the next."]


@pytest.mark.parametrize(
    "line",
    ["It rained.", "Why did it rain?", "It rained:", "He said “stop.”", "- a list item", "w " * 13, "x" * 81],
)
def test_line_that_is_no_heading_stays_a_paragraph(line: str) -> None:
    result = article(f"Title\n\nFirst words here.\n\n{line}\n\nLast words here.\n")
    assert shape(result) == [("", 3)]


def test_short_last_line_is_a_paragraph() -> None:
    assert shape(article("Title\n\nDear reader, it snows.\n\nYours, Marta\n")) == [("", 2)]


def test_two_blank_lines_below_a_heading_begin_no_section() -> None:
    assert shape(article("Title\n\nAbout Ice\n\n\nIt is cold.\n")) == [("About Ice", 1)]


def test_double_spaced_file_is_not_torn_into_sections_and_says_so() -> None:
    result = article("Title\n\n\nOne is here.\n\n\nTwo is here.\n\n\nThree is here.\n\n\nFour is here.\n")
    assert shape(result) == [("", 4)]
    assert any("double spaced" in note for note in result.notes)


def test_form_feed_ends_a_paragraph() -> None:
    assert shape(article("Title\n\nOne is here.\fTwo is here.")) == [("", 2)]


def test_very_long_line_is_kept_whole() -> None:
    assert article("Title\n\n" + "word " * 100_000).sections[0].paragraphs == [("word " * 100_000).strip()]


FORM = [
    "Leave a Reply",
    "Cancel reply",
    "Your email address will not be published. Required fields are marked *",
    "Comment *",
    "Name *",
    "Email *",
    "Website",
    "Save my name, email, and website in this browser for the next time I comment.",
    "Post Comment",
]


def test_comment_form_at_the_end_is_left_out_and_every_line_named() -> None:
    result = article(ARTICLE + "\n" + "\n\n".join(FORM) + "\n")
    assert result.sections == article(ARTICLE).sections
    assert result.furniture == FORM
    assert [note for note in result.notes if "furniture" in note] == [
        f"Left out as page furniture: {line}" for line in FORM
    ]


def test_related_titles_and_sharing_above_the_form_are_left_out() -> None:
    tail = ["Share this:", "Facebook", "Related Posts", "The Old Mill", "Two Bridges", *FORM[:2]]
    assert article(ARTICLE + "\n" + "\n".join(tail)).furniture == tail


@pytest.mark.parametrize(
    "ending",
    [
        "Leave a Reply\n\nThat was the sign on the door of the post office.",
        "Leave a reply when you can, she wrote.",
        "Name",
        "Related Posts\n\nThe Old Mill",
        "Email *\n\nAnd so it ended.",
    ],
)
def test_words_that_only_look_like_furniture_stay(ending: str) -> None:
    result = article(ARTICLE + "\n" + ending + "\n")
    kept = [line for section in result.sections for line in (section.heading, *section.paragraphs)]
    assert all(line in kept for line in ending.split("\n\n"))
    assert result.furniture == []


ACCENTS = "Café Größe\n\nDie Straße war naß, señor, und das Café geschlossen.\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "latin-1", "cp1252"],
)
def test_encoding_is_recognised(encoding: str) -> None:
    result = read(ACCENTS.encode(encoding))
    assert result.title == "Café Größe"
    assert result.sections[0].paragraphs == ["Die Straße war naß, señor, und das Café geschlossen."]


def test_windows_quotes_are_recognised_and_the_reading_is_reported() -> None:
    result = read("“Ice” – a tale\n\nIt’s cold.\n".encode("cp1252"))
    assert result.title == "“Ice” – a tale"
    assert any("CP1252" in note for note in result.notes)


def test_russian_code_page_is_recognised() -> None:
    text = "Зима на канале\n\nЛодки стоят на месте, и дети носят письма по берегу реки каждый день.\n" * 3
    assert read(text.encode("cp1251")).title == "Зима на канале"


def test_separate_accents_are_composed_and_reported() -> None:
    result = article(unicodedata.normalize("NFD", ACCENTS))
    assert result.title == "Café Größe"
    assert any("NFC" in note for note in result.notes)


def test_byte_order_mark_inside_is_removed_and_reported() -> None:
    result = article("Title\n\nOne \ufeffword is here.\n")
    assert result.sections[0].paragraphs == ["One word is here."]
    assert any("byte order" in note for note in result.notes)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "blank"),
        (b"\xef\xbb\xbf", "blank"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xff\xd8\xff\xe0JFIF", "JPEG"),
        (b"a\x00b\x00\x00\x00\x01\x00\x00c", "NUL"),
        (b"\x01\x02\x03\x04 text", "control"),
        (b"\xff\xfea\x00b", "UTF-16"),
        (b"\xef\xbb\xbfa\xff\xfe", "UTF-8"),
        (b"Only a title\n", "no text below"),
        (b"A title\n\nLeave a Reply\n", "no text below"),
    ],
)
def test_unreadable_file_is_refused_with_its_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        read(raw)


WORD = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=1, max_size=8)
LINE = st.lists(WORD, min_size=1, max_size=15).map(" ".join)


@given(st.lists(st.one_of(LINE, st.sampled_from(["", "", "", *FORM])), min_size=3, max_size=40))
def test_every_word_is_in_the_article_or_among_the_furniture(lines: list[str]) -> None:
    text = unicodedata.normalize("NFC", "\n".join(["Title", "", "Body text.", *lines]))
    result = article(text)
    parts = [part for section in result.sections for part in (section.heading, *section.paragraphs)]
    assert " ".join([result.title, *parts, *result.furniture]).split() == text.split()
    assert set(result.furniture) <= set(FORM) | {"Comment", "Name"} | {line.strip() for line in lines}


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        result = read(raw)
    except Unreadable:
        return
    assert result.title
    assert result.sections


def test_real_article_gives_its_title_and_seven_sections() -> None:
    result = read(shared("articles/therapeutic-massage-and-ptsd.txt").read_bytes())
    assert result.title.startswith("Therapeutic Massage and PTSD")
    headings = [section.heading for section in result.sections]
    assert len(headings) == 7
    assert (headings[0], headings[-1]) == ("", "")
    assert all(headings[1:-1])
    assert len(result.furniture) == 2
