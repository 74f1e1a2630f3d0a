"""The desk by keyboard alone: a whole queue, undone decisions, what is announced, and where the focus is."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from blog.articles.models import Article
from blog.comments import counters, flags, moderation, submission
from blog.comments.models import Comment, Decision, Flag
from blog.comments.spam.evidence import Evidence
from tests.browser.conftest import log_in
from tests.browser.test_accessibility import assert_accessible
from tests.cast import Cast, live_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LIST = "/admin/blog/comment/"


@pytest.fixture
def article(people: Cast) -> Article:
    return live_article(people.editor)


def write(article: Article, number: int, **more: str) -> Comment:
    words = {"body": f"Observation {number}.", "author_name": f"Reader {number}", **more}
    return submission.receive(article, author_email=f"r{number}@reader.example", evidence=Evidence(), **words)


def current(page: Page) -> int:
    return int(page.locator("#result_list tr[aria-current]").get_attribute("data-pk") or 0)


def press(page: Page, key: str, heard: str) -> None:
    """Press a key and wait until its outcome has been announced; the focus is in the list then."""
    page.evaluate("document.getElementById('desk-said').textContent = ''")
    page.keyboard.press(key)
    expect(page.locator("#desk-said")).to_have_text(re.compile(heard))


def plant(article: Article, count: int) -> list[Comment]:
    """Store an hour's queue at once; what a filter thinks is no matter here."""
    now = timezone.now()
    comments = Comment.objects.bulk_create(
        Comment(
            article=article,
            author_name=f"Reader {number}",
            author_email=f"r{number}@reader.example",
            body=f"Observation {number}.",
            html=f"<p>Observation {number}.</p>",
            body_digest=f"{number:064}",
            submitted_at=now - timedelta(minutes=count - number),
        )
        for number in range(count)
    )
    counters.repair()
    return comments


# Announces into a list, so that one keystroke is one round trip to the page.
LISTEN = """() => {
  window.heard = [];
  const said = document.getElementById("desk-said");
  new MutationObserver(() => said.textContent && window.heard.push(said.textContent))
    .observe(said, { childList: true, characterData: true, subtree: true });
}"""


def decide(page: Page, key: str) -> str:
    """Press a key and return what a screen reader announced for it."""
    before = page.evaluate("window.heard.length")
    page.keyboard.press(key)
    page.wait_for_function("count => window.heard.length > count", arg=before)
    return str(page.evaluate("window.heard.at(-1)"))


def test_hour_of_a_hundred_is_cleared_by_keys_with_three_undone(
    page: Page, people: Cast, article: Article
) -> None:
    comments = plant(article, 100)
    heard = {"a": "1 comment approved", "s": "marked as spam", "d": "moved to the trash"}
    log_in(page, people.moderator)
    for start in (0, 50):
        page.goto(LIST)
        expect(page.locator("#desk-why")).to_be_visible()
        page.evaluate(LISTEN)
        for number in range(start, start + 50):
            key = "asd"[number % 3]
            assert current(page) == comments[number].pk
            assert heard[key] in decide(page, key)
            if number in (3, 40, 77):
                assert "Undone for 1 comment" in decide(page, "z")
                assert page.evaluate("document.activeElement.dataset.pk") == str(comments[number].pk)
                assert heard[key] in decide(page, key)
    assert "Nobody waits" in page.evaluate("window.heard.at(-1)")
    assert page.locator("#result_list tbody tr").count() == 0
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [("approved", "spam", "trash")[number % 3] for number in range(100)]
    assert Decision.objects.filter(verb="undo").count() == 3
    assert not counters.recount()


def test_queue_is_cleared_by_forms_alone(
    chromium: Browser, live_server: Any, people: Cast, article: Article, settings: Any
) -> None:
    settings.SITE_URL, settings.CSRF_TRUSTED_ORIGINS = live_server.url, [live_server.url]
    plant(article, 6)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, people.moderator)
    page.goto(LIST)
    for number in range(6):
        page.locator("#result_list tbody tr").first.locator(
            f"button[value={('approve', 'spam', 'trash')[number % 3]}]"
        ).click()
        if number == 2:
            page.get_by_role("button", name="Undo").click()
            page.locator("#result_list tbody tr").first.locator("button[value=trash]").click()
    assert page.locator("#result_list tbody tr").count() == 0
    context.close()
    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["approved", "spam", "trash"] * 2
    assert not counters.recount()


def test_keys_move_select_and_stay_silent_while_typing(page: Page, people: Cast, article: Article) -> None:
    comments = [write(article, number) for number in range(4)]
    log_in(page, people.moderator)
    page.goto(LIST)
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.dataset.pk") == str(comments[1].pk)
    page.keyboard.press("k")
    press(page, "x", "Selected")
    page.keyboard.press("j")
    page.keyboard.press("j")
    press(page, "x", "Selected")
    press(page, "s", "2 comments marked as spam")
    assert set(Comment.objects.filter(status="spam")) == {comments[0], comments[2]}
    press(page, "z", "Undone for 2 comments")
    assert page.locator("#result_list tbody tr").count() == 4
    page.fill("#searchbar", "")
    page.locator("#searchbar").press_sequentially("asd")
    assert page.input_value("#searchbar") == "asd"
    assert not Comment.objects.exclude(status="pending").exists()
    page.locator("#searchbar").blur()
    page.keyboard.press("?")
    expect(page.locator("#desk-keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#desk-keys")).to_be_hidden()


def test_reports_are_settled_from_the_panel_beside_the_list(
    page: Page, people: Cast, article: Article
) -> None:
    comment = write(article, 1)
    moderation.approve([comment], by=people.moderator)
    flags.report(comment, reason="topic", words="About pills", network="a")
    log_in(page, people.moderator)
    page.goto("/admin/blog/comment/?status=approved&q=flag:open")
    expect(page.locator("#desk-why")).to_contain_text("About pills")
    page.locator("#desk-why").get_by_role("button", name="Let it stand").click()
    expect(page.locator(".messagelist")).to_contain_text("The reports are settled")
    assert Flag.objects.get().outcome == "overruled"


def test_reply_from_the_desk_approves_too(page: Page, people: Cast, article: Article) -> None:
    first, second = write(article, 1), write(article, 2)
    log_in(page, people.moderator)
    page.goto(LIST)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("r")
    expect(page.locator("#reply-body")).to_be_focused()
    page.keyboard.type("Thank you, and as said: data.")
    page.evaluate("document.getElementById('desk-said').textContent = ''")
    page.click("#desk-why button[type=submit]")
    expect(page.locator("#desk-said")).to_contain_text("Your answer to Reader 1 is published")
    first.refresh_from_db()
    assert first.status == "approved"
    assert first.replies.get().status == "approved"
    assert current(page) == second.pk


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_desk_is_accessible(page: Page, people: Cast, article: Article, scheme: str, width: int) -> None:
    pitch = "Our roofers repair every roof in the county within one day"
    for number in range(3):
        write(article, number, body=f"{pitch}, call {number}!")
    write(article, 9, body="See https://tide.example/ for more.")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, people.administrator)
    page.goto(LIST)
    expect(page.locator("#desk-why")).to_be_visible()
    expect(page.locator(".group")).to_contain_text("3 alike")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{LIST}all/?status=pending&q=link:tide.example")
    assert_accessible(page)
    page.goto(f"{LIST}{Comment.objects.first().pk}/change/")  # type: ignore[union-attr]
    assert_accessible(page)
    page.goto("/admin/blog/decision/")
    assert_accessible(page)
