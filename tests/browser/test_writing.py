"""Writing an article in a real browser."""

import io
import re

import pytest
from django.contrib.auth.models import User
from PIL import Image as Pillow
from playwright.sync_api import Browser, Locator, Page, expect

from blog.articles.models import Article, State
from blog.media import uploads
from tests.browser.conftest import log_in
from tests.cast import Cast, draft_article, live_article

pytestmark = pytest.mark.browser


def open_form(page: Page, article: Article | None, *, user: User) -> None:
    log_in(page, user)
    page.goto("/admin/blog/article/add/" if article is None else f"/admin/blog/article/{article.pk}/change/")
    page.wait_for_selector("#article_form[data-ready]")


def leaf(page: Page, place: int) -> Locator:
    """The leaf at a place, counted from 0 as they stand on the page."""
    return page.locator("[data-leaf]:not(.removed)").nth(place)


def open_leaf(page: Page, place: int) -> Locator:
    """Open a leaf and return its text box."""
    leaf(page, place).locator('[data-do="toggle"]').click()
    box = leaf(page, place).get_by_role("textbox", name=re.compile("^Text of the section"))
    expect(box).to_have_class(re.compile("tiptap"))
    expect(box).to_be_focused()
    # The caret is put into the text a moment after the focus; a key pressed before moves nothing.
    page.wait_for_function("document.activeElement.contains(getSelection().anchorNode)")
    return box


def back_in(opened: Locator) -> None:
    """Wait until a dialog has given the focus back to the text."""
    expect(opened.locator(".tiptap")).to_be_focused()
    opened.page.wait_for_function("document.activeElement.contains(getSelection().anchorNode)")


def headings(page: Page) -> list[str]:
    shown = page.locator("[data-leaf]:not(.removed) .heading")
    return [shown.nth(n).input_value() for n in range(shown.count())]


def tool(place: Locator, name: str) -> Locator:
    return place.locator(f'[data-tool="{name}"]')


def stored(article: Article) -> list[tuple[str, str]]:
    rows = article.sections.filter(position__isnull=False).order_by("position")
    return [(row.heading, row.body) for row in rows]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_selector("ul.messagelist")


def test_article_is_written_and_published_with_footnote_link_and_table(page: Page, people: Cast) -> None:
    open_form(page, None, user=people.editor)
    page.fill("#id_title", "The harbour at four")
    first = leaf(page, 0)
    first.locator(".tiptap").click()
    page.keyboard.type("The lamp burns until four.")
    tool(first, "note").click()
    page.fill("#note-text", "Summer time.")
    page.get_by_role("button", name="Insert note").click()
    back_in(first)
    page.keyboard.type(" Then read ")
    tool(first, "link").click()
    page.fill("#link-href", "example.org/lamps")
    page.get_by_role("button", name="Set link").click()
    back_in(first)
    page.keyboard.press("Enter")
    tool(first, "table").click()
    back_in(first)
    page.keyboard.type("Hour")
    tool(first, "caption").click()
    page.fill("#caption-text", "The night")
    page.get_by_role("button", name="Set caption").click()
    back_in(first)
    page.get_by_role("button", name="Add a section", exact=True).click()
    leaf(page, 1).locator(".heading").fill("The lamp room")
    leaf(page, 1).locator(".heading").press("Enter")
    expect(leaf(page, 1).locator(".tiptap")).to_be_focused()
    page.keyboard.type("It smells of oil.")
    press(page, "Publish")

    article = Article.objects.select_related("live").get()
    assert article.state() == State.LIVE
    (_, introduction), second = stored(article)
    assert '<span class="footnote">Summer time.</span> Then read' in introduction
    assert '<a href="https://example.org/lamps"' in introduction
    assert "<caption>The night</caption>" in introduction
    assert "Hour" in introduction
    assert second == ("The lamp room", "<p>It smells of oil.</p>")
    expect(page.locator("ul.messagelist a")).to_have_attribute("href", article.get_absolute_url())


def test_javascript_address_is_refused_in_the_link_dialog(page: Page, people: Cast) -> None:
    open_form(page, draft_article(people.author), user=people.author)
    box = open_leaf(page, 0)
    box.press("Control+a")
    box.press("Control+k")
    page.fill("#link-href", "javascript:alert(1)")
    page.get_by_role("button", name="Set link").click()
    expect(page.locator("#ask-link [data-refused]")).to_be_visible()
    page.locator("#ask-link").get_by_role("button", name="Cancel").click()
    assert "href" not in leaf(page, 0).locator("[data-body]").input_value()


