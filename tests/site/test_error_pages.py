"""What a visitor reads when something is missing or broken."""

from pathlib import Path
from typing import Any

import pytest
from django.templatetags.static import static
from django.test import Client, RequestFactory

from blog.site import views
from blog.site.models import SiteSettings


def test_missing_page_names_the_site_and_leads_on(client: Client, db: None) -> None:
    SiteSettings(title="The Tidal <Review>").save()
    response = client.get("/no/such/page/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "The Tidal &lt;Review&gt;" in html
    assert 'href="/archive/"' in html
    assert '<meta name="robots" content="noindex">' in html


def test_missing_page_does_not_repeat_the_address(client: Client, db: None) -> None:
    assert b"canary" not in client.get("/canary/<script>/").content


# No database fixture: a query here would fail the test.
def test_broken_page_needs_neither_database_nor_context() -> None:
    response = views.server_error(RequestFactory().get("/"))
    html = response.content.decode()
    assert response.status_code == 500
    assert "Something broke on our side." in html
    assert 'lang="en" dir="ltr"' in html
    assert "/static/blog/octavo.css" in html


def test_broken_page_stands_where_static_files_were_never_collected(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    with pytest.raises(ValueError, match="could not be found"):
        static("blog/octavo.css")
    assert views.server_error(RequestFactory().get("/")).status_code == 500


def test_fault_in_a_view_shows_the_broken_page(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(SiteSettings, "current", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert b"Something broke on our side." in response.content
    assert b"secret detail" not in response.content


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_page_says_its_language_and_direction(
    client: Client, db: None, settings: Any, language: str, direction: str
) -> None:
    settings.LANGUAGE_CODE = language
    assert f'<html lang="{language}" dir="{direction}">' in client.get("/").content.decode()
