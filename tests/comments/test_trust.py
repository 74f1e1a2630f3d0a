"""Trust: who passes in which mode, what proves an address, and that typed text proves nothing."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.articles.models import Article
from blog.comments import (
    acquaintance,
    commenters,
    counters,
    editing,
    learning,
    moderation,
    ownership,
    policy,
    receipts,
    remembered,
)
from blog.comments.models import (
    AttackPeriod,
    Comment,
    Commenter,
    Decision,
    LearnedDecision,
    ListRule,
    Ruling,
    Status,
)
from blog.comments.policy import Policy
from blog.comments.submission import Banned
from blog.mail.models import OutgoingMail
from blog.site.models import CommentMode, SiteSettings
from tests.cast import PASSWORD, Cast

Receive = Callable[..., Comment]
JONAS = "jonas@reader.example"
COOKIE = "commenter"
ALL, FIRST, TRUSTED = CommentMode.EVERYTHING_WAITS, CommentMode.FIRST_WAITS, CommentMode.TRUSTED_PASS


@pytest.fixture
def past(receive: Receive, cast: Cast) -> Callable[..., None]:
    """Return `past(approved=, spam=)`: what became of Jonas's earlier comments."""

    def past(*, approved: int = 0, spam: int = 0, email: str = JONAS) -> None:
        words = [receive(body=f"Earlier {email} {n}.", author_email=email) for n in range(approved + spam)]
        moderation.approve(words[:approved], by=cast.moderator)
        moderation.mark_as_spam(words[approved:], by=cast.moderator)

    return past


@pytest.fixture
def committing(django_capture_on_commit_callbacks: Any) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def set_mode(mode: str, **more: Any) -> None:
    SiteSettings(comment_mode=mode, **more).save()


def browser(email: str = JONAS) -> str:
    return remembered.token_of(commenters.confirm(email))


def questions() -> Any:
    return OutgoingMail.objects.filter(purpose=ownership.PURPOSE)


def link(letter: Any) -> str:
    return str(re.findall(r"http://testserver(/mail/comment/\S+)", letter.body)[0])


def made(standing: str, past: Callable[..., None], cast: Cast) -> None:
    """Bring Jonas into a standing; every one of them has confirmed the address."""
    past(
        approved={"known": 1, "earned": 3, "marked": 3, "once marked": 1}.get(standing, 0),
        spam="marked" in standing,
    )
    if standing in ("trusted", "muted", "banned"):
        verb = {"trusted": commenters.trust, "muted": commenters.mute, "banned": commenters.ban}[standing]
        verb(JONAS, by=cast.moderator)


PASSES = {
    (FIRST, "known"),
    (FIRST, "earned"),
    (FIRST, "trusted"),
    (TRUSTED, "earned"),
    (TRUSTED, "trusted"),
}


@pytest.mark.parametrize(
    "standing", ["confirmed", "known", "once marked", "marked", "earned", "trusted", "muted", "banned"]
)
@pytest.mark.parametrize("mode", [ALL, FIRST, TRUSTED])
def test_who_passes_in_which_mode(
    mode: CommentMode, standing: str, past: Callable[..., None], receive: Receive, cast: Cast
) -> None:
    made(standing, past, cast)
    set_mode(mode)
    token = browser()
    if standing == "banned":
        with pytest.raises(Banned):
            receive(browser=token)
        assert not Comment.objects.exists()
        return
    comment = receive(browser=token)
    wanted = Status.SPAM if standing == "muted" else Status.PENDING
    assert comment.status == (Status.APPROVED if (mode, standing) in PASSES else wanted)
    comment.refresh_from_db()
    assert comment.status == (Status.APPROVED if (mode, standing) in PASSES else wanted)
    assert counters.recount() == []


