"""Markup that costs the parser too much is recognised before it is parsed; writing is not."""

import pytest

from blog.markup import section_html
from blog.markup.nesting import is_costly

MANY = 3_000


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * MANY,
        "<ul><li>" * MANY,
        "<em>" * MANY,
        "<div><table></div></table>" * MANY,
        '<div title="</div>">' * MANY,
        "<div><!--</div>-->" * MANY,
        "<div><script></div></script>" * MANY,
        '<div a"b></div><p "></div>' + "<div>" * MANY,
        "<svg>" + "<td>" * MANY,
        "<p>" + "".join(f"<b a{n}>" for n in range(200)) + "<p>x" * MANY,
    ],
)
def test_out_of_proportion_markup_is_shown_as_text(source: str) -> None:
    assert is_costly(source)
    assert section_html.clean(source).startswith("<p>&lt;")


@pytest.mark.parametrize(
    "source",
    [
        "<p>one" * MANY,
        "<ul><li>one<li>two</ul>" * MANY,
        '<p>a <a href="/x" title="1 > 0">b</a> <em>c</em></p>' * MANY,
        "<table><tr><td>a<td>b</table>" * MANY,
        "<!-- wp:paragraph --><div class='a'>x</div><!-- /wp:paragraph -->" * MANY,
        '<iframe src="https://v.example/1" allowfullscreen></iframe>' * MANY,
        "<script>if (a < b) { c() }</script><div>x</div>" * MANY,
        "1 < 2 & 3 > 2 " * MANY,
        "<b>" * 20 + "<p>x</p>" * 500,
    ],
)
def test_long_writing_is_not_costly(source: str) -> None:
    assert not is_costly(source)


def test_depth_is_counted_exactly_in_what_the_parser_wrote() -> None:
    assert section_html.clean("<blockquote>" * 200 + "x").startswith("<blockquote>")
    assert section_html.clean("<blockquote>" * 201 + "x").startswith("<p>&lt;blockquote&gt;")
