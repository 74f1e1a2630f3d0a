"""Hostile texts that would run in a careless page, in a real browser: none of them does."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, Tag
from blog.comments import moderation, submission
from blog.comments.models import Comment
from blog.comments.spam.evidence import Evidence
from blog.site.models import SiteSettings
from tests.browser.conftest import Complaints, log_in
from tests.cast import Cast, live_article
from tests.corpora import corpus

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Texts that carry an element, a handler or a script address are the ones that could run.
LIVE = re.compile(r"<\s*[a-z!/]|\bon[a-z]+\s*=|javascript\s*:|data\s*:", re.IGNORECASE)
SAMPLE = 240
A_PAGE = 60

# Whatever a payload calls to show that it ran is noted instead of shown.
LISTEN = """
window.ran = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (...said) => { window.ran.push(`${name}: ${said}`); };
}
"""


def live_payloads() -> list[str]:
    lines = corpus("xss-payloads/merged-dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["payload"] for line in lines]
    live = [text for text in texts if LIVE.search(text) and text.strip()]
    step = max(1, len(live) // SAMPLE)
    return live[::step][:SAMPLE]


def pages(texts: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(texts), A_PAGE):
        yield texts[start : start + A_PAGE]


def comment_on(article: Article, text: str) -> Comment:
    """Send the text in every field that takes it."""
    try:
        return submission.receive(
            article, body=text, author_name=text[:80], author_email="x@reader.example", evidence=Evidence()
        )
    except submission.SubmissionRefused:
        return submission.receive(
            article, body=text, author_name="X", author_email="x@reader.example", evidence=Evidence()
        )


def poke(page: Page) -> None:
    """Do what payloads wait for: move over, click and focus whatever is there."""
    page.evaluate(
        """() => {
          for (const element of document.querySelectorAll("main *, #content *")) {
            for (const kind of ["mouseover", "mouseenter", "focus", "pointerover", "animationstart", "toggle"]) {
              element.dispatchEvent(new Event(kind, {bubbles: true}));
            }
          }
        }"""
    )


def nothing_ran(page: Page) -> None:
    poke(page)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") == []


def test_the_listener_hears_a_script_that_runs(page: Page, people: Cast) -> None:
    page.add_init_script(LISTEN)
    live_article(people.editor)
    page.goto("/")
    page.evaluate("alert(1)")
    assert page.evaluate("window.ran") == ["alert: 1"]


def test_comments_do_not_run_on_the_article_page_and_the_moderation_list(
    page: Page, people: Cast, complaints: Complaints
) -> None:
    texts = live_payloads()
    assert len(texts) >= 200
    page.add_init_script(LISTEN)
    SiteSettings(queue_cap=100_000).save()
    article = live_article(people.editor)
    for batch in pages(texts):
        comments = [comment_on(article, text) for text in batch]
        waiting = Comment.objects.filter(pk__in=[comment.pk for comment in comments])
        log_in(page, people.moderator) if page.url == "about:blank" else None
        page.goto("/admin/blog/comment/?status=pending")
        nothing_ran(page)
        moderation.approve(waiting, by=people.moderator)
        page.goto(article.get_absolute_url())
        assert page.locator(".comment").count() > 0
        nothing_ran(page)
        moderation.trash(Comment.objects.approved(), by=people.moderator)


def test_sections_titles_and_tags_do_not_run(page: Page, people: Cast) -> None:
    page.add_init_script(LISTEN)
    texts = live_payloads()[:A_PAGE]
    content = [SectionContent.canonical(heading=text[:500], body=f"<p>{text}</p>{text}") for text in texts]
    article = working_copy.save(
        Article(title=texts[0][:200] or "x", author=people.editor, excerpt=texts[1][:400]),
        by=people.editor,
        tags=[Tag.objects.create(name=text[:60], slug=f"t{n}") for n, text in enumerate(texts[:8])],
        sections=[SectionDraft(each) for each in content],
    ).article
    publishing.publish(article, by=people.editor)
    for path in (article.get_absolute_url(), "/"):
        page.goto(path)
        nothing_ran(page)
    log_in(page, people.editor)
    for path in ("/admin/blog/article/", f"/admin/blog/article/{article.pk}/change/"):
        page.goto(path)
        nothing_ran(page)