@pytest.mark.parametrize("mode", [FIRST, TRUSTED])
def test_stranger_who_types_a_trusted_address_does_not_pass(
    mode: str, past: Callable[..., None], receive: Receive, cast: Cast
) -> None:
    past(approved=4)
    commenters.confirm(JONAS)
    commenters.trust(JONAS, by=cast.moderator)
    set_mode(mode)
    comment = receive(author_email=JONAS.upper())
    assert (comment.status, comment.is_proven) == (Status.PENDING, False)
    assert not comment.reasons.filter(check_name__endswith="-writer").exists()
    other = receive(body="With a cookie of my own.", browser=browser("stranger@reader.example"))
    assert (other.status, other.is_proven) == (Status.PENDING, False)


@pytest.mark.parametrize("fault", ["forged", "expired", "other site", "erased", "subscription's"])
def test_bad_cookie_proves_nothing(fault: str, past: Callable[..., None], receive: Receive) -> None:
    past(approved=4)
    set_mode(FIRST)
    token = browser()
    now = timezone.now()
    if fault == "forged":
        token = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
    elif fault == "expired":
        now += remembered.VALID + timedelta(minutes=1)
    elif fault == "other site":
        with override_settings(SECRET_KEY="another site's key, another site's key, another site's key"):
            token = browser()
    elif fault == "erased":
        Commenter.objects.all().delete()
        commenters.confirm(JONAS)
    else:
        from blog.mail import links

        token = links.token("confirm", Commenter.objects.get().pk)
    with time_machine.travel(now, tick=False):
        comment = receive(browser=token, now=now)
    assert (comment.status, comment.is_proven) == (Status.PENDING, False)


def test_passing_is_logged_and_undone_like_a_decision(
    past: Callable[..., None], receive: Receive, cast: Cast, article: Article
) -> None:
    past(approved=1)
    set_mode(FIRST)
    comment = receive(browser=browser())
    decision = Decision.objects.get(verb="pass")
    assert decision.by is None
    assert decision.items.get().comment_id == comment.pk
    article.refresh_from_db()
    assert article.approved_comment_count == 2
    assert moderation.undo(decision, by=cast.moderator) is not None
    comment.refresh_from_db()
    assert comment.status == Status.PENDING
    assert counters.recount() == []


def test_unread_comments_neither_teach_nor_earn(past: Callable[..., None], receive: Receive) -> None:
    past(approved=1)
    set_mode(FIRST)
    token = browser()
    passed = [receive(body=f"Unread {n}.", browser=token) for n in range(3)]
    assert all(comment.status == Status.APPROVED for comment in passed)
    learning.learn_comments([comment.pk for comment in passed], now=timezone.now() + timedelta(hours=1))
    assert not LearnedDecision.objects.exists()
    set_mode(TRUSTED)
    assert receive(body="Not yet trusted.", browser=token).status == Status.PENDING


@pytest.mark.parametrize("why", ["likely spam", "campaign", "attack", "old article", "article's own mode"])
def test_what_makes_a_trusted_writer_wait(why: str, receive: Receive, cast: Cast, article: Article) -> None:
    commenters.trust(JONAS, by=cast.moderator)
    set_mode(FIRST, comments_wait_after_days=30)
    token, now, body = (
        browser(),
        timezone.now(),
        "The tide came in over the flats and took the old pier with it.",
    )
    if why == "likely spam":
        ListRule.objects.create(kind="block", field="text", value="old pier")
    elif why == "campaign":
        receive(body=body, author_name="Other", author_email="other@reader.example")
        body += " Yes."
    elif why == "attack":
        AttackPeriod.objects.create(
            cause="owner", began_at=now - timedelta(minutes=1), ends_at=now + timedelta(hours=1)
        )
    elif why == "old article":
        Article.objects.filter(pk=article.pk).update(publish_at=now - timedelta(days=31))
    else:
        Article.objects.filter(pk=article.pk).update(comment_mode=ALL)
    article.refresh_from_db()
    assert receive(body=body, browser=token).status == Status.PENDING


