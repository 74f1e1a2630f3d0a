"""Redirects in the admin."""

import pytest
from django.test import Client

from blog.permalinks.models import Redirect
from tests.cast import Cast

ADD = "/admin/blog/redirect/add/"


@pytest.fixture
def desk(cast: Cast, client: Client) -> Client:
    client.force_login(cast.editor)
    return client


def test_redirects_stay_flat(desk: Client) -> None:
    desk.post(ADD, {"old_path": "/a/", "new_path": "/b/"})
    desk.post(ADD, {"old_path": "/b/", "new_path": "/c/"})
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {"/a/": "/c/", "/b/": "/c/"}


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "b/", "/a b/", "javascript:x", "/a/"],
)
def test_target_outside_the_site_or_leading_to_itself_is_refused(desk: Client, elsewhere: str) -> None:
    response = desk.post(ADD, {"old_path": "/a/", "new_path": elsewhere})
    assert "new_path" in response.context["adminform"].form.errors
    assert not Redirect.objects.exists()
