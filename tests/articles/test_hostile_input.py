"""Real hostile text through every field of the article form: never an error of ours, nothing outside the allow-list."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from blog.articles.models import Article
from blog.markup import section_html
from tests.articles.posting import Form
from tests.cast import Cast, draft_article
from tests.comments.test_hostile_input import naughty, payloads
from tests.comments.test_hostile_input import strange_in as strange_in_comments

A_FORM = 150


# What a section may hold beside what a comment may.
OF_SECTIONS = {
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figcaption"),
    *("sub", "sup", "hr", "h4", "s", "u", "aside"),
}


def strange_in(html: str) -> list[str]:
    return [found for found in strange_in_comments(html) if found not in OF_SECTIONS]


def batches(texts: list[str]) -> list[list[str]]:
    return [texts[start : start + A_FORM] for start in range(0, len(texts), A_FORM)]


@pytest.mark.parametrize("source", [naughty, payloads])
def test_no_text_in_any_section_field_breaks_form_or_page(
    client: Client, cast: Cast, source: Callable[[], list[str]]
) -> None:
    client.force_login(cast.editor)
    # No database stores NUL everywhere: the form refuses it by name, which has its own test.
    for batch in batches([text for text in source() if "\x00" not in text]):
        article = draft_article(cast.editor, sections=[("", "<p>Begins.</p>")])
        form = Form(client, article)
        for number, text in enumerate(batch):
            form.add(text[:500] if number % 2 else "", f"<p>{text}</p>{text}", at=number + 2)
        answer = form.press("publish")
        assert answer.status_code == 200
        stored = list(article.sections.filter(position__isnull=False))
        assert len(stored) >= len(batch) * 0.9
        assert [s.uid for s in stored if section_html.clean(s.body) != s.body] == []
        page = Client().get(article.get_absolute_url())
        assert page.status_code == 200
        assert strange_in(page.content.decode()) == []


@pytest.mark.parametrize("source", [naughty, payloads])
def test_no_text_in_any_detail_breaks_form_or_page(
    client: Client, cast: Cast, source: Callable[[], list[str]]
) -> None:
    client.force_login(cast.editor)
    article = draft_article(cast.editor)
    texts = source()
    for text in texts[:: max(1, len(texts) // 25)]:
        form = Form(client, article)
        form.set(title=text[:200], excerpt=text[:400], search_description=text[:200], tags=text[:60])
        answer = form.press("publish")
        assert answer.status_code == 200
        page = Client().get(Article.objects.get(pk=article.pk).get_absolute_url())
        assert page.status_code in (200, 404)
        assert strange_in(page.content.decode()) == []
        assert client.get("/admin/blog/article/", {"q": text}).status_code == 200


def test_null_character_is_refused_at_its_field_and_the_text_kept(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    article = draft_article(cast.editor, sections=[("Mud", "<p>Begins.</p>")])
    answer = Form(client, article).write("Mud", "<p>Begins\x00 again.</p>").press("save")
    assert "Null characters are not allowed." in answer.content.decode()
    assert "again." in answer.content.decode()
    assert article.sections.get().body == "<p>Begins.</p>"


def test_visible_text_of_a_heading_is_what_was_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    article = draft_article(cast.editor, sections=[("<b>A & B</b>", "<p>x</p>")])
    Form(client, article).press("publish")
    assert "<b>A & B</b>" in unescape(Client().get(article.get_absolute_url()).content.decode())
