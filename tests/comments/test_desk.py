"""The desk: answers, the panel, what a script is told, own articles only, the log and its table."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from blog.articles.models import Article
from blog.comments import counters, decision_log, desk, moderation, submission
from blog.comments.models import Comment, Decision
from blog.comments.spam.evidence import Evidence
from tests.cast import Cast, live_article

LIST = "/admin/blog/comment/"
JSON = {"accept": "application/json"}
Receive = Callable[..., Comment]
Several = Callable[[int], list[Comment]]


@pytest.fixture
def desk_of(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


@pytest.fixture
def guarded(cast: Cast) -> tuple[User, Comment, Comment]:
    """An author who may moderate their own articles, a comment there, and one on somebody else's article."""
    codenames = ["view_comment", "moderate_own_comment"]
    cast.author.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    own, foreign = (live_article(cast.editor, title=title) for title in ("Mine", "Theirs"))
    Article.objects.filter(pk=own.pk).update(author=cast.author)
    own.refresh_from_db()
    said = {"author_name": "Lena", "author_email": "lena@mail.example", "evidence": Evidence()}
    return (
        User.objects.get(pk=cast.author.pk),
        submission.receive(own, body="On mine.", **said),
        submission.receive(foreign, body="On theirs.", **said),
    )


def test_answer_approves_and_is_published(receive: Receive, moderator: User) -> None:
    comment = receive()
    reply, decision = desk.answer(comment, body="Thank *you*.", by=moderator)
    comment.refresh_from_db()
    assert (comment.status, reply.status, reply.parent_id) == ("approved", "approved", comment.pk)
    assert decision is not None
    assert decision.items.get().comment_id == comment.pk
    assert not counters.recount()


def test_answer_that_is_refused_approves_nothing(receive: Receive, moderator: User) -> None:
    comment = receive()
    with pytest.raises(submission.SubmissionRefused):
        desk.answer(comment, body="  ", by=moderator)
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert not Decision.objects.exists()


def test_editors_do_not_answer_from_the_desk(receive: Receive, cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        desk.answer(receive(), body="Thanks.", by=cast.editor)


def test_reply_form_works_without_a_script_and_keeps_what_was_typed(
    desk_of: Client, receive: Receive
) -> None:
    comment = receive()
    assert 'name="body"' in desk_of.get(f"{LIST}{comment.pk}/change/").content.decode()
    refused = desk_of.post(f"{LIST}{comment.pk}/reply/", {"body": "x" * 10_001})
    assert refused.status_code == 422
    assert "x" * 10_001 in refused.content.decode()
    assert "1 character too long" in refused.content.decode()
    sent = desk_of.post(
        f"{LIST}{comment.pk}/reply/?back=status%3Dpending", {"body": "Well said."}, follow=True
    )
    assert "Your answer to Jonas Okafor is published." in sent.content.decode()
    assert Comment.objects.approved().count() == 2


def test_script_is_told_what_was_said_and_which_rows_leave(desk_of: Client, several: Several) -> None:
    comments = several(3)
    chosen = {"verb": "spam", "_selected_action": [c.pk for c in comments[:2]]}
    told = desk_of.post(f"{LIST}decide/?back=status%3Dpending", chosen, headers=JSON).json()
    assert told["said"] == "2 comments marked as spam."
    assert sorted(told["gone"]) == [c.pk for c in comments[:2]]
    again = desk_of.post(f"{LIST}decide/?back=status%3Dpending", chosen, headers=JSON).json()
    assert "somebody has decided this already" in again["said"]
    assert again["decision"] is None
    undone = desk_of.post(f"{LIST}undo/{told['decision']}/", headers=JSON).json()
    assert undone["said"] == "Undone for 2 comments."
    assert desk_of.post(f"{LIST}decide/", {"verb": "purge"}, headers=JSON).status_code == 404
    assert desk_of.get(f"{LIST}decide/").status_code == 405


def test_panel_counts_what_else_came_from_address_and_network(
    desk_of: Client, receive: Receive, moderator: User
) -> None:
    network = "ab" * 32
    first = receive(body="First.", evidence=Evidence(network=network))
    moderation.approve([first], by=moderator)
    answer = receive(body="Second.", parent=first, evidence=Evidence(network=network))
    page = desk_of.get(f"{LIST}{answer.pk}/why/").content.decode()
    assert "In the thread" in page
    assert "First." in page or "Mud" in page
    assert "?status=approved&amp;q=email%3A%22jonas%40reader.example%22" in page
    assert f"?status=approved&amp;q=network%3A{network[:12]}" in page
    assert page.count("Approved 1") == 2


def test_likely_spam_waits_at_the_end(desk_of: Client, several: Several) -> None:
    comments = several(3)
    Comment.objects.filter(pk=comments[0].pk).update(verdict="spam")
    Comment.objects.filter(pk=comments[2].pk).update(verdict="ham")
    page = desk_of.get(LIST)
    assert [c.pk for c in page.context["cl"].result_list] == [comments[n].pk for n in (1, 2, 0)]


@pytest.mark.parametrize("status", ["pending", "spam"])
def test_pages_show_every_comment_once(
    desk_of: Client, several: Several, receive: Receive, moderator: User, status: str
) -> None:
    comments = several(60)
    Comment.objects.filter(pk__in=[c.pk for c in comments[:30]]).update(verdict="spam")
    if status == "spam":
        moderation.mark_as_spam(comments, by=moderator)
    seen: list[int] = []
    query = f"?status={status}"
    while query:
        cl = desk_of.get(LIST + query).context["cl"]
        seen += [c.pk for c in cl.result_list]
        query = cl.next_cursor
    assert sorted(seen) == [c.pk for c in comments]


@pytest.mark.parametrize(
    "cursor", ["x", "0~2026-01-01~1", "9~2026-01-01T00:00:00+00:00~1", "~~", "0~x~" + "9" * 40]
)
def test_broken_cursor_leads_to_the_beginning(desk_of: Client, several: Several, cursor: str) -> None:
    several(1)
    assert len(desk_of.get(LIST, {"after": cursor}).context["cl"].result_list) == 1


def test_search_says_what_it_did_not_understand(desk_of: Client, several: Several) -> None:
    several(1)
    page = desk_of.get(LIST, {"q": "colour:red"}).content.decode()
    assert "“colour:” is no field" in page
    assert "Nothing found." in page


def test_own_articles_only_shows_and_decides_no_others(
    client: Client, guarded: tuple[User, Comment, Comment]
) -> None:
    author, mine, theirs = guarded
    client.force_login(author)
    page: Any = client.get(LIST)
    assert [c.pk for c in page.context["cl"].result_list] == [mine.pk]
    assert page.context["cl"].tallies["pending"] == 1
    for path in ("change/", "why/"):
        assert client.get(f"{LIST}{theirs.pk}/{path}").status_code == 404
    assert client.post(f"{LIST}{theirs.pk}/decide/", {"verb": "spam"}).status_code == 404
    assert client.post(f"{LIST}{theirs.pk}/reply/", {"body": "No."}).status_code == 404
    client.post(f"{LIST}all/?status=pending", {"verb": "spam"})
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.status, theirs.status) == ("spam", "pending")


