"""The whole way in a real browser: text comes in, is cut and published; a reply waits, is decided and decided again."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from blog.articles.models import Article, State
from blog.comments.models import Comment
from tests.browser.conftest import log_in
from tests.cast import Cast, live_article
from tests.corpora import shared

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REAL = "articles/therapeutic-massage-and-ptsd.txt"
# The button says of which finding it is to who cannot see where it stands.
CUT = re.compile(r"^Cut\b")
OWN = "Lamps\n\nThe keeper wrote down every lant cheap viagra onlineern along the harbour and what it had seen.\n"


@pytest.mark.parametrize("is_real", [False, True], ids=["own file", "real article"])
def test_imported_text_is_cut_and_published(page: Page, people: Cast, tmp_path: Path, is_real: bool) -> None:
    path = tmp_path / "lamps.txt"
    path.write_text(OWN, encoding="utf-8")
    call_command("import_text", str(shared(REAL) if is_real else path), "--author", "edda", stdout=StringIO())
    article = Article.objects.get()
    log_in(page, people.editor)
    page.goto(f"/admin/blog/article/{article.pk}/change/")
    page.wait_for_selector("#article_form[data-ready]")
    page.locator("[data-leaf]", has_text="restores “").locator('[data-do="toggle"]').click()
    page.get_by_role("button", name=CUT).click()
    page.wait_for_selector("ul.messagelist")
    page.wait_for_selector("#article_form[data-ready]")
    expect(page.get_by_role("button", name=CUT)).to_have_count(0)
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_selector("ul.messagelist")
    assert Article.objects.select_related("live").get().state() == State.LIVE
    page.goto(article.get_absolute_url())
    text = page.inner_text("main")
    assert ("therapeutic massage for individuals" if is_real else "every lantern along the harbour") in text
    assert not re.search("viagra|palm springs", text)
    if is_real:
        assert page.locator(".text > section").count() == 7
        assert page.locator(".contents li").count() == 5


def decide(page: Page, verb: str, *, tab: str) -> None:
    """Press a button of the first row on one of the moderators' tabs."""
    page.goto(f"/admin/blog/comment/?status={tab}")
    page.locator("#result_list tbody tr").first.get_by_role("button", name=re.compile(f"^{verb}")).click()
    page.wait_for_load_state("networkidle")


def test_reply_is_approved_answered_marked_trashed_and_restored(page: Page, people: Cast) -> None:
    article = live_article(people.editor)
    page.goto(article.get_absolute_url())
    page.locator("[name=body]").fill("The *fourth* step, surely?")
    page.locator("[name=author_name]").fill("Lena")
    page.locator("[name=author_email]").fill("lena@reader.example")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".held")).to_contain_text("surely?")
    comment = Comment.objects.get()
    assert comment.status == "pending"

    log_in(page, people.moderator)
    decide(page, "Approve", tab="pending")
    page.goto(article.get_absolute_url())
    expect(page.locator(f"#c{comment.pk} em")).to_have_text("fourth")

    page.locator(f"#c{comment.pk}").get_by_role("link", name=re.compile("^Reply")).click()
    page.locator("[name=body]").fill("It is the third.")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator("main")).to_contain_text("It is the third.")
    answer = Comment.objects.exclude(pk=comment.pk).get()
    assert (answer.parent, answer.status, answer.author_name) == (comment, "approved", "Mona Reyes")

    for verb, tab, status in (
        ("Spam", "approved", "spam"),
        ("Trash", "spam", "trash"),
        ("Restore", "trash", "spam"),
    ):
        decide(page, verb, tab=tab)
        assert Comment.objects.filter(status=status).count() == 1, verb
    article.refresh_from_db()
    assert article.approved_comment_count == Comment.objects.approved().count() == 1
