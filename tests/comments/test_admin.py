"""The moderators' list through HTTP: tabs, buttons, undo, who sees what, and what it costs."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.comments import counters, moderation
from blog.comments.models import Comment, Decision
from tests.cast import Cast

LIST = "/admin/blog/comment/"
Several = Callable[[int], list[Comment]]


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def shown(page: Any) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="_selected_action" value="(\d+)"', page.content.decode())]


def act(desk: Client, action: str, comments: list[Comment], tab: str = "pending", **more: str) -> Any:
    chosen = {"index": "0", "action": action, "_selected_action": [c.pk for c in comments], **more}
    return desk.post(f"{LIST}?status={tab}", chosen, follow=True)


def test_list_opens_with_who_waits_the_oldest_first(desk: Client, several: Several, moderator: User) -> None:
    comments = several(3)
    moderation.approve(comments[1:2], by=moderator)
    page = desk.get(LIST)
    assert shown(page) == [comments[0].pk, comments[2].pk]
    assert re.findall(r'aria-current="page">\s*Waiting <span>(\d+)</span>', page.content.decode()) == ["2"]
    assert shown(desk.get(f"{LIST}?status=approved")) == [comments[1].pk]


def test_many_are_decided_at_once_and_undone_at_once(desk: Client, several: Several) -> None:
    comments = several(3)
    page = act(desk, "spam", comments[:2])
    assert statuses() == ["spam", "spam", "pending"]
    assert b"2 comments marked as spam." in page.content
    undo = re.search(r'action="(/admin/blog/comment/undo/\d+/[^"]*)"', page.content.decode())
    assert undo is not None
    page = desk.post(undo[1], follow=True)
    assert statuses() == ["pending"] * 3
    assert b"Undone for 2 comments." in page.content
    assert not counters.recount()


def test_whole_tab_is_decided_across_pages(desk: Client, several: Several, receive: Any) -> None:
    comments = several(60)
    act(desk, "trash", comments[:1], select_across="1")
    assert set(statuses()) == {"trash"}
    assert Decision.objects.count() == 1


def test_row_has_buttons_that_work_without_a_script(desk: Client, several: Several) -> None:
    several(1)
    page = desk.get(LIST).content.decode()
    button = re.search(r'name="verb" value="approve" formaction="([^"]+)"', page)
    assert button is not None
    back = desk.post(button[1].replace("&amp;", "&"), {"verb": "approve"})
    assert back["Location"].startswith(LIST)
    assert statuses() == ["approved"]


def test_second_moderator_is_told_that_it_was_decided(desk: Client, several: Several) -> None:
    comments = several(1)
    act(desk, "approve", comments)
    page = desk.post(f"{LIST}{comments[0].pk}/decide/", {"verb": "approve"}, follow=True)
    assert b"somebody has decided this already" in page.content
    assert Decision.objects.count() == 1


def test_back_leads_nowhere_but_to_the_list(desk: Client, several: Several) -> None:
    pk = several(1)[0].pk
    away = desk.post(f"{LIST}{pk}/decide/?back=//evil.example/%3Fq%3D1%26status%3Dspam", {"verb": "spam"})
    assert away["Location"].startswith(f"{LIST}?")


@pytest.mark.parametrize("address", [f"{LIST}1/decide/", f"{LIST}undo/1/"])
def test_reading_decides_nothing(desk: Client, address: str) -> None:
    assert desk.get(address).status_code == 405


def test_unknown_verbs_comments_and_decisions_are_404(desk: Client, several: Several) -> None:
    pk = several(1)[0].pk
    assert desk.post(f"{LIST}{pk}/decide/", {"verb": "purge"}).status_code == 404
    assert desk.post(f"{LIST}{pk + 1}/decide/", {"verb": "approve"}).status_code == 404
    assert desk.post(f"{LIST}undo/99/").status_code == 404
    assert desk.get(f"{LIST}{'9' * 30}/change/").status_code == 404
    assert desk.get(f"{LIST}x/change/").status_code == 404
    assert statuses() == ["pending"]


def test_authors_have_no_list_and_editors_decide_nothing(
    client: Client, cast: Cast, several: Several
) -> None:
    pk = several(1)[0].pk
    client.force_login(cast.author)
    assert client.get(LIST).status_code == 403
    client.force_login(cast.editor)
    page = client.get(LIST).content.decode()
    assert 'name="verb"' not in page
    assert "jonas@reader.example" not in page
    assert "jonas@reader.example" not in client.get(f"{LIST}{pk}/change/").content.decode()
    assert client.post(f"{LIST}{pk}/decide/", {"verb": "approve"}).status_code == 403
    act(client, "approve", list(Comment.objects.all()))
    assert statuses() == ["pending"]


def test_addresses_cannot_be_spelled_out_by_filters_or_search(
    client: Client, cast: Cast, several: Several
) -> None:
    several(1)
    client.force_login(cast.editor)
    assert client.get(f"{LIST}?author_email__startswith=j").status_code == 400
    assert client.get(f"{LIST}?network=x").status_code == 400
    assert "Nothing found" in client.get(f"{LIST}?q=jonas%40reader").content.decode()
    client.force_login(cast.moderator)
    assert len(shown(client.get(f"{LIST}?q=jonas%40reader"))) == 1


def test_only_administrators_purge_from_the_trash(client: Client, cast: Cast, several: Several) -> None:
    comments = several(2)
    moderation.trash(comments[:1], by=cast.moderator)
    client.force_login(cast.moderator)
    assert b'value="purge"' not in client.get(f"{LIST}?status=trash").content
    act(client, "purge", comments[:1], tab="trash")
    assert Comment.objects.count() == 2
    client.force_login(cast.administrator)
    act(client, "purge", comments, tab="trash")
    assert list(Comment.objects.all()) == comments[1:]
    assert client.post(f"{LIST}{comments[1].pk}/delete/", {"post": "yes"}).status_code == 403


def test_markup_in_a_comment_is_text_in_the_list(desk: Client, receive: Callable[..., Comment]) -> None:
    receive(
        body="<img src=x onerror=alert(1)>", author_name="<b>Jonas</b>", author_url="https://x.example/<i>"
    )
    page = desk.get(LIST).content.decode()
    assert "<img src=x" not in page
    assert "<b>Jonas" not in page
    page = desk.get(f"{LIST}{Comment.objects.get().pk}/change/").content.decode()
    assert "<img src=x" not in page


def test_one_comment_shows_reasons_and_history(desk: Client, receive: Any, moderator: User) -> None:
    comment = receive(body="See https://reader.example", author_url="reader.example")
    moderation.approve([comment], by=moderator)
    page = desk.get(f"{LIST}{comment.pk}/change/").content.decode()
    assert "Gives a website" in page
    assert "Links in the text: 1" in page
    assert "Waiting → Approved" in page


def test_drifted_tally_hides_nobody(desk: Client, several: Several) -> None:
    several(2)
    counters.StatusTally.objects.update(count=0)
    assert len(shown(desk.get(LIST))) == 2


@pytest.mark.parametrize("query", ["", "?status=approved", "?q=Observation"])
def test_list_costs_the_same_with_one_row_and_with_fifty(
    desk: Client, several: Several, moderator: User, query: str
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert shown(desk.get(LIST + query))
        return len(queries)

    comments = several(2)
    moderation.approve(comments[:1], by=moderator)
    desk.get(LIST)
    one = cost()
    moderation.approve(several(100)[50:], by=moderator)
    assert cost() == one
    assert one <= (10 if "q=" in query else 9)


def test_log_tells_who_decided_what(desk: Client, several: Several, moderator: User) -> None:
    for comments in [several(3)]:
        decision = moderation.approve(comments, by=moderator)
    assert decision is not None
    moderation.undo(decision, by=moderator)
    page = desk.get("/admin/blog/decision/").content.decode()
    assert "3 comments approved." in page
    assert "Undone for 3 comments." in page
    assert desk.get("/admin/blog/decision/add/").status_code == 403


@pytest.mark.parametrize("count", [1, 50])
def test_log_costs_the_same_however_long(desk: Client, several: Several, moderator: User, count: int) -> None:
    for comment in several(count):
        moderation.approve([comment], by=moderator)
    with CaptureQueriesContext(connection) as queries:
        desk.get("/admin/blog/decision/")
    assert len(queries) <= 9
