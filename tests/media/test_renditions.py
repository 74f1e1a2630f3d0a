"""What is made of an image, and which file answers for its address."""

import io

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from blog.media import describing, renditions, trash, uploads
from blog.media.models import Image
from blog.media.pictures import picture_of
from blog.media.sizes import KINDS, crop_box, wanted, widths
from tests.cast import Cast

sides = st.integers(1, 3000)
fractions = st.floats(0, 1)


@given(sides, sides, st.sampled_from([kind.ratio for kind in KINDS.values()]), fractions, fractions)
def test_every_crop_contains_the_focal_point_and_lies_in_the_picture(
    width: int, height: int, ratio: float | None, x: float, y: float
) -> None:
    left, top, right, bottom = crop_box((width, height), ratio=ratio, focal=(x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    # Pixels are whole: the point may lie half a pixel beside the edge.
    assert left - 0.5 <= x * width <= right + 0.5
    assert top - 0.5 <= y * height <= bottom + 0.5


@given(sides, sides)
def test_nothing_is_ever_enlarged(width: int, height: int) -> None:
    for want in wanted((width, height), fallback="jpg"):
        assert want.width <= width
        assert want.height <= height + 1


def photo(by: User, size: tuple[int, int] = (700, 500)) -> Image:
    """Store a picture whose left half is red and whose right half is blue."""
    canvas = Pillow.new("RGB", size, "red")
    canvas.paste("blue", (size[0] // 2, 0, *size))
    file = io.BytesIO()
    canvas.save(file, "JPEG")
    return uploads.add_image(file, title="Halves", by=by, alt_text="Red and blue")


def test_set_is_complete_and_honours_the_focal_point(cast: Cast) -> None:
    image = photo(cast.author, (1400, 400))
    image.focal_x = 0.95
    image = describing.describe(image, by=cast.editor)
    made = {(row.kind, row.width, row.format): row for row in renditions.make(image)}
    assert set(made) == {(w.kind, w.width, w.format) for w in wanted(image.size, fallback="jpg")}
    with made["card", 320, "jpg"].file.open("rb") as file:
        crop = Pillow.open(file).convert("RGB")
    assert (crop.width, crop.height) == (320, 240)
    red, _green, blue = crop.getpixel((10, 120))
    assert blue > 200 > red


def test_address_answers_at_once_and_better_when_renditions_are_ready(cast: Cast, client: Client) -> None:
    image = photo(cast.author)
    before = client.get(f"/images/{image.pk}/fit-640.webp?v={image.version}")
    assert before.headers["Content-Type"] == "image/jpeg"
    assert before.headers["Cache-Control"] == "public, max-age=10"
    renditions.make(image)
    after = client.get(f"/images/{image.pk}/fit-640.webp?v={image.version}")
    assert (after.headers["Content-Type"], after.headers["Cache-Control"]) == (
        "image/webp",
        "public, max-age=31536000, immutable",
    )
    assert after.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in after.headers["Content-Security-Policy"]
    plain = client.get(f"/images/{image.pk}/fit-640.webp")
    assert "immutable" not in plain.headers["Cache-Control"]
    again = client.get(f"/images/{image.pk}/fit-640.webp", headers={"If-None-Match": plain.headers["ETag"]})
    assert again.status_code == 304
    chosen = client.get(f"/images/{image.pk}/fit-640", headers={"Accept": "image/avif,image/webp,*/*"})
    assert chosen.headers["Content-Type"] == "image/avif"
    assert "Accept" in chosen.headers["Vary"].split(", ")
    for response in (before, after, plain, chosen):
        response.close()


@pytest.mark.parametrize(
    "path",
    [
        "fit-641.webp",
        "fit-99999.jpg",
        "huge-640.webp",
        "fit-640.svg",
        "full.php",
        "fit-٦٤٠.webp",
        "..%2f.jpg",
    ],
)
def test_no_address_outside_the_fixed_list(cast: Cast, client: Client, path: str) -> None:
    image = photo(cast.author)
    assert client.get(f"/images/{image.pk}/{path}").status_code == 404
    assert client.get(f"/images/{10**19}/full.jpg").status_code == 404


def test_picture_names_formats_widths_and_its_shape(cast: Cast) -> None:
    shown = picture_of(photo(cast.author))
    assert [source.media_type for source in shown.sources] == ["image/avif", "image/webp"]
    assert "fit-640.avif" in shown.sources[0].srcset
    assert "960" not in shown.sources[0].srcset
    assert (shown.width, shown.height) == (640, 457)
    assert widths((100, 100), KINDS["fit"]) == ()


def test_purged_image_answers_no_more(cast: Cast, client: Client) -> None:
    image = photo(cast.author)
    trash.trash(image, by=cast.editor)
    response = client.get(f"/images/{image.pk}/full.jpg")
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    assert trash.purge(image, by=cast.editor)
    assert client.get(f"/images/{image.pk}/full.jpg").status_code == 404
