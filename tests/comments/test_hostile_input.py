"""Real hostile text through every public field: never an error of ours, nothing outside the allow-list."""

import base64
import json
import os
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client

from blog.articles.models import Article
from blog.comments import moderation, page, rules
from blog.comments.models import Comment
from blog.comments.turning import Size, page_of_threads
from blog.markup import comment_markdown
from tests.cast import Cast
from tests.corpora import corpus

# What a comment may hold, and what the pages around it are made of; said here again, not read from the code.
ELEMENTS = frozenset(
    (
        *("p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
        *(
            "html",
            "head",
            "meta",
            "link",
            "title",
            "script",
            "body",
            "header",
            "nav",
            "main",
            "footer",
            "section",
        ),
        *(
            "article",
            "form",
            "label",
            "input",
            "textarea",
            "button",
            "div",
            "span",
            "bdi",
            "b",
            "h1",
            "h2",
            "h3",
        ),
        "time",
    )
)


# Every text passes the rules and the thread below; through HTTP a sample does, unless the whole is asked for.
SAMPLE = 60
WHOLE = "WHOLE_CORPUS"


class Inspector(HTMLParser):
    """Notes every element and attribute that a hostile text could have brought in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.strange: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.strange.append(tag)
        for name, value in attrs:
            is_address = name in ("href", "src", "action", "formaction")
            bad_address = is_address and not (value or "").startswith(("/", "#", "?", "http://", "https://"))
            if name.startswith("on") or name in ("style", "srcdoc") or bad_address:
                self.strange.append(f"{tag} {name}={value}")
        if tag == "script" and dict(attrs).get("src") is None:
            self.strange.append("script without an address")


def strange_in(html: str) -> list[str]:
    inspector = Inspector()
    inspector.feed(html)
    return inspector.strange


def naughty() -> list[str]:
    strings: list[str] = json.loads(corpus("blns/blns.json").read_text())
    encoded = json.loads(corpus("blns/blns.base64.json").read_text())
    return strings + [base64.b64decode(text).decode("utf-8", "replace") for text in encoded]


def payloads() -> list[str]:
    lines = corpus("xss-payloads/merged-dev.jsonl").read_text().splitlines()
    return [json.loads(line)["payload"] for line in lines]


def test_inspector_sees_what_it_looks_for() -> None:
    assert strange_in('<p onclick="x"><iframe></iframe><a href="javascript:x">') == [
        "p onclick=x",
        "iframe",
        "a href=javascript:x",
    ]


def posts(texts: list[str]) -> Iterator[dict[str, str]]:
    for text in texts:
        yield {"body": text, "author_name": text, "author_url": text}
        yield {"author_email": text, "to": text, "section": text, "began": text, "subject": text}
        yield {"token": text}


@pytest.mark.parametrize("source", [naughty, payloads])
def test_no_text_in_any_field_breaks_a_page(
    client: Client, article: Article, filled: Callable[..., dict[str, str]], source: Callable[[], list[str]]
) -> None:
    texts = source()
    sample = texts if os.environ.get(WHOLE) else texts[:: len(texts) // SAMPLE]
    for number, changes in enumerate(posts(sample)):
        response = client.post(
            f"/articles/{article.slug}/reply/",
            filled(**changes),
            headers={"Sec-Fetch-Site": "same-origin"},
            REMOTE_ADDR=f"10.{number // 250}.{number % 250}.1",
        )
        assert response.status_code in (303, 400), changes
        if response.status_code == 303:
            response = client.get(response["Location"])
            assert response.status_code == 200
        assert strange_in(response.content.decode()) == [], changes
    for text in sample:
        assert client.get(f"/articles/{article.slug}/reply/", {"to": text}).status_code in (200, 404)
        assert client.get("/admin/blog/comment/", {"q": text, "status": text}).status_code == 302


@pytest.mark.parametrize("source", [naughty, payloads])
def test_every_text_is_harmless_in_the_thread(
    article: Article, cast: Cast, source: Callable[[], list[str]], rf: Any
) -> None:
    comments = [stored(article, text) for text in source()]
    for start in range(0, len(comments), 500):
        chunk = Comment.objects.bulk_create(comments[start : start + 500])
        moderation.approve(chunk, by=cast.moderator)
        html = rendered(article, rf)
        assert html.count('class="comment"') == len(chunk)
        assert strange_in(html) == []
        assert_form_is_inert(html)
        moderation.trash(chunk, by=cast.moderator)


def stored(article: Article, text: str) -> Comment:
    """Make the comment that these words would become, with a stand-in where a field refuses them."""
    values = {"body": text, "author_name": text, "author_url": text}
    for field, rule_input in values.items():
        try:
            values[field] = rules.FIELDS[field](rule_input)
        except rules.ValidationError:
            values[field] = {"body": "x", "author_name": "x", "author_url": ""}[field]
    html = comment_markdown.render(values["body"])
    assert comment_markdown.clean_html(html) == html, "a fixed point of the sanitiser"
    return Comment(
        article=article, author_email="x@reader.example", html=html, submitted_at=article.created_at, **values
    )


def rendered(article: Article, rf: Any) -> str:
    request = rf.get("/")
    whole = page_of_threads(article, size=Size(threads=1000, comments=1000))
    facts = page.discussion(request, article, site_days=None, thread=whole)
    return render_to_string("blog/comments/_thread.html", {"article": article, **facts}, request)


def assert_form_is_inert(html: str) -> None:
    for word in ("<script", "<iframe", "<svg", "<form", "<input", "<img", "<style"):
        assert word not in html.lower()


def test_ten_thousand_nested_quotes_are_taken_and_shown(
    send: Callable[..., Any], cast: Cast, client: Client
) -> None:
    for body in (
        ">" * 9_998 + " x",
        "\n".join(">" * n for n in range(1, 130)),
        "> " * 4_999 + "x",
        "*" * 10_000,
    ):
        assert send(body=body, address=f"198.51.{len(body) % 250}.1").status_code == 303
    moderation.approve(Comment.objects.all(), by=cast.moderator)
    article = Comment.objects.latest("pk").article
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200


@pytest.mark.parametrize(
    "field", ["body", "author_name", "author_email", "author_url", "to", "section", "token"]
)
def test_ten_thousand_quotes_in_any_field_are_an_answer_and_no_error(
    send: Callable[..., Any], field: str
) -> None:
    assert send(**{field: ">" * 10_000}).status_code in (303, 400)
