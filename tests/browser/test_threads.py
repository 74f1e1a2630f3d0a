"""Long discussions in the browser: later replies fetched in place, a section's own under it, found by address."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.cast import Cast, live_article
from tests.comments.test_turning import chain, plant

pytestmark = pytest.mark.browser


def test_discussion_is_read_on_in_place(page: Page, people: Cast) -> None:
    article = live_article(people.editor)
    mud = article.sections.get(heading="Mud")
    talk = plant(article, 0, section=mud)
    plant(article, 1, talk, section=mud)
    comments = [plant(article, 2 + n) for n in range(60)]
    page.goto(article.get_absolute_url())
    expect(page.locator(".thread .comment")).to_have_count(51)
    page.get_by_role("link", name="Later replies").press("Enter")
    expect(page.locator(".thread .comment")).to_have_count(62)
    expect(page.locator(f"li:has(> #c{comments[49].pk})")).to_be_focused()
    expect(page.locator(".comments > [role=status]")).to_have_text("More conversations are shown: 11")
    expect(page.get_by_role("link", name="Later replies")).to_have_count(0)
    link = page.get_by_role("link", name="2 replies to this section")
    link.click()
    box = page.get_by_role("group", name="2 replies to this section")
    expect(box).to_be_focused()
    expect(box.locator(".comment")).to_have_count(2)
    expect(link).to_have_attribute("aria-expanded", "true")
    assert page.locator(f"#c{talk.pk}").count() == 1, "no id stands twice"
    assert box.locator(".when").first.get_attribute("href") == f"/comments/{talk.pk}/"
    box.get_by_role("link", name=re.compile("^Reply")).first.click()
    expect(box.locator("form h3")).to_have_text("Leave a Reply to n0")
    page.get_by_role("link", name="Cancel reply").click()
    link.click()
    expect(box).to_be_hidden()
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [violation["id"] for violation in found] == []


def test_deep_comment_is_unfolded_at_its_address(page: Page, people: Cast) -> None:
    article = live_article(people.editor)
    comments = chain(article, 9)
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Continue this conversation").click()
    expect(page.locator(f"#c{comments[5].pk}")).to_be_in_viewport()
    page.goto(f"/comments/{comments[8].pk}/")
    expect(page.locator(f"#c{comments[8].pk}")).to_be_in_viewport()
    expect(page.locator(".comment")).to_have_count(9)
    page.get_by_role("link", name=f"Reply: {comments[8].author_name}").click()
    page.locator("form.reply textarea").fill("Kept.")
    page.get_by_role("link", name="Cancel reply").click()
    expect(page.locator("form.reply textarea")).to_have_value("Kept.")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [violation["id"] for violation in found] == []
