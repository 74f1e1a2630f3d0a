"""Hostile and odd inputs: corpora beside the repository, and strategies for tag soup and Markdown soup."""

import json
import re
from collections.abc import Iterator

from hypothesis import strategies as st

from tests.corpora import corpus

TAGS = [
    *(
        "a",
        "p",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "div",
        "sup",
        "nobr",
        "pre",
        "code",
        "blockquote",
        "br",
        "hr",
    ),
    *("table", "caption", "tr", "td", "th", "ul", "ol", "li", "h1", "h2", "h3", "h6", "figure", "figcaption"),
    *("svg", "math", "mtext", "style", "script", "title", "textarea", "select", "option", "template", "form"),
    *("button", "noscript", "iframe", "img", "xmp"),
]
ATTRIBUTES = (
    "",
    ' class="footnote"',
    ' class="scroll"',
    ' href="https://a.example/?a=1&b=2"',
    " href=/local",
    ' href="//other.example"',
    ' href="java\tscript:alert(1)"',
    " href='#x'",
    ' title="a<b>\'&quot;"',
    " onclick=alert(1)",
    ' style="x:y"',
    ' id="n-1"',
    ' start="3" type="a"',
    ' colspan="2" scope="row"',
)
PIECES = [
    *("\n", " ", "text", "&amp;", "&lt;img src=x onerror=alert(1)&gt;", "\x00", "\xa0"),
    *("<!--", "-->", "<![CDATA[", "]]>", "é", "\u202e", "\ud800"),
]
MARKS = [
    *(
        "*",
        "**",
        "_",
        "`",
        "```",
        "~~",
        "[",
        "]",
        "(",
        ")",
        "![",
        "](",
        ">",
        "- ",
        "1. ",
        "# ",
        "|",
        "\\",
        "<",
    ),
    *("&", "---", "===", "    ", "  ", " ", "\n", "\n\n", "\t", "a", "b", "\u200b", "&#106;", "<script>"),
    *("http://a.example", "https://b.example/?x=1&y=2", "<https://c.example>", "javascript:alert(1)", "/x"),
]

tags = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
ends = st.builds("</{}>".format, st.sampled_from(TAGS))
tag_soup = st.lists(st.one_of(tags, tags, ends, st.sampled_from(PIECES)), max_size=25).map("".join)
anything = st.text(st.characters(), max_size=200)
markdown_soup = st.lists(st.sampled_from(MARKS), max_size=40).map("".join)


def payloads() -> Iterator[str]:
    """Yield each XSS payload, naughty string and HTML5 tree-construction input."""
    for line in corpus("xss-payloads/merged-dev.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)["payload"]
    yield from json.loads(corpus("blns/blns.json").read_text(encoding="utf-8"))
    for file in sorted(corpus("html5lib-tests/tree-construction").glob("*.dat")):
        yield from re.findall(r"#data\n(.*?)\n#errors", file.read_text(encoding="utf-8"), re.DOTALL)
