"""Real hostile text through every field of the article form: never an error of ours, nothing outside the allow-list."""

import io
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from PIL import Image as Pillow

from blog.articles.models import Article
from blog.integrity.models import RuleSetting
from blog.integrity.registry import rules
from blog.markup import section_html
from blog.media import uploads
from blog.media.models import Image
from tests.articles.posting import Form
from tests.cast import Cast, draft_article
from tests.comments.test_hostile_input import naughty, payloads
from tests.comments.test_hostile_input import strange_in as strange_in_comments

A_FORM = 150


# What a section may hold beside what a comment may.
OF_SECTIONS = {
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figcaption"),
    *("sub", "sup", "hr", "h4", "s", "u", "aside", "figure", "img", "picture", "source"),
}


def strange_in(html: str) -> list[str]:
    return [found for found in strange_in_comments(html) if found not in OF_SECTIONS]


def a_picture(cast: Cast) -> Image:
    content = io.BytesIO()
    Pillow.new("RGB", (40, 30), "#8c2f2b").save(content, "PNG")
    content.seek(0)
    return uploads.add_image(content, title="Lens", by=cast.editor, alt_text="A lens")


def batches(texts: list[str]) -> list[list[str]]:
    return [texts[start : start + A_FORM] for start in range(0, len(texts), A_FORM)]


@pytest.mark.parametrize("source", [naughty, payloads])
def test_no_text_in_any_section_field_breaks_form_or_page(
    client: Client, cast: Cast, source: Callable[[], list[str]]
) -> None:
    client.force_login(cast.editor)
    # What the checks would hold back is to be seen on a page here.
    for name in rules():
        RuleSetting.objects.create(rule=name, role="Editor", action="warn")
    figure = str(a_picture(cast).pk)
    # No database stores NUL everywhere: the form refuses it by name, which has its own test.
    for batch in batches([text for text in source() if "\x00" not in text]):
        article = draft_article(cast.editor, sections=[("", "<p>Begins.</p>")])
        form = Form(client, article)
        for number, text in enumerate(batch):
            form.add(text[:500] if number % 2 else "", f"<p>{text}</p>{text}", at=number + 2)
            place = f"section-{int(form.data['section-TOTAL_FORMS'][0]) - 1}"
            form.data |= {f"{place}-figure": [figure], f"{place}-figure_alt": [text[:300]]}
            form.data[f"{place}-figure_caption"] = [text[:400]]
        answer = form.press("publish")
        assert answer.status_code == 200
        stored = list(article.sections.filter(position__isnull=False))
        assert (
            sum(bool(section.figure_alt and section.figure_caption) for section in stored) >= len(batch) * 0.9
        )
        assert len(stored) >= len(batch) * 0.9
        assert [s.uid for s in stored if section_html.clean(s.body) != s.body] == []
        page = Client().get(article.get_absolute_url())
        assert page.status_code == 200
        html = page.content.decode()
        assert strange_in(html) == []
        # Every picture is one that was chosen, none came with a text.
        assert html.count("<img ") == html.count("<picture>") == html.count('<img src="/images/') > 0


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
