"""Images in the admin."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Pillow

from blog.media.models import Image
from tests.cast import Cast

ADD = "/admin/blog/image/add/"


def picture(kind: str = "PNG", *, size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    out = io.BytesIO()
    Pillow.new("RGB", size, "#8c2f2b").save(out, kind)
    return SimpleUploadedFile(f"photo.{kind.lower()}", out.getvalue())


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.author)
    return client


def upload(client: Client, file: SimpleUploadedFile | None, **said: str):  # type: ignore[no-untyped-def]
    data = {
        "title": "Lens",
        "alt_text": "A lens",
        "caption": "",
        "credit": "",
        "focal_x": "0.5",
        "focal_y": "0.5",
        **said,
    }
    return client.post(ADD, {**data, **({"upload": file} if file else {})})


def test_picture_is_stored_under_a_name_of_our_own_and_reencoded(desk: Client, cast: Cast) -> None:
    assert upload(desk, picture()).status_code == 302
    image = Image.objects.get()
    assert (image.width, image.height, image.uploaded_by) == (40, 30, cast.author)
    assert "photo" not in image.file.name
    assert image.file.name.endswith(".png")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "not a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, ""),
    ],
)
def test_other_files_are_refused_at_the_field_and_what_was_typed_stays(
    desk: Client, content: bytes, reason: str
) -> None:
    response = upload(desk, SimpleUploadedFile("photo.png", content), caption="Kept")
    assert reason in str(response.context["adminform"].form.errors["upload"])
    assert b'value="Kept"' in response.content
    assert not Image.objects.exists()


def test_picture_is_required(desk: Client) -> None:
    assert "upload" in upload(desk, None).context["adminform"].form.errors


def test_editor_changes_what_is_said_and_the_file_stays(desk: Client, cast: Cast) -> None:
    upload(desk, picture())
    image = Image.objects.get()
    url = reverse("admin:blog_image_change", args=[image.pk])
    said = {
        "title": "Lens",
        "alt_text": "Glass",
        "caption": "C",
        "credit": "K",
        "focal_x": "0.2",
        "focal_y": "1",
    }
    desk.force_login(cast.other_author)
    assert desk.post(url, said).status_code == 403
    desk.force_login(cast.editor)
    desk.post(url, said)
    after = Image.objects.get()
    assert (after.alt_text, after.focal, after.file.name) == ("Glass", (0.2, 1.0), image.file.name)
    desk.post(url, said | {"upload": picture("GIF", size=(50, 20))})
    assert (Image.objects.get().size, Image.objects.get().focal) == ((50, 20), (0.5, 0.5))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"alt_text": ""}, "alt_text"),
        ({"is_decorative": "on"}, "is_decorative"),
        ({"focal_x": "1.01"}, "focal_x"),
    ],
)
def test_image_says_what_it_shows_or_that_it_decorates(
    desk: Client, cast: Cast, said: dict[str, str], field: str
) -> None:
    upload(desk, picture())
    data = {"title": "Lens", "alt_text": "A lens", "focal_x": "0.5", "focal_y": "0.5"} | said
    page = desk.post(reverse("admin:blog_image_change", args=[Image.objects.get().pk]), data)
    assert field in page.context["adminform"].form.errors


def test_picker_finds_images_by_words(desk: Client) -> None:
    upload(desk, picture(), title="Lens of the tower")
    upload(desk, picture(), title="Quay")
    answer = desk.get("/admin/blog/image/picker/", {"q": "tower lens"}).json()
    assert [image["title"] for image in answer["images"]] == ["Lens of the tower"]
    assert answer["older"] == ""


def test_picker_is_closed_to_strangers_and_moderators(client: Client, cast: Cast) -> None:
    assert client.get("/admin/blog/image/picker/").status_code == 302
    client.force_login(cast.moderator)
    assert client.get("/admin/blog/image/picker/").status_code == 403


def test_list_costs_the_same_for_one_and_for_many(desk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/admin/blog/image/")
        return len(captured)

    upload(desk, picture())
    few = cost()
    for _ in range(10):
        upload(desk, picture())
    assert cost() == few <= 8