def test_leaves_move_by_keyboard_and_the_focus_stays(page: Page, people: Cast) -> None:
    article = draft_article(people.author)
    open_form(page, article, user=people.author)
    up = leaf(page, 2).get_by_role("button", name="Move up")
    up.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-announce]")).to_have_text("“Birds” is now 2 of 3.")
    assert (
        page.evaluate("document.activeElement.closest('[data-leaf]').querySelector('.heading').value")
        == "Birds"
    )
    page.keyboard.press("Enter")
    assert headings(page) == ["Birds", "", "Mud"]
    page.keyboard.press("Alt+ArrowDown")
    assert headings(page) == ["", "Birds", "Mud"]
    press(page, "Save privately")
    assert [heading for heading, _ in stored(article)] == ["", "Birds", "Mud"]


@pytest.mark.parametrize(
    ("start", "end", "order"),
    [
        (0, 3, ["B", "C", "A", "D", "E"]),
        (4, 0, ["E", "A", "B", "C", "D"]),
        (1, 5, ["A", "C", "D", "E", "B"]),
        (3, 1, ["A", "D", "B", "C", "E"]),
    ],
)
def test_leaf_is_dragged_to_where_it_is_let_go(
    page: Page, people: Cast, start: int, end: int, order: list[str]
) -> None:
    article = draft_article(people.author, sections=[(name, f"<p>{name}</p>") for name in "ABCDE"])
    # Tall enough that nothing scrolls while the pointer is down.
    page.set_viewport_size({"width": 1280, "height": 1800})
    open_form(page, article, user=people.author)
    box = open_leaf(page, start)
    box.press("End")
    page.keyboard.type("!")
    grip = leaf(page, start).locator("[data-grip]").bounding_box()
    last = end == 5
    target = leaf(page, 4 if last else end).bounding_box()
    assert grip
    assert target
    page.mouse.move(grip["x"] + 8, grip["y"] + 8)
    page.mouse.down()
    aim = target["y"] + (target["height"] - 2 if last else 2)
    page.mouse.move(target["x"] + 200, aim - 30, steps=4)
    page.mouse.move(target["x"] + 200, aim, steps=4)
    page.mouse.up()
    assert headings(page) == order
    press(page, "Save privately")
    assert stored(article) == [
        (name, f"<p>{name}!</p>" if name == "ABCDE"[start] else f"<p>{name}</p>") for name in order
    ]


def test_section_taken_out_can_be_put_back_before_saving(page: Page, people: Cast) -> None:
    article = draft_article(people.author)
    open_form(page, article, user=people.author)
    leaf(page, 1).get_by_role("button", name="Take out").click()
    assert headings(page) == ["", "Birds"]
    page.get_by_role("button", name="Undo", exact=True).click()
    assert headings(page) == ["", "Mud", "Birds"]
    leaf(page, 2).get_by_role("button", name="Take out").click()
    press(page, "Save privately")
    assert [heading for heading, _ in stored(article)] == ["", "Mud"]


def test_section_is_added_between_two_others(page: Page, people: Cast) -> None:
    article = draft_article(people.author)
    open_form(page, article, user=people.author)
    leaf(page, 1).get_by_role("button", name="Add a section here").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Salt")
    page.keyboard.press("Enter")
    expect(leaf(page, 1).locator(".tiptap")).to_be_focused()
    page.keyboard.type("White in summer.")
    press(page, "Save privately")
    assert [heading for heading, _ in stored(article)] == ["", "Salt", "Mud", "Birds"]


def test_closed_leaves_mount_no_editor_and_keep_their_text(page: Page, people: Cast) -> None:
    article = live_article(people.editor, sections=[("A", "<p>One <em>two</em></p>"), ("B", "<p>Three</p>")])
    before = stored(article)
    open_form(page, article, user=people.editor)
    assert page.locator(".tiptap").count() == 0
    open_leaf(page, 1)
    expect(page.locator(".tiptap")).to_have_count(1)
    expect(page.locator("[data-unsaved]")).to_be_hidden()
    press(page, "Save privately")
    assert stored(article) == before
    assert not Article.objects.get(pk=article.pk).has_unpublished_changes


def test_publish_button_counts_what_is_typed_and_publishes_only_what_is_ticked(
    page: Page, people: Cast
) -> None:
    article = live_article(people.editor)
    open_form(page, article, user=people.editor)
    publish = page.locator("[data-publish]")
    expect(publish).to_have_text("Nothing to publish")
    expect(publish).to_be_disabled()
    for place, word in ((1, "Deep"), (2, "High")):
        box = open_leaf(page, place)
        box.press("Control+End")
        page.keyboard.type(f" {word}.")
    expect(publish).to_have_text("Publish 2 changed sections")
    page.get_by_text("Choose what goes live").click()
    page.get_by_role("checkbox", name=re.compile("Birds")).uncheck()
    expect(publish).to_have_text("Publish 1 changed section")
    publish.click()
    page.wait_for_selector("ul.messagelist")
    live = Article.objects.select_related("live").get(pk=article.pk).live
    assert live
    texts = {row.text.heading: row.text.body for row in live.manifest.select_related("text")}
    assert texts["Mud"] == "<p>Mud has a memory of a week. Deep.</p>"
    assert texts["Birds"] == "<p>Dunlin come first.</p>"
    expect(publish).to_have_text("Publish 1 changed section")
    expect(page.locator("[data-sentence]")).to_contain_text("1 of 3 sections changed since revision")


