"""What an editor may write in a section body, and what a page shows of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.markup.notes import note_list
from blog.markup.section_html import clean, clean_output, from_plain, render
from blog.markup.text import plain


@pytest.mark.parametrize(
    "body",
    [
        "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e</code> H<sub>2</sub>O x<sup>2</sup><br>f</p>",
        "<h3>a</h3><h4>b</h4><hr>",
        '<pre><code class="language-c++">if (a &lt; b) { }\n</code></pre>',
        '<blockquote cite="https://a.example/x"><p>a</p></blockquote>',
        '<ol start="3" type="a"><li>a</li></ol><ul><li>b</li></ul>',
        '<table><caption>a</caption><thead><tr><th scope="col" colspan="2">b</th></tr></thead>'
        '<tbody><tr><td rowspan="2">c</td></tr></tbody></table>',
        '<p><a href="https://a.example/?b=1&amp;c=2" title="d" rel="noopener">e</a></p>',
        '<p><a href="/articles/a/">b</a> <a href="#c">d</a> <a href="mailto:e@f.example">g</a> '
        '<a href="tel:+1234">h</a></p>',
        "<figure><blockquote><p>a</p></blockquote><figcaption>b</figcaption></figure>",
        '<p>a<span class="footnote">b <em>c</em> <a href="/d">e</a></span></p>',
    ],
)
def test_what_an_editor_may_write_stays_as_it_is(body: str) -> None:
    assert clean(body) == body


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<h1>a</h1><h2>b</h2><h5>c</h5><h6>d</h6>", "<h3>a</h3><h3>b</h3><h4>c</h4><h4>d</h4>"),
        ("<b>a</b><i>b</i><strike>c</strike><u>d</u>", "<strong>a</strong><em>b</em><s>c</s>d"),
        ("<script>alert(1)</script><style>p{}</style><p>a</p>", "<p>a</p>"),
        ("<p onclick=x style=y class=z id=i lang=en title=t>a</p>", "<p>a</p>"),
        ("<img src=x onerror=alert(1)>a", "a"),
        ('<code class="language-x y">a</code><code class="evil">b</code>', "<code>a</code><code>b</code>"),
        ('<span class="footnote evil">a</span>', "a"),
        ('<span class="evil">a</span><span>b</span>', "ab"),
        ('<td colspan="0">', ""),
        ('<table><tr><td colspan="0" rowspan="9999">a', "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ('<ol start="x" type="z"><li>a</ol>', "<ol><li>a</li></ol>"),
        ('<blockquote cite="javascript:x">a</blockquote>', "<blockquote>a</blockquote>"),
        ('<blockquote cite="/local">a</blockquote>', "<blockquote>a</blockquote>"),
        ("<pre>" + "\n" * 50 + "a</pre>", "<pre>a</pre>"),
        ("a<!-- b -->c<?d?>e<!f>", "ace"),
    ],
)
def test_everything_else_is_renamed_or_left_out(source: str, expected: str) -> None:
    assert clean(source) == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa\tScRiPt:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
        "//other.example/",
        "/\\other.example/",
        "/\t/other.example/",
        "\\\\other.example",
        "https:other.example",
        "https:///other.example",
        "http://",
        "relative/path",
        "?query",
        "",
    ],
)
def test_a_link_that_may_not_stand_keeps_its_text_only(address: str) -> None:
    assert clean(f'<p><a href="{address}">text</a></p>') == "<p>text</p>"


def test_only_external_links_get_rel_and_none_keeps_a_target() -> None:
    source = '<a href="HTTPS://a.example" target="_blank" rel="opener">a</a><a href="/b" rel="noopener">b</a>'
    assert clean(source) == '<a href="HTTPS://a.example" rel="noopener">a</a><a href="/b">b</a>'


def test_spaces_in_an_address_are_encoded() -> None:
    assert clean('<a href=" /a b ">c</a>') == '<a href="/a%20b">c</a>'


def test_links_in_links_keep_the_outer_one() -> None:
    html = clean("<table><td><a href=/a>x<table><a href=/b>y")
    assert html.count("<a ") == html.count("</a>") == 1
    assert clean(str(html)) == html


def test_foreign_blocks_become_paragraphs_or_breaks_but_never_join_words() -> None:
    assert clean("<div>one</div><div>two</div>") == "<p>one</p><p>two</p>"
    assert plain(clean("<section>one<div>two</div>three</section><dl><dt>a<dd>b</dl>")).split() == [
        "one",
        "two",
        "three",
        "a",
        "b",
    ]


def test_a_block_ends_the_footnote_it_stands_in() -> None:
    html = clean('<span class="footnote">note <em>x<h2>Heading</h2>rest</em></span>')
    assert html.startswith('<span class="footnote">note <em>x</em></span><h3>Heading</h3>')
    assert "rest" in html


def test_footnotes_are_lifted_out_and_numbered_from_the_first() -> None:
    body = '<p>a<span class="footnote">one</span> b<span class="footnote">two <em>x</em></span></p>'
    rendered = render(body, first_note=4, uid="k9")
    assert rendered.html == (
        '<p>a<sup class="note-ref"><a href="#n-k9-1" id="r-k9-1" role="doc-noteref">4</a></sup> '
        'b<sup class="note-ref"><a href="#n-k9-2" id="r-k9-2" role="doc-noteref">5</a></sup></p>'
    )
    assert [(n.number, n.ref_id, n.note_id, n.html) for n in rendered.notes] == [
        (4, "r-k9-1", "n-k9-1", "one"),
        (5, "r-k9-2", "n-k9-2", "two <em>x</em>"),
    ]


@pytest.mark.parametrize("content", ["", " ", "&nbsp;", "\u200b", "<em> </em>"])
def test_empty_footnotes_are_dropped_and_take_no_number(content: str) -> None:
    rendered = render(f'a<span class="footnote">{content}</span>b<span class="footnote">c</span>')
    assert [note.html for note in rendered.notes] == ["c"]
    assert rendered.notes[0].number == 1


def test_footnotes_are_found_in_lists_quotes_tables_and_headings() -> None:
    note = '<span class="footnote">n</span>'
    body = (
        f"<h2>a{note}</h2><ul><li>b{note}</ul><blockquote>c{note}</blockquote><table><tr><td>d{note}</table>"
    )
    assert [note.number for note in render(body).notes] == [1, 2, 3, 4]


def test_nested_and_unclosed_footnotes_lose_no_words() -> None:
    rendered = render('<p>a<span class="footnote">b<span class="footnote">c</span>d</span></p>')
    assert [note.html for note in rendered.notes] == ["bcd"]
    unclosed = render('<p>a<span class="footnote">b</p><p>c</p>')
    assert [note.html for note in unclosed.notes] == ["b"]
    assert unclosed.html.endswith("<p>c</p>")


def test_a_footnote_inside_a_link_is_referred_to_behind_the_link() -> None:
    rendered = render('<a href="/x">a<span class="footnote">b</span>c</a>d')
    assert rendered.html.startswith('<a href="/x">ac</a><sup')
    assert rendered.html.endswith("</sup>d")


@pytest.mark.parametrize(("uid", "first"), [('"><script>', 1), ("a b", 1), ("-a", 1), ("a", 0), ("a", -3)])
def test_a_uid_or_number_that_cannot_stand_in_an_id_is_refused(uid: str, first: int) -> None:
    with pytest.raises(ValueError, match="footnotes need"):
        render("<p>a</p>", uid=uid, first_note=first)


def test_an_editor_cannot_forge_what_only_render_makes() -> None:
    reference = '<sup class="note-ref"><a href="#n-1" id="r-1" role="doc-noteref">1</a></sup>'
    assert clean(f'{reference}<div class="scroll">x</div>') == '<sup><a href="#n-1">1</a></sup><p>x</p>'


def test_tables_stand_in_a_scrolling_frame_named_by_caption_or_label() -> None:
    named = '<table><caption>Heights <em>in m</em><span class="footnote">n</span></caption><tr><td>a</table>'
    frame = '<div class="scroll" role="region" tabindex="0" aria-label="{}"><table>'
    assert render(named).html.startswith(frame.format("Heights in m"))
    assert render("<table><tr><td>a</table>b", table_label="Tabelle").html.startswith(frame.format("Tabelle"))
    assert render("<table><tr><td>a</table>b").html.endswith("</table></div>b")


def test_only_the_outermost_table_is_framed() -> None:
    html = render("<table><tr><td><table><tr><td>a</table></table>").html
    assert html.count("<table>") == 2
    assert html.count('class="scroll"') == 1


def test_a_caption_cannot_break_out_of_the_label() -> None:
    html = render('<table><caption>"&gt;&lt;script&gt;</caption><tr><td>a</table>').html
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in html


def test_the_list_of_notes_is_a_fixed_point_too() -> None:
    rendered = render('<p>a<span class="footnote">b <a href="https://c.example">d</a></span></p>', uid="u")
    items = str(note_list(rendered.notes, back_label='Back "up"'))
    assert clean_output(items) == items


def test_plain_text_becomes_paragraphs_with_breaks() -> None:
    assert from_plain(" a\nb\r\n \r\n\n<c> & d\n") == "<p>a<br>b</p><p>&lt;c&gt; &amp; d</p>"
    assert from_plain(" \n\n ") == ""


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=200))
def test_plain_text_keeps_every_word(text: str) -> None:
    assert plain(from_plain(text)).split() == text.split()