def test_trusted_writer_is_never_hidden_and_an_edit_keeps_the_proof(receive: Receive, cast: Cast) -> None:
    commenters.trust(JONAS, by=cast.moderator)
    set_mode(TRUSTED)
    comment = receive(browser=browser())
    assert comment.reasons.get(check_name="trusted-writer").weight < 0
    editing.edit(comment, body="Mud forgets, and so do I: https://reader.example/")
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert comment.reasons.filter(check_name="trusted-writer").exists()


def test_owner_of_the_address_publishes_by_mail_and_is_remembered(
    past: Callable[..., None], send: Any, client: Client, committing: Any, mailoutbox: list[Any]
) -> None:
    past(approved=1)
    set_mode(FIRST)
    with committing():
        response = send(body="Sand forgets.")
    comment = Comment.objects.get(body="Sand forgets.")
    assert comment.status == Status.PENDING
    assert "a mail is on its way" in client.get(response["Location"]).content.decode()
    (letter,) = mailoutbox
    assert letter.to == [JONAS]
    assert not re.search("Sand|Okafor", letter.subject + str(letter.message())), "nothing a visitor typed"
    address = link(letter)
    page = client.get(address)
    assert "Sand forgets." in page.content.decode()
    comment.refresh_from_db()
    assert (comment.status, comment.is_proven) == (Status.PENDING, False), "GET changes nothing"
    response = Client(enforce_csrf_checks=True).post(address, {"act": "publish-remember"})
    comment.refresh_from_db()
    assert (comment.status, comment.is_proven) == (Status.APPROVED, True)
    cookie = response.cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == remembered.VALID.total_seconds()
    assert JONAS not in cookie.value
    client.cookies[COOKIE] = cookie.value
    send(body="At once.")
    assert Comment.objects.get(body="At once.").status == Status.APPROVED
    client.post(address, {"act": "publish"})
    assert Decision.objects.filter(verb="pass").count() == 2, "a second click does nothing"
    assert client.post(address, {"act": "forget"}).cookies[COOKIE]["max-age"] == 0


def test_cookie_is_secure_where_the_site_is(
    past: Callable[..., None], receive: Receive, client: Client
) -> None:
    past(approved=1)
    set_mode(FIRST)
    comment = receive(body="Sand forgets.")
    with override_settings(SESSION_COOKIE_SECURE=True):
        response = client.post(ownership.path_for(comment), {"act": "remember"})
    assert response.cookies[COOKIE]["secure"]


def test_link_publishes_only_what_would_still_pass(
    past: Callable[..., None], receive: Receive, cast: Cast
) -> None:
    past(approved=1)
    set_mode(FIRST)
    comment = receive(body="Sand forgets.")
    commenters.mute(JONAS, by=cast.moderator)
    assert not ownership.confirm(comment)
    comment.refresh_from_db()
    assert comment.status == Status.PENDING


def test_questions_are_few_and_respect_who_wants_none(past: Callable[..., None], receive: Receive) -> None:
    past(approved=1)
    set_mode(FIRST)
    words = [receive(body=f"Sand {n}.").pk for n in range(ownership.QUESTIONS_A_DAY + 1)]
    assert [ownership.ask(pk) for pk in words] == [True] * ownership.QUESTIONS_A_DAY + [False]
    assert not ownership.ask(words[0]) or questions().count() == ownership.QUESTIONS_A_DAY
    questions().delete()
    commenters.set_no_mail(JONAS, no_mail=True)
    assert not ownership.ask(words[0])


