"""axe-core finds nothing to complain about, by day and by night."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from blog.articles.models import Article
from blog.comments import moderation, submission
from blog.comments.spam.evidence import Evidence
from tests.browser.conftest import Complaints, log_in
from tests.cast import Cast, draft_article, live_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RICH = (
    "<h3>Below</h3><p>Text with <a href='https://a.example/'>a link</a><span class='footnote'>A note.</span>.</p>"
    "<table><caption>Tides</caption><thead><tr><th scope='col'>Day</th><th scope='col'>Hour</th></tr></thead>"
    "<tbody><tr><th scope='row'>Monday</th><td>04:10</td></tr></tbody></table>"
    "<blockquote><p>Quoted.</p></blockquote><pre><code>x = 1</code></pre>"
)


@pytest.fixture(params=["light", "dark"])
def lit_page(page: Page, request: pytest.FixtureRequest) -> Page:
    page.emulate_media(color_scheme=request.param, reduced_motion="reduce")
    return page


@pytest.fixture
def talked_about(people: Cast) -> Article:
    article = live_article(
        people.editor, sections=[("", "<p>One.</p>"), ("Tides", RICH), ("Birds", "<p>Two.</p>")]
    )
    first = None
    for number in range(3):
        comment = submission.receive(
            article,
            body=f"Reply *{number}* with `code`.\n\n> quoted",
            author_name="Jonas Okafor",
            author_email=f"j{number}@reader.example",
            parent=first,
            evidence=Evidence(),
        )
        moderation.approve([comment], by=people.moderator)
        first = first or comment
    submission.receive(
        article, body="Waiting.", author_name="Lena", author_email="l@reader.example", evidence=Evidence()
    )
    draft_article(people.editor, title="A draft")
    return article


def assert_accessible(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_axe_sees_a_fault(page: Page, talked_about: Article, complaints: Complaints) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert Axe().run(page).violations_count > 0


@pytest.mark.parametrize("path", ["/", "/archive/", "/authors/edda-lind/", "/nowhere/"])
def test_public_pages(lit_page: Page, talked_about: Article, complaints: Complaints, path: str) -> None:
    complaints.expected.append("404")
    lit_page.goto(path)
    assert_accessible(lit_page)


def test_article_with_comments(lit_page: Page, talked_about: Article) -> None:
    lit_page.goto(talked_about.get_absolute_url())
    assert lit_page.locator(".comment").count() == 3
    assert_accessible(lit_page)


def test_form_with_errors(lit_page: Page, talked_about: Article, complaints: Complaints) -> None:
    complaints.expected.append("400")
    lit_page.goto(f"{talked_about.get_absolute_url()}reply/")
    lit_page.evaluate("document.querySelectorAll('form').forEach((form) => { form.noValidate = true; })")
    lit_page.fill("[name=author_email]", "mara@")
    with lit_page.expect_response(
        lambda response: "reply" in response.url and response.request.method == "POST"
    ):
        lit_page.click("form#reply button[type=submit], form#reply input[type=submit]")
    lit_page.wait_for_selector("[aria-invalid=true]")
    assert_accessible(lit_page)


def test_receipt(lit_page: Page, talked_about: Article) -> None:
    from blog.comments import receipts
    from blog.comments.models import Comment

    lit_page.goto(receipts.address_of(Comment.objects.pending().get()))
    assert_accessible(lit_page)


def test_report_of_a_comment(lit_page: Page, talked_about: Article, complaints: Complaints) -> None:
    complaints.expected.append("400")
    comment = talked_about.comments.filter(status="approved").first()
    lit_page.goto(f"/comments/{comment.pk}/report/")
    assert_accessible(lit_page)
    lit_page.click("form.report button")
    expect(lit_page.locator(".mistakes")).to_contain_text("choose what is wrong")
    assert_accessible(lit_page)
    lit_page.get_by_label("Off topic").check()
    lit_page.click("form.report button")
    expect(lit_page.locator("h1")).to_have_text("Thank you for your report")
    assert_accessible(lit_page)


def test_login(lit_page: Page, talked_about: Article) -> None:
    lit_page.goto("/admin/login/")
    assert_accessible(lit_page)


@pytest.mark.parametrize(
    "path",
    ["/admin/", "/admin/blog/article/", "/admin/blog/article/add/", "/admin/blog/comment/?status=pending"],
)
def test_admin_pages(lit_page: Page, people: Cast, talked_about: Article, path: str) -> None:
    log_in(lit_page, people.administrator)
    lit_page.goto(path)
    assert_accessible(lit_page)


def test_article_form(lit_page: Page, people: Cast, talked_about: Article) -> None:
    log_in(lit_page, people.editor)
    lit_page.goto(f"/admin/blog/article/{talked_about.pk}/change/")
    assert_accessible(lit_page)
