"""Comments: a little Markdown in, inert HTML out, nothing typed is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.markup.comment_markdown import MAX_CHARS, clean_html, render
from blog.markup.text import plain

REL = 'rel="nofollow ugc noopener"'


def compact(html: str) -> str:
    return html.replace("\n", "")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("*a* **b** `c` ~~d~~", "<p><em>a</em> <strong>b</strong> <code>c</code> <s>d</s></p>"),
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("1. a", "<ol><li>a</li></ol>"),
        ("```\na < b\n```", "<pre><code>a &lt; b</code></pre>"),
        ("[a](https://b.example/?c=1&d=2)", f'<p><a href="https://b.example/?c=1&amp;d=2" {REL}>a</a></p>'),
        ("<https://b.example>", f'<p><a href="https://b.example" {REL}>https://b.example</a></p>'),
        (
            "see https://b.example/c.",
            f'<p>see <a href="https://b.example/c" {REL}>https://b.example/c</a>.</p>',
        ),
    ],
)
def test_the_markdown_of_comments(typed: str, expected: str) -> None:
    assert compact(render(typed)) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "# a heading",
        "a | b",
        "---",
        "<b>a</b>",
        "<script>alert(1)</script>",
        "[a](/local)",
        "[a](javascript:alert(1))",
        "[a](//other.example)",
        "[a](mailto:b@c.example)",
        "<mailto:b@c.example>",
        "[a][b]",
        "javascript:alert(1) b@c.example README.md www.a.example ftp://a.example //a.example",
        "![a](/b.png)",
    ],
)
def test_everything_else_stays_as_typed(typed: str) -> None:
    html = render(typed)
    assert "<a" not in html
    assert plain(html) == typed


def test_link_definitions_do_not_vanish() -> None:
    assert plain(render("[a]: https://b.example")) == "[a]: https://b.example"


@pytest.mark.parametrize("typed", ["> " * 3_000 + "deep", "- " * 3_000 + "deep", "> - 1. " * 500 + "deep"])
def test_deep_nesting_is_shown_plain_with_nothing_lost(typed: str) -> None:
    html = render(typed)
    assert "<blockquote>" not in html
    assert plain(html) == typed.strip()


def test_ten_nested_quotes_are_still_quotes() -> None:
    assert render("> " * 10 + "a").count("<blockquote>") == 10


def test_text_beyond_the_limit_is_shown_plain_and_never_cut() -> None:
    typed = "*a* " * MAX_CHARS
    assert plain(render(typed)).split() == typed.split()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.from_regex(r"[a-zäßж漢]{1,8}", fullmatch=True), max_size=30))
def test_plain_words_come_through_unchanged(words: list[str]) -> None:
    assert plain(render(" ".join(words))).split() == words


def test_foreign_comments_keep_text_and_outside_links_only() -> None:
    source = (
        '<h1>a</h1><div>b</div><p onclick=x>c <a href="/d">e</a> '
        '<a href="https://f.example" rel="x" target="_blank">g</a>'
        '<span class="footnote">h</span><img src=x></p><table><tr><td>i<td>j</table>'
    )
    html = clean_html(source)
    assert compact(html) == f'<p>a</p><p>b</p><p>c e <a href="https://f.example" {REL}>g</a>h</p>ij'
    assert plain(html.replace("\n", " ")).split()[-2:] == ["i", "j"]


@pytest.mark.parametrize(
    "address", ["https:b.example", "http:///b.example", "/b", "#b", "//b.example", "mailto:b@c.d"]
)
def test_foreign_links_without_scheme_and_host_keep_their_text_only(address: str) -> None:
    assert clean_html(f'<p><a href="{address}">a</a></p>') == "<p>a</p>"
