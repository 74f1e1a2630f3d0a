"""The frame of the admin: landing page, login, settings, profiles."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from blog.articles import publishing
from blog.articles.models import Article
from blog.comments.models import Comment, StatusTally
from blog.site.models import AuthorProfile, SiteSettings
from tests.cast import Cast, draft_article, live_article

QUERIES = 8
SETTINGS = "/admin/blog/sitesettings/1/change/"
GOOD = {
    "title": "The Tidal Review",
    "typeface": "serif",
    "measure": "normal",
    "articles_per_page": "10",
    "queue_cap": "200",
    "comment_mode": "all",
    "trusted_after_comments": "3",
    "flags_return_after": "3",
    "network_days": "30",
    "spam_text_days": "60",
    "filter_hide_one_in": "500",
    "accent": "#8c2f2b",
    "accent_dark": "#ee9d8c",
}


def waiting_comment(article: Article, *, name: str = "Jonas") -> None:
    Comment.objects.create(
        article=article,
        author_name=name,
        author_email="jonas@octavo.example",
        body="My father kept the light.",
        html="<p>My father kept the light.</p>",
        body_digest=name.ljust(64, "0"),
        submitted_at=timezone.now() - timedelta(hours=3),
    )
    tally, _ = StatusTally.objects.get_or_create(status="pending")
    StatusTally.objects.filter(pk=tally.pk).update(count=Comment.objects.pending().count())


@pytest.mark.parametrize("role", ["author", "editor", "moderator", "administrator"])
def test_landing_page_tells_each_role_what_needs_them(cast: Cast, client: Client, role: str) -> None:
    draft_article(getattr(cast, role), title="My draft") if role != "moderator" else None
    soon = draft_article(cast.editor, title="Soon")
    publishing.schedule(soon, at=timezone.now() + timedelta(days=1), by=cast.editor)
    waiting_comment(live_article(cast.editor, title="Just out"))
    client.force_login(getattr(cast, role))
    page = client.get("/admin/").content.decode()
    assert ("My draft" in page) == (role != "moderator")
    assert ("Soon" in page) == (role in ("editor", "administrator"))
    assert ("My father kept the light." in page) == (role in ("moderator", "administrator"))
    assert ("1 comment waits" in page) == (role in ("moderator", "administrator"))


@pytest.mark.parametrize("role", ["author", "editor", "moderator", "administrator"])
def test_landing_page_costs_the_same_however_much_there_is(cast: Cast, client: Client, role: str) -> None:
    client.force_login(getattr(cast, role))
    waiting_comment(live_article(cast.editor))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/").status_code == 200
        return len(captured)

    few = cost()
    for number in range(20):
        waiting_comment(live_article(cast.editor, title=f"Number {number}"), name=f"Reader {number}")
        draft_article(cast.author, title=f"Draft {number}")
    assert cost() == few
    assert few <= QUERIES


def test_site_title_stands_on_login_and_desk(cast: Cast, client: Client) -> None:
    SiteSettings(title="The Tidal Review").save()
    assert b"The Tidal Review" in client.get("/admin/login/").content
    client.force_login(cast.author)
    assert b"The Tidal Review" in client.get("/admin/").content


def test_logging_out_needs_a_post(cast: Cast, client: Client) -> None:
    client.force_login(cast.author)
    assert client.get("/admin/logout/").status_code == 405
    assert client.get("/admin/").status_code == 200
    client.post("/admin/logout/")
    assert client.get("/admin/").status_code == 302


def test_settings_are_one_page_even_before_anybody_saved_them(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    assert client.get("/admin/blog/sitesettings/").headers["Location"] == SETTINGS
    assert client.get(SETTINGS).status_code == 200
    assert client.post(SETTINGS, GOOD).status_code == 302
    assert SiteSettings.current().title == "The Tidal Review"
    assert client.get("/admin/blog/sitesettings/add/").status_code == 403
    assert client.post("/admin/blog/sitesettings/1/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(("field", "pale"), [("accent", "#f0c0a0"), ("accent_dark", "#5a1a14")])
def test_accent_that_cannot_be_read_is_refused_with_its_ratio(
    cast: Cast, client: Client, field: str, pale: str
) -> None:
    client.force_login(cast.administrator)
    response = client.post(SETTINGS, GOOD | {field: pale})
    assert "contrast with the paper" in str(response.context["adminform"].form.errors[field])
    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("role", ["author", "editor", "moderator"])
def test_settings_belong_to_administrators(cast: Cast, client: Client, role: str) -> None:
    client.force_login(getattr(cast, role))
    assert client.post(SETTINGS, GOOD).status_code in (302, 403)
    assert not SiteSettings.objects.exists()


def test_author_looks_after_their_own_profile_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.author)
    own = client.get("/admin/blog/authorprofile/own/").headers["Location"]
    client.post(own, {"display_name": "Arno B.", "bio": "Writes.", "slug": "stolen", "website": ""})
    profile = AuthorProfile.objects.get(user=cast.author)
    assert (profile.display_name, profile.slug) == ("Arno B.", "arno-brandt")
    other = AuthorProfile.objects.get(user=cast.editor)
    url = reverse("admin:blog_authorprofile_change", args=[other.pk])
    client.post(url, {"display_name": "Hacked", "bio": "", "website": ""})
    other.refresh_from_db()
    assert other.display_name == "Edda Lind"
    assert client.get("/admin/blog/authorprofile/add/").status_code == 403
