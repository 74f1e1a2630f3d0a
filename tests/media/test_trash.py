"""Where an image is used, who may change it, and how it goes."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.articles.models import Article
from blog.media import access, describing, trash, usage
from blog.media.models import Image
from tests.cast import Cast
from tests.shelf import filed_article, picture


def covered(cast: Cast) -> tuple[Article, Image]:
    article = filed_article(cast.editor, title="Tides", tags=["Mud"], category="Coast")
    return article, Image.objects.get()


def test_use_is_found_with_place_and_state(cast: Cast) -> None:
    article, image = covered(cast)
    (use,) = usage.uses_of(image)
    assert (use.title, use.places, use.is_live, use.is_in_working_copy) == ("Tides", ("cover",), True, True)
    assert use.url == f"/admin/blog/article/{article.pk}/change/"


def test_used_image_is_purged_only_when_that_is_meant_and_the_page_stays(cast: Cast, client: Client) -> None:
    article, image = covered(cast)
    with pytest.raises(ValidationError, match="Only an image in the trash"):
        trash.purge(image, by=cast.editor, is_meant=True)
    trash.trash(image, by=cast.editor)
    assert b"<picture>" in client.get(article.get_absolute_url()).content
    with pytest.raises(trash.StillUsed):
        trash.purge(image, by=cast.editor)
    assert trash.purge(image, by=cast.editor, is_meant=True) is False
    page = client.get(article.get_absolute_url())
    assert page.status_code == client.get("/").status_code == client.get("/feed/").status_code == 200
    assert b"<picture>" not in page.content
    with pytest.raises(ValidationError, match="purged"):
        trash.restore(Image.objects.get(), by=cast.editor)


def test_trash_and_back(cast: Cast) -> None:
    image = picture(cast.author)
    with pytest.raises(PermissionDenied):
        trash.trash(image, by=cast.author)
    trash.trash(image, by=cast.editor)
    assert not Image.objects.on_the_shelf().exists()
    trash.restore(image, by=cast.editor)
    assert Image.objects.on_the_shelf().get() == image


def test_authors_describe_their_own_until_a_live_page_shows_it(cast: Cast) -> None:
    own = picture(cast.author)
    own.alt_text = "Mud"
    describing.describe(own, by=cast.author)
    assert not access.may_change(cast.other_author, own)
    assert not access.may_change(cast.moderator, own)
    _article, live = covered_by_author(cast)
    assert not access.may_change(cast.author, live)
    assert access.may_change(cast.editor, live)


def covered_by_author(cast: Cast) -> tuple[Article, Image]:
    article = filed_article(cast.editor, title="Birds", tags=["Mud"], category="Coast")
    Image.objects.filter(pk=article.cover_id).update(uploaded_by=cast.author)
    return article, Image.objects.get(pk=article.cover_id)


def test_purge_page_says_what_it_takes_along(cast: Cast, client: Client) -> None:
    _article, image = covered(cast)
    client.force_login(cast.editor)
    client.post(f"/admin/blog/image/{image.pk}/trash/")
    page = client.get(f"/admin/blog/image/{image.pk}/purge/").content.decode()
    assert "Tides" in page
    assert "still used" in page
    client.post(f"/admin/blog/image/{image.pk}/purge/")
    assert not Image.objects.get().is_gone
    client.post(f"/admin/blog/image/{image.pk}/purge/", {"meant": "1"})
    assert Image.objects.get().is_gone


def test_authors_and_moderators_cannot_trash_or_purge_through_the_admin(cast: Cast, client: Client) -> None:
    _article, image = covered(cast)
    for person in (cast.author, cast.moderator):
        client.force_login(person)
        for verb in ("trash", "restore", "purge"):
            assert client.post(f"/admin/blog/image/{image.pk}/{verb}/").status_code == 403
    assert Image.objects.get().trashed_at is None


def test_uses_cost_the_same_for_one_and_for_many(cast: Cast) -> None:
    _article, image = covered(cast)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            usage.uses_of(image)
        return len(captured)

    one = cost()
    for number in range(5):
        article = filed_article(cast.editor, title=f"More {number}", tags=["Mud"], category="Coast")
        type(article.live).objects.filter(pk=article.live_id).update(cover=image)
    assert cost() == one == 5
