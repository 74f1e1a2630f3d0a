"""The image library in a real browser: dropped, pasted and chosen pictures, and the focal point by keys."""

import io

import pytest
from PIL import Image as Pillow
from playwright.sync_api import Page, expect

from blog.media.models import Image
from tests.browser.conftest import Complaints, log_in
from tests.browser.test_accessibility import assert_accessible
from tests.cast import Cast
from tests.shelf import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Puts a file on the page as a drop or a paste would.
GIVE = """([kind, bytes]) => {
  const files = new DataTransfer()
  files.items.add(new File([new Uint8Array(bytes)], `${kind}.png`, { type: "image/png" }))
  const box = document.querySelector("[data-upload]")
  const facts = { bubbles: true, cancelable: true, [kind === "drop" ? "dataTransfer" : "clipboardData"]: files }
  box.dispatchEvent(kind === "drop" ? new DragEvent("drop", facts) : new ClipboardEvent("paste", facts))
}"""


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (60, 40), colour).save(out, "PNG")
    return out.getvalue()


def test_pictures_are_chosen_dropped_and_pasted(page: Page, people: Cast) -> None:
    log_in(page, people.author)
    page.goto("/admin/blog/image/")
    page.wait_for_selector("[data-upload-form][data-ready]")
    chosen = {"name": "chosen.png", "mimeType": "image/png", "buffer": png("red")}
    drawing = {"name": "drawing.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"}
    page.set_input_files("#upload-files", [chosen, drawing])
    summary = page.locator("[data-summary]")
    expect(summary).to_have_text("1 stored, 1 refused")
    expect(page.locator(".results .refused")).to_contain_text("drawing.svg: This is not a JPEG")
    for number, kind in enumerate(("drop", "paste"), start=2):
        page.evaluate(GIVE, [kind, list(png("green"))])
        expect(summary).to_have_text(f"{number} stored, 1 refused")
    assert sorted(Image.objects.values_list("title", flat=True)) == ["chosen", "drop", "paste"]


def test_focal_point_moves_by_keys(page: Page, people: Cast) -> None:
    image = picture(people.editor)
    log_in(page, people.editor)
    page.goto(f"/admin/blog/image/{image.pk}/change/")
    page.get_by_role("button", name="Focal point").focus()
    for key in ("ArrowRight", "Shift+ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[data-at]")).to_have_text("61 % from the left, 49 % from the top")
    page.click("[name=_save]")
    page.wait_for_selector("ul.messagelist")
    assert Image.objects.get().focal == (0.61, 0.49)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_library_and_image_form_are_accessible(
    page: Page, people: Cast, complaints: Complaints, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    image = picture(people.editor)
    log_in(page, people.editor)
    for path in ("/admin/blog/image/", f"/admin/blog/image/{image.pk}/change/"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.refusals") == []
        assert complaints.unexpected() == []
        assert_accessible(page)
    # The checker itself copies the stylesheet that Django's form styles import, and the policy refuses the copy.
    complaints.expected += ["inline", "(index 0)"]
