"""Whole filter results: counted, confirmed, decided in chunks as one decision, undone as one."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client

from blog.comments import bulk, counters, moderation
from blog.comments.models import BulkAct, Comment, Decision
from tests.cast import Cast

WHOLE = "/admin/blog/comment/all/"
Several = Callable[[int], list[Comment]]
State = BulkAct.State


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 3)
    monkeypatch.setattr(bulk, "CHUNK", 2)


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def begin(verb: str, filters: dict[str, str], by: User) -> BulkAct:
    act = bulk.begin(verb, filters, by=by)
    assert act is not None
    return act


def test_small_result_is_decided_at_once(several: Several, moderator: User) -> None:
    several(3)
    act = begin("spam", {}, moderator)
    assert (act.state, act.done, act.total) == (State.DONE, 3, 3)
    assert statuses() == ["spam"] * 3
    assert not counters.recount()


@pytest.mark.usefixtures("small_chunks")
def test_large_result_is_one_decision_in_chunks(
    several: Several, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    several(7)
    with django_capture_on_commit_callbacks(execute=True):
        act = begin("spam", {}, moderator)
        assert (act.state, statuses()) == (State.WAITING, ["pending"] * 7)
    act.refresh_from_db()
    assert (act.state, act.done) == (State.DONE, 7)
    assert Decision.objects.get().items.count() == 7
    assert not counters.recount()
    with django_capture_on_commit_callbacks(execute=True):
        bulk.undo(Decision.objects.get(), by=moderator)
    assert statuses() == ["pending"] * 7
    assert not counters.recount()
    assert bulk.undo(Decision.objects.get(verb="spam"), by=moderator) is None


@pytest.mark.usefixtures("small_chunks")
def test_what_comes_in_or_is_decided_meanwhile_is_left_alone(
    several: Several, receive: Any, moderator: User
) -> None:
    comments = several(6)
    act = begin("trash", {}, moderator)
    assert bulk.advance(act.pk)
    receive(body="Came later.")
    moderation.approve(comments[4:5], by=moderator)
    while bulk.advance(act.pk):
        pass
    assert statuses() == ["trash"] * 4 + ["approved", "trash", "pending"]
    act.refresh_from_db()
    assert act.done == 5
    assert not bulk.advance(act.pk)
    assert not counters.recount()


@pytest.mark.usefixtures("small_chunks")
def test_two_acts_at_once_decide_each_comment_once(several: Several, moderator: User, cast: Cast) -> None:
    several(6)
    one, two = begin("spam", {}, moderator), begin("trash", {}, cast.administrator)
    going = True
    while going:
        going = bulk.advance(one.pk) | bulk.advance(two.pk)
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.done + two.done == 6
    assert Decision.objects.filter(items__isnull=False).distinct().count() <= 2
    assert not counters.recount()


@pytest.mark.usefixtures("small_chunks")
def test_right_taken_away_meanwhile_stops_the_rest(several: Several, moderator: User) -> None:
    several(6)
    act = begin("spam", {}, moderator)
    bulk.advance(act.pk)
    moderator.groups.clear()
    assert not bulk.advance(act.pk)
    assert statuses() == ["spam"] * 2 + ["pending"] * 4
    act.refresh_from_db()
    assert act.state == State.DONE


def test_filter_is_kept_and_nothing_matching_is_no_act(several: Several, moderator: User) -> None:
    several(3)
    begin("spam", {"q": '"number 1"'}, moderator)
    assert statuses() == ["pending", "spam", "pending"]
    assert bulk.begin("spam", {"q": "nowhere"}, by=moderator) is None


def test_editors_decide_nothing(several: Several, cast: Cast, client: Client) -> None:
    several(1)
    with pytest.raises(PermissionDenied):
        bulk.begin("spam", {}, by=cast.editor)
    client.force_login(cast.editor)
    assert client.get(WHOLE).status_code == 403
    assert client.post(WHOLE, {"verb": "spam"}).status_code == 403
    assert statuses() == ["pending"]


def test_page_counts_and_a_post_decides(desk: Client, several: Several) -> None:
    several(60)
    assert b"All 60 matching" in desk.get("/admin/blog/comment/").content
    page = desk.get(f"{WHOLE}?status=pending").content.decode()
    assert "<b>60</b> comments match" in page
    assert statuses() == ["pending"] * 60
    page = desk.post(f"{WHOLE}?status=pending", {"verb": "approve"}, follow=True).content.decode()
    assert "60 comments approved." in page
    assert set(statuses()) == {"approved"}
    assert desk.post(WHOLE, {"verb": "purge"}).status_code == 404


@pytest.mark.usefixtures("small_chunks")
def test_large_selection_is_confirmed_first_and_shows_its_progress(desk: Client, several: Several) -> None:
    comments = several(6)
    chosen = {"index": "0", "action": "spam", "_selected_action": [comments[0].pk], "select_across": "1"}
    asked = desk.post("/admin/blog/comment/?status=pending", chosen)
    assert asked["Location"].startswith(WHOLE)
    assert set(statuses()) == {"pending"}
    shown = desk.post(asked["Location"], {"verb": "spam"})
    act = BulkAct.objects.get()
    assert shown["Location"] == f"{WHOLE}{act.pk}/"
    assert b"0 of 6 decided" in desk.get(shown["Location"]).content
    bulk.advance(act.pk)
    told = desk.get(shown["Location"], headers={"accept": "application/json"}).json()
    assert (told["done"], told["total"], told["is_done"]) == (2, 6, False)
    desk.post(shown["Location"])
    assert b"6 comments marked as spam." in desk.get(shown["Location"]).content


@pytest.mark.usefixtures("small_chunks")
def test_undo_of_a_large_decision_goes_to_the_background(
    desk: Client, several: Several, moderator: User, django_capture_on_commit_callbacks: Any
) -> None:
    decision = moderation.mark_as_spam(several(6), by=moderator)
    assert decision is not None
    with django_capture_on_commit_callbacks(execute=True):
        shown = desk.post(f"/admin/blog/comment/undo/{decision.pk}/")
    assert shown["Location"].startswith(WHOLE)
    assert statuses() == ["pending"] * 6


def test_search_too_long_to_count_is_decided_in_the_background(
    desk: Client, several: Several, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr("blog.comments.desk_search.READ_AT_ONCE", 4)
    monkeypatch.setattr(bulk, "STRETCH", 3)
    several(12)
    page = desk.get(f"{WHOLE}?status=pending&q=Observation").content.decode()
    assert "At least: <b>4</b> comments match" in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{WHOLE}?status=pending&q=number+1", {"verb": "spam"})
    act = BulkAct.objects.get()
    assert (act.state, act.done, act.total) == (State.DONE, 3, 3), "1, 10 and 11"
    assert not counters.recount()
