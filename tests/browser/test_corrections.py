"""A reader's remark on its way: reworded, made a correction, put right, thanked; every page of it without a fault."""

import pytest
from playwright.sync_api import Page, expect

from blog.comments import moderation, submission
from blog.comments.spam.evidence import Evidence
from tests.browser.conftest import log_in
from tests.browser.test_accessibility import assert_accessible
from tests.cast import Cast, live_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_remark_becomes_a_correction(page: Page, people: Cast, scheme: str, width: int) -> None:
    article = live_article(people.administrator)
    comment = submission.receive(
        article,
        body="It empties twice! Call 0170.",
        author_name="Jonas Okafor",
        author_email="j@reader.example",
        section_uid=article.sections.get(heading="Mud").uid,
        evidence=Evidence(),
    )
    moderation.approve([comment], by=people.moderator)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, people.administrator)

    page.goto(f"/admin/blog/comment/{comment.pk}/change/")
    page.click("#amend summary")
    page.fill("#amend-body", "It empties twice!")
    page.fill("#amend-reason", "a number")
    page.click("#amend button")
    expect(page.locator(".wordings del")).to_contain_text("Call")
    page.click("#correct summary")
    page.fill("#correction-note", "The bay empties twice, not once.")
    look_at(page)
    page.click("#correct button")
    expect(page.locator("#correction-credit")).to_have_value("Jonas Okafor")
    look_at(page)

    page.goto(f"/admin/blog/article/{article.pk}/change/#heat")
    expect(page.locator(".heat")).to_contain_text("1 open correction")
    look_at(page)
    page.click(".todo a")
    page.select_option("#correction-revision", str(article.live.number))  # type: ignore[union-attr]
    page.click("button[value=fix]")
    expect(page.locator("h2 + form button[value=fix]")).to_have_count(0)

    page.goto(article.get_absolute_url())
    expect(page.locator(".corrections")).to_contain_text("Thanks to Jonas Okafor.")
    expect(page.locator(".comment")).to_contain_text("edited by a moderator")
    look_at(page)
    page.click(".corrections a")
    expect(page.locator(f"#c{comment.pk}")).to_be_in_viewport()


def look_at(page: Page) -> None:
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
