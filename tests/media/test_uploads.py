"""What is accepted as a picture: every hostile file is refused by name or written anew, whatever it is called."""

import io
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow

from blog.media import decoding, files, uploads
from blog.media.models import Image
from tests.cast import Cast
from tests.corpora import corpus
from tests.shelf import picture

UPLOAD = "/admin/blog/image/upload/"
PAYLOADS = (
    b"<script",
    b"<?php",
    b"alert(",
    b"%PDF",
    b"onclick",
    b"Exif",
    b"http://ns.adobe.com",
    b"ICC_PROFILE",
)


def cleaned(path: Path) -> decoding.Prepared | str:
    """Return what became of a file: the picture, or the code of its refusal."""
    try:
        return uploads.clean_image(io.BytesIO(path.read_bytes()))
    except ValidationError as error:
        return str(error.code)


def test_no_hostile_file_passes_unchanged() -> None:
    folders = [corpus("upload-hostile"), corpus("images")]
    every = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix]
    refused = 0
    for path in every:
        result = cleaned(path)
        if isinstance(result, str):
            refused += 1
            continue
        with Pillow.open(io.BytesIO(result.content), formats=decoding.FORMATS) as shown:
            assert not set(shown.info) & {"exif", "xmp", "icc_profile", "comment", "parameters"}, path.name
            assert not shown.getexif(), path.name
        assert [p for p in PAYLOADS if p in result.content] == [], path.name
    assert refused >= 50


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("bomb-16000x16000-gray.png", "too_many_pixels"),
        ("iccp-bomb-64MiB.png", "damaged"),
        ("svg-script.svg", "format"),
        ("lie-eps-as.png", "format"),
    ],
)
def test_hostile_files_are_refused_by_the_decoder_in_its_own_process(name: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        uploads.decoded_apart(corpus(f"upload-hostile/made/{name}").read_bytes())
    assert refusal.value.code == code


def test_the_decoder_in_its_own_process_returns_the_same_picture() -> None:
    raw = corpus("images/good/hopper.jpg").read_bytes()
    assert uploads.decoded_apart(raw) == decoding.prepare(raw)


def test_the_nine_orientations_look_alike() -> None:
    small = []
    for number in range(9):
        result = cleaned(corpus(f"images/exif-orientation/Portrait_{number}.jpg"))
        assert isinstance(result, decoding.Prepared)
        assert (result.width, result.height) == (1200, 1800)
        small.append(Pillow.open(io.BytesIO(result.content)).convert("L").resize((6, 9)).tobytes())
    # The pictures differ by the number drawn on them; a turned one would differ in every field.
    for other in small[1:]:
        assert sum(abs(a - b) > 24 for a, b in zip(small[0], other, strict=True)) <= 6


def test_transparency_and_sharp_edges_stay() -> None:
    clear = io.BytesIO()
    Pillow.new("RGBA", (20, 20), (200, 0, 0, 90)).save(clear, "PNG")
    assert uploads.clean_image(clear).suffix == ".webp"
    flat = io.BytesIO()
    Pillow.new("RGB", (300, 200), "navy").save(flat, "PNG")
    assert uploads.clean_image(flat).suffix == ".png"


def test_huge_picture_is_kept_at_2400_pixels() -> None:
    wide = io.BytesIO()
    Pillow.new("RGB", (5000, 1000), "navy").save(wide, "JPEG")
    done = uploads.clean_image(wide)
    assert (done.width, done.height) == (2400, 480)


def test_file_too_large_is_refused_without_being_read() -> None:
    class Untouched(io.BytesIO):
        size = 200 * 1024 * 1024

        def read(self, *args: object) -> bytes:
            raise AssertionError("read")

    with pytest.raises(ValidationError, match="larger than 20 MB"):
        uploads.clean_image(Untouched())


def test_request_that_says_it_is_200_mb_is_refused_before_anything_is_read(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.author)
    response = client.post(UPLOAD, {}, headers={"Content-Length": str(200 * 1024 * 1024)})
    assert response.status_code == 413
    assert b"nothing of it was stored" in response.content


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.png", "..\\evil.png", "a\u202egnp.exe.png", "x" * 300 + ".png"]
)
def test_names_from_outside_never_become_names_here(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.author)
    file = io.BytesIO()
    Pillow.new("RGB", (40, 30), "#8c2f2b").save(file, "PNG")
    client.post(UPLOAD, {"files": SimpleUploadedFile(name, file.getvalue())})
    image = Image.objects.get()
    assert image.file_name == f"images/{image.digest[:2]}/{image.digest[2:34]}.png"
    assert not set(image.title) & set("/\\\u202e")


def test_many_files_are_stored_or_refused_each_by_its_name(cast: Cast, client: Client) -> None:
    client.force_login(cast.author)
    good = io.BytesIO()
    Pillow.new("RGB", (40, 30), "#8c2f2b").save(good, "PNG")
    sent = [
        SimpleUploadedFile("one.png", good.getvalue()),
        SimpleUploadedFile("drawing.svg", b"<svg onload='alert(1)'/>"),
        SimpleUploadedFile("two.png", good.getvalue()),
    ]
    page = client.post(UPLOAD, {"files": sent}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said == [
        "2 pictures stored, 1 refused.",
        "“drawing.svg”: This is not a JPEG, PNG, WebP, GIF or AVIF picture.",
    ]
    assert [image.title for image in Image.objects.order_by("pk")] == ["one", "two"]
    answer = client.post(
        UPLOAD, {"files": [SimpleUploadedFile("x.gif", b"GIF")]}, headers={"Accept": "application/json"}
    )
    assert [no["name"] for no in answer.json()["refused"]] == ["x.gif"]


def test_moderators_and_strangers_upload_nothing(cast: Cast, client: Client) -> None:
    assert client.post(UPLOAD).status_code == 302
    client.force_login(cast.moderator)
    assert client.post(UPLOAD).status_code == 403
    with pytest.raises(PermissionDenied):
        picture(cast.moderator)


def test_a_death_between_file_and_row_leaves_an_orphan_that_is_swept_once(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    stays = picture(cast.author)

    class Killed(BaseException):
        pass

    def die(self: Image, *args: object, **kwargs: object) -> None:
        raise Killed

    file = io.BytesIO()
    Pillow.new("RGB", (50, 50), "green").save(file, "PNG")
    with monkeypatch.context() as patched:
        patched.setattr(Image, "save", die)
        with pytest.raises(Killed):
            uploads.add_image(file, title="Lost", by=cast.author)
    assert [image.pk for image in Image.objects.all()] == [stays.pk]
    assert files.sweep().orphans == []
    swept = files.sweep(grace=files.timedelta(0))
    assert len(swept.orphans) == 1
    assert swept.missing == []
    assert not default_storage.exists(swept.orphans[0])
    assert default_storage.exists(stays.file_name)
    assert files.sweep(grace=files.timedelta(0)).orphans == []


def test_replacing_keeps_number_and_words_and_drops_the_old_file(
    cast: Cast, editor: User, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    image = picture(cast.author)
    old, version = image.file_name, image.version
    file = io.BytesIO()
    Pillow.new("RGB", (900, 700), "green").save(file, "JPEG")
    with django_capture_on_commit_callbacks(execute=True):
        after = uploads.replace(image, file, by=editor)
    assert (after.pk, after.alt_text, after.size) == (image.pk, image.alt_text, (900, 700))
    assert after.version != version
    assert not default_storage.exists(old)
