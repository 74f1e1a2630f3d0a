"""Receiving: what is taken, what is refused, and what a refusal says."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.articles import publishing, working_copy
from blog.articles.models import Article
from blog.comments import announcements, counters, moderation, submission
from blog.comments.models import Comment, Decision, Status
from blog.comments.spam.evidence import Evidence, Trap
from blog.comments.submission import CommentsClosed, NotPublic, SubmissionRefused, TooManyComments
from tests.cast import Cast, draft_article, live_article

Receive = Callable[..., Comment]


def refused_fields(receive: Receive, **changes: object) -> list[str]:
    with pytest.raises(SubmissionRefused) as refusal:
        receive(**changes)
    assert not Comment.objects.exists()
    return sorted(refusal.value.error_dict)


def test_comment_waits_for_a_moderator(receive: Receive) -> None:
    comment = receive()
    assert comment.status == Status.PENDING
    assert comment.html == "<p>Mud <em>remembers</em> the tide.</p>\n"
    assert counters.tallies()[Status.PENDING] == 1
    assert not counters.recount()


def test_arrival_is_announced_once_after_the_commit(
    receive: Receive, django_capture_on_commit_callbacks
) -> None:
    heard: list[Comment] = []

    def hear(comment: Comment, **kwargs: object) -> None:
        heard.append(comment)

    announcements.comment_received.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        comment = receive()
        assert not heard
    announcements.comment_received.disconnect(hear)
    assert heard == [comment]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body", ""),
        ("body", " \n\t\u200b\u00a0 "),
        ("body", "x" * 10_001),
        ("author_name", ""),
        ("author_name", "\u202e\u200b"),
        ("author_name", "x" * 81),
        ("author_email", ""),
        ("author_email", "jonas"),
        ("author_email", "jonas@"),
        ("author_email", "@reader.example"),
        ("author_email", "jonas@reader"),
        ("author_email", f"jonas@{'x' * 250}.example"),
        ("author_url", "javascript:alert(1)"),
        ("author_url", "data:text/html,x"),
        ("author_url", "ftp://reader.example"),
        ("author_url", "https://name:word@reader.example"),
        ("author_url", "http://"),
        ("author_url", "https://reader.example/\\evil"),
        ("author_url", f"https://reader.example/{'x' * 200}"),
    ],
)
def test_bad_field_is_refused_by_name(receive: Receive, field: str, value: str) -> None:
    assert refused_fields(receive, **{field: value}) == [field]


def test_every_bad_field_is_named_at_once(receive: Receive) -> None:
    bad = {"body": "", "author_name": "", "author_email": "x", "author_url": "x y"}
    assert refused_fields(receive, **bad) == sorted(bad)


@pytest.mark.parametrize("text", ["x" * 10_000, "\U0001f980" * 10_000, "é" * 10_000, "e\u0301" * 10_000])
def test_longest_text_is_stored_uncut(receive: Receive, text: str) -> None:
    stored = Comment.objects.get(pk=receive(body=text).pk)
    assert len(stored.body) == 10_000


@pytest.mark.parametrize("length", [65_535, 65_536, 70_000, 1_000_000])
def test_longer_text_is_refused_and_never_cut(receive: Receive, length: int) -> None:
    assert refused_fields(receive, body="\U0001f980" * length) == ["body"]


def test_text_is_stored_as_every_database_keeps_it(receive: Receive) -> None:
    comment = receive(body="one\r\ntwo\rthree\x00", author_name=" Jonas\r\nBcc: all\t")
    stored = Comment.objects.get(pk=comment.pk)
    assert stored.body == "one\ntwo\nthree\N{REPLACEMENT CHARACTER}"
    assert stored.author_name == "Jonas Bcc: all"


def test_bare_host_becomes_an_address(receive: Receive) -> None:
    assert receive(author_url="reader.example").author_url == "https://reader.example"


def test_hidden_article_takes_no_comment(receive: Receive, cast: Cast) -> None:
    draft = draft_article(cast.editor, title="Not yet")
    scheduled = draft_article(cast.editor, title="Tomorrow")
    publishing.schedule(scheduled, at=timezone.now() + timedelta(days=1), by=cast.editor)
    trashed = publishing.trash(live_article(cast.editor, title="Gone"), by=cast.editor)
    for article in (draft, Article.objects.get(pk=scheduled.pk), trashed):
        with pytest.raises(NotPublic):
            receive(article=article)


def test_closed_article_takes_no_comment(receive: Receive, article: Article) -> None:
    article.comment_policy = Article.CommentPolicy.CLOSED
    with pytest.raises(CommentsClosed):
        receive()


def test_comments_close_after_the_articles_days(receive: Receive, article: Article) -> None:
    article.comments_close_after_days = 14
    assert article.publish_at is not None
    end = article.publish_at + timedelta(days=14)
    receive(now=end - timedelta(seconds=1))
    with pytest.raises(CommentsClosed):
        receive(now=end, body="Too late")


def test_reply_hangs_on_its_parent_and_inherits_the_section(
    receive: Receive, article: Article, cast: Cast
) -> None:
    uid = article.sections.get(heading="Mud").uid
    first = receive(section_uid=uid)
    moderation.approve([first], by=cast.moderator)
    reply = receive(parent=first, body="So it does.")
    moderation.approve([reply], by=cast.moderator)
    deep = receive(parent=reply, body="Does it?")
    assert (deep.parent, deep.root, deep.section) == (reply, first, first.section)


def test_hidden_missing_and_foreign_parents_are_refused_alike(receive: Receive, cast: Cast) -> None:
    waiting = receive()
    elsewhere = receive(article=live_article(cast.editor, title="Another"))
    moderation.approve([elsewhere], by=cast.moderator)
    messages = set()
    for parent in (waiting, elsewhere, Comment(pk=10**9), Comment()):
        with pytest.raises(SubmissionRefused) as refusal:
            receive(parent=parent, body="An answer")
        assert refusal.value.code == "parent"
        messages.update(refusal.value.messages)
    assert len(messages) == 1


def test_section_outside_the_live_revision_is_refused(receive: Receive, article: Article, cast: Cast) -> None:
    uid = article.sections.get(heading="Mud").uid
    working_copy.save(Article.objects.get(pk=article.pk), by=cast.editor, sections=[], removed={uid})
    assert receive(section_uid=uid).section is not None, "readers still see it"
    publishing.publish(article, by=cast.editor)
    article.refresh_from_db()
    for unknown in ("no-such-uid", "\x00", uid):
        with pytest.raises(SubmissionRefused) as refusal:
            receive(section_uid=unknown, body="Too late")
        assert refusal.value.code == "section"


def test_retried_post_is_the_same_comment(receive: Receive) -> None:
    first = receive()
    assert receive(author_email="Jonas@Reader.example", body="Mud *remembers*   the tide.\r\n") == first
    assert Comment.objects.count() == 1
    assert counters.tallies()[Status.PENDING] == 1


def test_same_words_of_another_person_or_another_day_are_another_comment(receive: Receive) -> None:
    now = timezone.now()
    receive(now=now)
    receive(author_email="lena@reader.example", now=now)
    receive(now=now + submission.DUPLICATE_WINDOW)
    assert Comment.objects.count() == 3


def test_network_is_stopped_after_five_in_ten_minutes(receive: Receive) -> None:
    now = timezone.now()
    busy = Evidence(network="a" * 64)
    for number in range(5):
        receive(body=f"Number {number}", evidence=busy, now=now + timedelta(seconds=number))
    with pytest.raises(TooManyComments) as refusal:
        receive(body="One more", evidence=busy, now=now + timedelta(minutes=1))
    assert refusal.value.retry_after == timedelta(minutes=9)
    receive(body="From elsewhere", evidence=Evidence(network="b" * 64), now=now + timedelta(minutes=1))
    receive(body="One more", evidence=busy, now=now + timedelta(minutes=10))


def test_network_is_stopped_after_twenty_in_an_hour(receive: Receive) -> None:
    now = timezone.now()
    busy = Evidence(network="a" * 64)
    for number in range(20):
        receive(body=f"Number {number}", evidence=busy, now=now + timedelta(minutes=2.5 * number))
    with pytest.raises(TooManyComments):
        receive(body="One more", evidence=busy, now=now + timedelta(minutes=59))


def test_moderator_writes_under_the_public_name_and_is_seen_at_once(receive: Receive, cast: Cast) -> None:
    comment = receive(user=cast.moderator, author_name="Somebody Else")
    assert (comment.status, comment.author_name, comment.user) == (
        Status.APPROVED,
        "Mona Reyes",
        cast.moderator,
    )
    assert Decision.objects.get().by == cast.moderator
    assert not counters.recount()


def test_signed_in_author_without_the_right_waits_like_everybody(receive: Receive, cast: Cast) -> None:
    comment = receive(user=cast.author)
    assert (comment.status, comment.user, comment.author_name) == (Status.PENDING, None, "Jonas Okafor")


def test_only_a_rendered_and_filled_trap_puts_a_comment_aside(receive: Receive) -> None:
    caught = receive(evidence=Evidence(trap=Trap.FILLED))
    unclear = receive(body="No trap was shown", evidence=Evidence(trap=Trap.NOT_RENDERED))
    links = " ".join(f"https://{n}.example" for n in range(9))
    bad = receive(body=f"Cheap watches {links}", evidence=Evidence(form_age_seconds=0.5))
    assert (caught.status, caught.verdict) == (Status.SPAM, "spam")
    assert (unclear.status, unclear.verdict) == (Status.PENDING, "ham")
    assert (bad.status, bad.verdict) == (Status.PENDING, "spam")
    assert list(bad.reasons.values_list("check_name", flat=True)) == ["form-too-fast", "many-links"]
    assert not counters.recount()