def test_domain_refuses_what_is_on_others_articles(guarded: tuple[User, Comment, Comment]) -> None:
    author, mine, theirs = guarded
    with pytest.raises(PermissionDenied):
        moderation.approve([mine, theirs], by=author)
    assert Comment.objects.approved().count() == 0
    assert moderation.approve([mine], by=author) is not None


def test_decision_about_others_articles_is_not_undone(
    client: Client, guarded: tuple[User, Comment, Comment], moderator: User
) -> None:
    author, _, theirs = guarded
    decision = moderation.approve([theirs], by=moderator)
    assert decision is not None
    client.force_login(author)
    assert client.post(f"{LIST}undo/{decision.pk}/").status_code == 403
    theirs.refresh_from_db()
    assert theirs.status == "approved"


def test_author_answers_on_their_own_article(guarded: tuple[User, Comment, Comment]) -> None:
    author, mine, theirs = guarded
    assert desk.answer(mine, body="Thanks.", by=author)[0].status == "approved"
    with pytest.raises(PermissionDenied):
        desk.answer(theirs, body="Thanks.", by=author)


def test_log_is_filtered_by_person_and_offers_undo(
    desk_of: Client, several: Several, moderator: User, cast: Cast
) -> None:
    one, two = several(2)
    moderation.approve([one], by=moderator)
    moderation.mark_as_spam([two], by=cast.administrator)
    page = desk_of.get(f"/admin/blog/decision/?by={cast.administrator.pk}").content.decode()
    assert "1 comment marked as spam." in page
    assert "1 comment approved." not in page
    decision = Decision.objects.get(verb="spam")
    assert f"/admin/blog/comment/undo/{decision.pk}/?log=1" in page
    back = desk_of.post(f"/admin/blog/comment/undo/{decision.pk}/?log=1")
    assert back["Location"] == "/admin/blog/decision/"
    assert f"undo/{decision.pk}/" not in desk_of.get("/admin/blog/decision/").content.decode()


def test_table_of_the_log_holds_no_formulas(
    desk_of: Client, several: Several, moderator: User, cast: Cast
) -> None:
    User.objects.filter(pk=moderator.pk).update(username="=1+1")
    one, two = several(2)
    first = moderation.approve([one], by=moderator)
    moderation.approve([two], by=cast.administrator)
    assert first is not None
    moderation.undo(first, by=moderator)
    sent = desk_of.get(f"/admin/blog/decision/log.csv?by={moderator.pk}")
    assert sent["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(b"".join(sent).decode())))  # type: ignore[arg-type]
    assert [(line["decision"], line["by"], line["comments"]) for line in lines] == [
        ("undo", "'=1+1", "1"),
        ("approve", "'=1+1", "1"),
    ]
    assert lines[1]["undone_at"] != ""


def test_table_of_the_log_is_for_who_may_read_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.author)
    assert client.get("/admin/blog/decision/log.csv").status_code == 403


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = decision_log.neutral(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")