def test_answer_to_a_post_tells_nobody_who_is_known(
    past: Callable[..., None], send: Any, client: Client, committing: Any, cast: Cast
) -> None:
    past(approved=4)
    commenters.confirm(JONAS)
    muted = "muted@reader.example"
    commenters.mute(muted, by=cast.moderator)
    set_mode(FIRST)
    seen = []
    for number, email in enumerate([JONAS, "new@reader.example", muted]):
        words = f"Sand forgets {number}."
        with committing(), CaptureQueriesContext(connection) as captured:
            response = send(
                body=words,
                author_email=email,
                address=f"203.0.{number}.9",
                headers={"X-Requested-With": "fetch"},
            )
            count = len(captured)
        page = client.get(response["Location"]).content.decode()
        told = [
            re.sub(r"receipt/[^\"]+", "", text).replace(words, "")
            for text in (response.content.decode(), page)
        ]
        told = [re.sub(r'datetime="[^"]+"|queue: \d+', "", text) for text in told]
        seen.append((response.status_code, count, told))
    assert seen[0] == seen[1]
    assert seen[2][2][0] == seen[1][2][0]
    assert questions().get().to == JONAS


def test_post_costs_at_most_two_queries_more(
    send: Any, committing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cost(words: str) -> list[str]:
        with committing(), CaptureQueriesContext(connection) as captured:
            assert send(body=words, address=f"203.0.{len(words)}.9").status_code == 303
        return [query["sql"] for query in captured.captured_queries]

    send(body="Warm up.")
    usual = cost("In the default mode.")
    assert sum("blog_commenter" in sql for sql in usual) == 1
    set_mode(FIRST)
    monkeypatch.setattr(ownership, "ask", lambda pk: False)
    assert len(cost("Where it matters, now.")) == len(usual), "a worker does the rest; to tell it is one more"


def test_page_is_the_same_bytes_with_the_cookie(client: Client, article: Article) -> None:
    set_mode(FIRST)
    plain = client.get(article.get_absolute_url()).content
    client.cookies[COOKIE] = browser()
    assert client.get(article.get_absolute_url()).content == plain
    assert b"Your first comment waits for a moderator" in plain


def test_policy_is_told_in_plain_sentences(client: Client, article: Article) -> None:
    set_mode(ALL, comment_policy_note="Be kind.", comments_close_after_days=30)
    page = client.get(article.get_absolute_url()).content.decode()
    assert "A moderator reads every comment before it appears. Comments close on" in page
    assert "Be kind." in page
    now = timezone.now()
    day = now + timedelta(days=9)
    assert "at once until" in policy.sentences(Policy(FIRST, waits_from=day), now=now)
    assert "until" not in policy.sentences(Policy(FIRST, waits_from=day, closes_at=now), now=now)
    assert "every comment" in policy.sentences(Policy(TRUSTED, waits_from=now), now=now)


def test_article_form_changes_the_mode(client: Client, cast: Cast, article: Article) -> None:
    client.login(username="edda", password=PASSWORD)
    page = client.get(f"/admin/blog/article/{article.pk}/change/").content.decode()
    assert 'name="comment_mode"' in page
    assert 'name="comments_wait_after_days"' in page


def test_banned_is_refused_politely_counted_and_keeps_the_words(send: Any, cast: Cast) -> None:
    commenters.ban(JONAS, by=cast.moderator, note="Threats")
    response = send(author_email="Jonas@Reader.example")
    assert response.status_code == 403
    assert "remembers" in response.content.decode()
    assert not Comment.objects.exists()
    assert not OutgoingMail.objects.exists()
    send()
    row = Commenter.objects.get()
    assert row.refused_count == 1, "once a second: a flood of refusals is no flood of writes"
    assert row.refused_at is not None


def test_muted_waits_among_the_spam_and_is_mailed_to_nobody(
    send: Any, client: Client, receive: Receive, cast: Cast, committing: Any
) -> None:
    from blog.comments import subscriptions

    root = receive(author_email="asta@reader.example", body="Who else saw it?")
    moderation.approve([root], by=cast.moderator)
    subscriptions.confirm(subscriptions.begin(root))  # type: ignore[arg-type]
    commenters.mute(JONAS, by=cast.moderator)
    response = send(to=str(root.pk))
    assert "Waiting for a moderator." in client.get(response["Location"]).content.decode()
    comment = Comment.objects.get(parent=root)
    assert comment.status == Status.SPAM
    with committing():
        moderation.approve([comment], by=cast.moderator)
    assert not OutgoingMail.objects.filter(purpose="reply").exists()


def test_verbs_want_the_right_are_logged_and_undo_each_other(cast: Cast) -> None:
    for verb in (commenters.trust, commenters.mute, commenters.ban, commenters.forgive):
        with pytest.raises(PermissionDenied):
            verb(JONAS, by=cast.author)
    assert not Commenter.objects.exists()
    ruling = commenters.ban("Jonas@Reader.example", by=cast.moderator, note=" Threats\n")
    assert ruling is not None
    assert (ruling.note, ruling.by, ruling.from_state) == ("Threats", cast.moderator, "normal")
    assert commenters.ban(JONAS, by=cast.moderator) is None
    commenters.forgive(JONAS, by=cast.moderator)
    assert Commenter.objects.get().state == "normal"
    assert list(Ruling.objects.order_by("pk").values_list("verb", flat=True)) == ["ban", "forgive"]


def test_moderator_sees_why_and_decides_on_the_comments_page(
    client: Client, receive: Receive, cast: Cast, past: Callable[..., None]
) -> None:
    past(approved=3)
    commenters.confirm(JONAS)
    comment = receive(body="Sand forgets.")
    client.login(username="mona", password=PASSWORD)
    address = f"/admin/blog/comment/{comment.pk}/change/"
    page = client.get(address).content.decode()
    assert "3 approved; 0 spam; has earned trust" in page
    values = {"email": JONAS, "verb": "mute", "note": "Rude", "comment": str(comment.pk)}
    assert client.post("/admin/blog/commenter/decide/", values)["Location"] == address
    page = client.get(address).content.decode()
    assert "muted since" in page
    assert "Rude" in page
    row = Commenter.objects.get()
    assert "muted since" in client.get(f"/admin/blog/commenter/{row.pk}/change/").content.decode()
    assert acquaintance.about(JONAS, by=cast.editor) is None
    client.login(username="edda", password=PASSWORD)
    assert client.get("/admin/blog/commenter/").status_code == 403
    assert client.post("/admin/blog/commenter/decide/", values).status_code == 403


def test_list_of_commenters_costs_the_same_with_1_and_with_50_rows(
    client: Client, receive: Receive, cast: Cast
) -> None:
    client.login(username="mona", password=PASSWORD)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert JONAS in client.get("/admin/blog/commenter/?q=jonas").content.decode()
            assert client.get("/admin/blog/commenter/").status_code == 200
        return len(captured)

    receive()
    commenters.confirm(JONAS)
    cost()
    few = cost()
    for number in range(49):
        commenters.confirm(f"reader{number}@octavo.example")
    assert cost() == few


def test_learned_comment_is_forgotten_when_its_writer_changes_it(receive: Receive, cast: Cast) -> None:
    comment = receive()
    now = comment.submitted_at + timedelta(minutes=5)
    moderation.approve([comment], by=cast.moderator, now=comment.submitted_at)
    learning.learn_comments([comment.pk], now=now)
    assert learning.classifier().ledger.decisions == 1
    editing.edit(comment, body="Sand forgets.", now=now)
    assert not LearnedDecision.objects.exists()
    own = learning.classifier()
    assert (own.ledger.decisions, len(own.memory), sum(own.learner.seen[False])) == (0, 0, 0)
    learning.learn_comments([comment.pk], now=now)
    assert not LearnedDecision.objects.exists(), "nobody has read the new words"
    decision = moderation.mark_as_spam([comment], by=cast.moderator, now=now + timedelta(minutes=1))
    assert decision is not None
    learning.learn(decision.pk, now=now + timedelta(minutes=9))
    assert LearnedDecision.objects.get().is_spam


def test_receipt_says_nothing_of_mail_where_everything_waits(receive: Receive, client: Client) -> None:
    assert "a mail is on its way" not in client.get(receipts.address_of(receive())).content.decode()