def test_markup_the_editor_does_not_make_survives_editing(page: Page, people: Cast) -> None:
    body = (
        '<blockquote cite="https://example.org/"><p>Said.</p></blockquote>'
        '<table><caption>Tides</caption><tbody><tr><th scope="col"><p>Day</p></th></tr><tr><td><p>1</p></td></tr>'
        '</tbody></table><figure><pre><code class="language-python">x = 1</code></pre><figcaption>Code</figcaption>'
        "</figure>"
        "<p>H<sub>2</sub>O</p>"
    )
    article = draft_article(people.author, sections=[("", body)])
    open_form(page, article, user=people.author)
    box = open_leaf(page, 0)
    box.press("Control+End")
    page.keyboard.type("!")
    press(page, "Save privately")
    [(_, after)] = stored(article)
    for kept in (
        'cite="https://example.org/"',
        "<caption>Tides</caption>",
        'scope="col"',
        "language-python",
        "<figcaption>",
        "<sub>",
    ):
        assert kept in after
    assert "!" in after


def test_two_hundred_sections_mount_one_editor_and_keep_what_is_typed(page: Page, people: Cast) -> None:
    sections = [(f"Part {n}", f"<p>{'Mud and water. ' * 60}</p>") for n in range(200)]
    article = draft_article(people.author, sections=sections)
    open_form(page, article, user=people.author)
    assert page.locator(".ProseMirror").count() <= 1
    box = open_leaf(page, 120)
    box.press("Control+End")
    page.keyboard.type("xyz")
    press(page, "Save privately")
    assert stored(article)[120][1].endswith("xyz</p>")
    assert stored(article)[119][1] == sections[119][1].strip()


def test_text_pasted_from_a_word_processor_is_taken_without_its_styles(page: Page, people: Cast) -> None:
    article = draft_article(people.author, sections=[("", "<p>Before.</p>")])
    open_form(page, article, user=people.author)
    box = open_leaf(page, 0)
    box.press("Control+End")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", `<style>p{color:red}</style><p class="MsoNormal" style="margin:0">One <b
              style="color:red">two</b><o:p></o:p></p><script>window.ran = 1</script>
              <img src="x" onerror="window.ran = 1">`);
            document.activeElement.dispatchEvent(
              new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    press(page, "Save privately")
    [(_, body)] = stored(article)
    assert "<strong>two</strong>" in body
    assert "style" not in body
    assert page.evaluate("window.ran === undefined")


def test_figure_is_chosen_from_the_pictures(page: Page, people: Cast) -> None:
    content = io.BytesIO()
    Pillow.new("RGB", (40, 30), "#8c2f2b").save(content, "PNG")
    content.seek(0)
    image = uploads.add_image(content, title="Lens of the tower", by=people.author, alt_text="A lens")
    article = draft_article(people.author)
    open_form(page, article, user=people.author)
    open_leaf(page, 1)
    leaf(page, 1).get_by_role("button", name="Choose a figure").click()
    page.get_by_role("searchbox", name="Search images").fill("lens")
    page.get_by_role("button", name="Lens of the tower").click()
    leaf(page, 1).get_by_label("Caption here").fill("By day")
    press(page, "Save privately")
    section = article.sections.get(heading="Mud")
    assert (section.figure_id, section.figure_caption) == (image.pk, "By day")


def test_toolbar_is_one_stop_for_tab_and_arrows_move_inside(page: Page, people: Cast) -> None:
    open_form(page, draft_article(people.author), user=people.author)
    box = open_leaf(page, 0)
    box.focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.dataset.tool") == "bold"
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.tool") == "italic"
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    expect(box).not_to_be_focused()


def test_form_works_without_script(chromium: Browser, live_server, people: Cast, settings) -> None:  # type: ignore[no-untyped-def]
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    article = draft_article(people.author)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    log_in(page, people.author)
    page.goto(f"/admin/blog/article/{article.pk}/change/")
    mud = page.locator("[data-leaf]").nth(1)
    expect(mud.get_by_role("textbox", name="Text of the section")).to_be_visible()
    mud.get_by_role("textbox", name="Text of the section").fill("<p>Plain.</p>")
    mud.get_by_role("spinbutton", name="Position").fill("9")
    page.locator("[data-leaf]").nth(0).get_by_role("checkbox", name="Take out").check()
    spare = page.locator("[data-leaf]").nth(3)
    spare.get_by_role("textbox", name="Heading of the section").fill("Salt")
    page.get_by_role("button", name="Save privately").click()
    page.wait_for_selector("ul.messagelist")
    context.close()
    assert [heading for heading, _ in stored(article)] == ["Birds", "Salt", "Mud"]
    assert dict(stored(article))["Mud"] == "<p>Plain.</p>"
