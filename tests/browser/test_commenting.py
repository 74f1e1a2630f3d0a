"""Leaving a reply in a real browser, with the script and without it."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from blog.articles.models import Article
from blog.comments import attack, moderation, submission
from blog.comments.models import Comment, SpentProof
from blog.comments.spam.evidence import Evidence
from blog.site.models import SiteSettings
from tests.browser.conftest import Complaints
from tests.cast import Cast, live_article

pytestmark = pytest.mark.browser


@pytest.fixture
def article(people: Cast) -> Article:
    return live_article(people.editor)


def write(article: Article, body: str, by: Cast | None = None) -> Comment:
    comment = submission.receive(
        article, body=body, author_name="Lena", author_email="lena@reader.example", evidence=Evidence()
    )
    if by:
        moderation.approve([comment], by=by.moderator)
    return comment


def fill(page: Page, body: str = "The step is the fourth, surely?") -> None:
    page.fill("[name=body]", body)
    page.fill("[name=author_name]", "Jonas Okafor")
    page.fill("[name=author_email]", "jonas@reader.example")


def test_reply_is_sent_in_place_and_shown_as_waiting(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    fill(page)
    page.check("[data-remember]")
    page.click("text=Post Comment")
    expect(page.locator(".thread .held")).to_contain_text("The step is the fourth")
    expect(page.locator(".said")).to_contain_text("waits for a moderator")
    assert page.evaluate("document.activeElement.matches('.just-sent')")
    assert Comment.objects.get().status == "pending"
    page.reload()
    expect(page.locator("[name=author_name]")).to_have_value("Jonas Okafor")
    expect(page.locator("[name=body]")).to_have_value("")
    page.goto("/")
    assert page.context.cookies() == []


def test_mistakes_are_marked_in_place_and_nothing_is_lost(
    page: Page, article: Article, complaints: Complaints
) -> None:
    complaints.expected.append("400")
    page.goto(article.get_absolute_url())
    fill(page)
    page.fill("[name=author_email]", "jonas@")
    page.click("text=Post Comment")
    expect(page.locator("[name=author_email]")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#reply-author_email_error")).to_contain_text("no domain")
    expect(page.locator("[name=author_email]")).to_be_focused()
    expect(page.locator("[name=body]")).to_have_value("The step is the fourth, surely?")
    page.fill("[name=author_email]", "jonas@reader.example")
    page.click("text=Post Comment")
    expect(page.locator(".thread .held")).to_be_visible()
    expect(page.locator(".mistakes, .is-invalid")).to_have_count(0)


def test_selected_words_are_quoted_in_place_and_a_draft_is_kept(
    page: Page, article: Article, people: Cast
) -> None:
    comment = write(article, "> Who said so?\n\nIs the mercury still in there?", people)
    page.goto(article.get_absolute_url())
    page.fill("[name=body]", "Not any more.")
    page.evaluate(
        """pk => {
          const words = document.querySelector(`#c${pk} > p:not(.acts)`).firstChild
          getSelection().setBaseAndExtent(words, 3, words, 14)
        }""",
        comment.pk,
    )
    page.click(f"#c{comment.pk} [data-quote]")
    expect(page.locator("[name=body]")).to_have_value("Not any more.\n\n> the mercury\n\n")
    expect(page.locator("[name=body]")).to_be_focused()
    expect(page.locator("[name=to]")).to_have_value(str(comment.pk))
    page.goto(f"/articles/{article.slug}/reply/?to={comment.pk}&quote=1")
    expect(page.locator("[name=body]")).to_have_value(
        "Not any more.\n\n> the mercury\n\n> Is the mercury still in there?\n\n"
    )


def test_form_moves_under_what_it_answers_and_back(page: Page, article: Article, people: Cast) -> None:
    comment = write(article, "Is the mercury still in there?", people)
    page.goto(article.get_absolute_url())
    page.click(f"[data-answer='{comment.pk}']")
    expect(page.locator(f"li:has(> #c{comment.pk}) > form h3")).to_have_text("Leave a Reply to Lena")
    expect(page.locator("[name=body]")).to_be_focused()
    page.click("text=Cancel reply")
    expect(page.locator("#comments > form h3")).to_have_text("Leave a Reply")
    page.click(f"[data-answer='{comment.pk}']")
    fill(page)
    page.click("text=Post Comment")
    expect(page.locator(f"li:has(> #c{comment.pk}) > ol .held")).to_be_visible()
    assert Comment.objects.latest("pk").parent == comment


def test_link_beside_a_section_lets_the_form_answer_it(page: Page, article: Article) -> None:
    section = article.sections.get(heading="Mud")
    page.goto(article.get_absolute_url())
    page.evaluate(
        """(uid) => {
          const words = { href: "?section=" + uid, textContent: "Answer Mud" };
          const link = Object.assign(document.createElement("a"), words);
          Object.assign(link.dataset, { section: uid, heading: "Mud" });
          document.querySelector("#text").append(link);
        }""",
        section.uid,
    )
    page.click("text=Answer Mud")
    expect(page.locator("#comments > form h3")).to_have_text("Leave a Reply to Mud")
    page.click("text=Cancel reply")
    expect(page.locator("[name=section]")).to_have_value("")
    page.click("text=Answer Mud")
    fill(page)
    page.click("text=Post Comment")
    expect(page.locator(".thread .held")).to_be_visible()
    expect(page.locator("[name=section]")).to_have_value("")
    assert Comment.objects.get().section == section


def test_draft_outlives_a_closed_tab(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.fill("[name=body]", "Half a thought")
    page.goto("about:blank")
    page.goto(article.get_absolute_url())
    expect(page.locator("[name=body]")).to_have_value("Half a thought")


def test_plain_form_takes_over_where_the_script_fails(
    page: Page, article: Article, complaints: Complaints
) -> None:
    complaints.expected.append("ERR_FAILED")
    page.goto(article.get_absolute_url())
    page.route(
        "**/reply/",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    fill(page)
    page.click("text=Post Comment")
    page.wait_for_url("**/comments/receipt/**")
    page.goto(article.get_absolute_url())
    expect(page.locator("[name=body]")).to_have_value("")


@pytest.fixture
def scriptless(chromium: Browser, live_server) -> Iterator[Page]:  # type: ignore[no-untyped-def]
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_everything_works_without_a_script(scriptless: Page, article: Article, people: Cast) -> None:
    page = scriptless
    comment = write(article, "Is the mercury still in there?", people)
    page.goto(article.get_absolute_url())
    assert not page.is_visible(".checks")
    page.click(f"#c{comment.pk} >> text=Reply")
    expect(page.locator(".answered")).to_contain_text("mercury")
    fill(page, "")
    page.click("text=Post Comment")
    expect(page.locator(".mistakes")).to_contain_text("Please write something first.")
    expect(page.locator("[name=author_name]")).to_have_value("Jonas Okafor")
    page.fill("[name=body]", "It is.")
    page.click("text=Post Comment")
    page.wait_for_url("**/comments/receipt/**")
    expect(page.locator(".held")).to_contain_text("It is.")
    assert Comment.objects.latest("pk").parent == comment


def crowd(article: Article) -> None:
    """Fill the queue to its cap: from now on only who proves work gets in."""
    now = timezone.now()
    Comment.objects.bulk_create(
        Comment(article=article, author_name="Many", body=f"n{n}", body_digest=f"{n}", submitted_at=now)
        for n in range(SiteSettings.current().queue_cap)
    )


def test_browser_proves_work_in_a_flood_and_its_owner_solves_nothing(
    page: Page, article: Article, people: Cast
) -> None:
    crowd(article)
    attack.switch_on(by=people.moderator)
    page.goto(article.get_absolute_url())
    fill(page)
    page.click("text=Post Comment")
    expect(page.locator(".thread .held")).to_contain_text("The step is the fourth", timeout=30_000)
    assert SpentProof.objects.count() == 1


def test_who_began_before_the_flood_is_let_in_by_a_second_try(
    page: Page, article: Article, people: Cast, complaints: Complaints
) -> None:
    complaints.expected.append("503")
    page.goto(article.get_absolute_url())
    with page.expect_response("**/comments/form-time/"):
        fill(page)
    crowd(article)
    attack.switch_on(by=people.moderator)
    page.click("text=Post Comment")
    expect(page.locator(".thread .held")).to_contain_text("The step is the fourth", timeout=30_000)
    assert SpentProof.objects.count() == 1
