"""The owner sees that attack mode is on, why, and has the last word."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.comments import attack
from blog.comments.models import AttackPeriod
from tests.cast import Cast

SWITCH = "/admin/blog/filterstate/attack/"
PAGES = ("/admin/", "/admin/blog/comment/", "/admin/blog/filterstate/")


@pytest.fixture
def flood(cast: Cast) -> AttackPeriod:
    now = timezone.now()
    facts = {"cause": "many", "seen": 31, "minutes": 1, "usual": 0.2, "refused": 312}
    return AttackPeriod.objects.create(began_at=now, ends_at=now + attack.BOX, **facts)


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", PAGES)
def test_pages_say_since_when_why_and_how_many(
    client: Client, cast: Cast, flood: AttackPeriod, page: str
) -> None:
    client.force_login(cast.moderator)
    words = re.sub(r"<[^>]*>", "", client.get(page).content.decode())
    assert "because 31 comments came within 1 min (usual: 0.2). 312 posts were refused." in words
    assert "Lift it now" in words


@pytest.mark.parametrize("page", PAGES[:2])
def test_calm_pages_pay_nothing_for_it(client: Client, cast: Cast, page: str) -> None:
    client.force_login(cast.moderator)
    calm = queries(client, page)
    attack.switch_on(by=cast.moderator)
    assert queries(client, page) == calm + 1
    attack.lift(by=cast.moderator)
    assert queries(client, page) == calm


def test_it_is_switched_by_post_and_with_the_right_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.author)
    assert client.post(SWITCH, {"act": "on"}).status_code == 403
    client.force_login(cast.moderator)
    assert client.get(SWITCH).status_code == 405
    assert client.post(SWITCH, {"act": "nonsense"}).status_code == 404
    assert not AttackPeriod.objects.exists()
    assert client.post(SWITCH, {"act": "on", "back": "https://evil.example"}).url == PAGES[2]
    assert not attack.is_calm(timezone.now())
    assert client.post(SWITCH, {"act": "lift", "back": "desk"}).url == PAGES[1]
    assert attack.is_calm(timezone.now())
    assert "lifted by" in client.get(PAGES[2]).content.decode()


def test_own_article_moderators_are_not_asked(client: Client, cast: Cast, flood: AttackPeriod) -> None:
    client.force_login(cast.author)
    assert "Lift it now" not in client.get("/admin/").content.decode()
