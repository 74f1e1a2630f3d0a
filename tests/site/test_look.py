"""The owner's look: only what differs from the stylesheet's own, and nothing that is no colour or choice."""

import re

import pytest
from django.test import Client

from blog.site import look
from blog.site.models import SiteSettings


def test_default_look_is_empty_and_not_linked(client: Client, db: None) -> None:
    assert look.stylesheet(SiteSettings()) == ""
    assert "look.css" not in client.get("/").content.decode()


def test_saving_the_default_accent_changes_nothing() -> None:
    assert look.stylesheet(SiteSettings(accent=look.DEFAULT_ACCENT.upper())) == ""


def test_accent_of_one_mode_leaves_the_other() -> None:
    css = look.stylesheet(SiteSettings(accent="#204060"))
    assert css == ":root{--accent:light-dark(#204060,#ee9d8c);}\n"


def test_typeface_and_measure() -> None:
    css = look.stylesheet(SiteSettings(typeface="sans", measure="wide"))
    assert css == ":root{--text:var(--sans);--measure:43.5rem;}\n"


@pytest.mark.parametrize("value", ["red;}", "#12345", "#12345g", "#204060\n", "url(x)"])
def test_stored_rubbish_never_reaches_the_stylesheet(value: str) -> None:
    assert look.stylesheet(SiteSettings(accent=value, measure=value, typeface=value)) == ""


def test_linked_address_is_kept_for_a_year_and_changes_with_the_look(client: Client, db: None) -> None:
    SiteSettings(accent="#204060").save()
    address = re.search(r'href="(/look\.css\?v=\w+)"', client.get("/").content.decode())
    assert address
    response = client.get(address[1])
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "#204060" in response.content.decode()
    assert "max-age=31536000" in response["Cache-Control"]
    assert client.get(address[1], headers={"if-none-match": response["ETag"]}).status_code == 304
    SiteSettings(accent="#305070").save()
    assert address[1] not in client.get("/").content.decode()
    assert "max-age=300" in client.get(address[1])["Cache-Control"]
