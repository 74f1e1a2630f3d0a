"""Comments on sections: which text they answered, and what readers are told when it changes or goes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, Revision
from blog.comments import moderation, section_texts
from blog.comments.models import Comment
from blog.comments.section_texts import Piece, changed_words
from tests.cast import Cast, draft_article

Receive = Callable[..., Comment]


@pytest.fixture
def on_mud(receive: Receive, article: Article, moderator: User) -> Comment:
    comment = receive(section_uid=article.sections.get(heading="Mud").uid)
    moderation.approve([comment], by=moderator)
    return comment


def rewrite(article: Article, by: User, heading: str, body: str, *, goes_live: bool = True) -> None:
    """Change the section Mud, whatever it is called by now."""
    article = Article.objects.get(pk=article.pk)
    section = article.sections.get(anchor="mud")
    draft = SectionDraft(
        SectionContent.canonical(heading=heading, body=body), uid=section.uid, base=section.digest
    )
    working_copy.save(article, by=by, sections=[draft])
    if goes_live:
        publishing.publish(Article.objects.get(pk=article.pk), by=by)


def remove(article: Article, by: User) -> None:
    article = Article.objects.get(pk=article.pk)
    uid = article.sections.get(anchor="mud").uid
    working_copy.save(article, by=by, sections=[], removed={uid})
    publishing.publish(Article.objects.get(pk=article.pk), by=by)


def page(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_comment_keeps_which_text_it_answered(on_mud: Comment, article: Article, receive: Receive) -> None:
    assert on_mud.answered_row is not None
    assert on_mud.answered_row.revision_id == article.live_id
    assert on_mud.answered_row.text.heading == "Mud"
    birds = article.sections.get(heading="Birds").uid
    reply = receive(body="So it does.", parent=on_mud, section_uid=birds)
    assert (reply.section_id, reply.answered_row_id) == (on_mud.section_id, on_mud.answered_row_id)


def test_unchanged_section_says_nothing(client: Client, on_mud: Comment, article: Article) -> None:
    html = page(client, article)
    assert '<p class="on">on <a href="#mud">Mud</a></p>' in html
    assert "text changed since" not in html


def test_private_change_is_no_change(client: Client, on_mud: Comment, article: Article, cast: Cast) -> None:
    rewrite(article, cast.editor, "Canary", "<p>Canary.</p>", goes_live=False)
    assert "text changed since" not in page(client, article)
    then = client.get(f"/comments/{on_mud.pk}/section/").content.decode()
    assert "Canary" not in then
    assert "have not changed since" in then


def test_changed_section_leads_to_the_text_as_it_stood(
    client: Client, on_mud: Comment, article: Article, cast: Cast
) -> None:
    rewrite(article, cast.editor, "Silt", "<p>Mud has a memory of a month.</p>")
    html = page(client, article)
    assert '<a href="#mud">Silt</a>' in html
    link = f"/comments/{on_mud.pk}/section/"
    assert f'<a href="{link}" rel="nofollow">text changed since</a>' in html
    then = client.get(link).content.decode()
    assert "<p>Mud has a memory of a <del>week</del><ins>month</ins>.</p>" in then
    assert "<p><del>Mud</del><ins>Silt</ins></p>" in then
    assert "<h3>Mud</h3>" in then
    assert "<p>Mud has a memory of a week.</p>" in then
    assert 'content="noindex"' in then
    rewrite(article, cast.editor, "Mud", "<p>Mud has a memory of a week.</p>")
    assert "text changed since" not in page(client, article), "it says again what was answered"


def test_removed_section_is_named_by_its_old_heading(
    client: Client, on_mud: Comment, article: Article, cast: Cast
) -> None:
    remove(article, cast.editor)
    html = page(client, article)
    assert (
        f'on a section that is gone: <a href="/comments/{on_mud.pk}/section/" rel="nofollow">“Mud”</a>'
        in html
    )
    then = client.get(f"/comments/{on_mud.pk}/section/").content.decode()
    assert "not part of the article any more" in then
    assert "<p>Mud has a memory of a week.</p>" in then
    uid = article.sections.get(anchor="mud").uid
    talk = client.get(f"/articles/low-water/comments/?section={uid}").content.decode()
    assert "a section that is gone: “Mud”" in talk
    assert 'name="section" value=""' in talk, "nobody can answer it any more"


def test_gone_section_without_visible_comments_has_no_page(
    client: Client, on_mud: Comment, article: Article, cast: Cast
) -> None:
    remove(article, cast.editor)
    moderation.trash([on_mud], by=cast.moderator)
    uid = article.sections.get(anchor="mud").uid
    assert client.get(f"/articles/low-water/comments/?section={uid}").status_code == 404
    assert client.get(f"/comments/{on_mud.pk}/section/").status_code == 404


def test_text_that_was_never_public_is_never_shown(
    client: Client, on_mud: Comment, article: Article, cast: Cast
) -> None:
    assert on_mud.answered_row
    Revision.objects.filter(pk=on_mud.answered_row.revision_id).update(public_from=None)
    rewrite(article, cast.editor, "Silt", "<p>New.</p>")
    assert "text changed since" not in page(client, article)
    assert client.get(f"/comments/{on_mud.pk}/section/").status_code == 404
    remove(article, cast.editor)
    assert "“Mud”" not in page(client, article)


def test_comment_on_the_article_has_no_old_text(
    client: Client, receive: Receive, moderator: User, article: Article
) -> None:
    comment = receive()
    moderation.approve([comment], by=moderator)
    assert client.get(f"/comments/{comment.pk}/section/").status_code == 404


def test_revision_is_public_from_the_moment_visitors_can_read_it(cast: Cast) -> None:
    now = timezone.now()
    article = draft_article(cast.editor, title="Ebb")
    assert not Revision.objects.filter(article=article, public_from__isnull=False).exists()
    first = publishing.schedule(article, at=now + timedelta(days=2), by=cast.editor)
    first.refresh_from_db()
    assert first.public_from == now + timedelta(days=2)
    assert not first.was_public()
    assert first.was_public(now=now + timedelta(days=3))
    second = publishing.publish(Article.objects.get(pk=article.pk), by=cast.editor)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.public_from is None, "replaced before anybody could read it"
    assert second.was_public()


@pytest.mark.parametrize("hide", [publishing.unpublish, publishing.trash])
def test_revision_hidden_before_its_moment_was_never_public(cast: Cast, hide: Callable[..., Any]) -> None:
    now = timezone.now()
    article = draft_article(cast.editor, title="Ebb")
    revision = publishing.schedule(article, at=now + timedelta(days=2), by=cast.editor)
    hide(article, by=cast.editor)
    with time_machine.travel(now + timedelta(days=9), tick=False):
        revision.refresh_from_db()
        assert not revision.was_public()
        if hide is publishing.trash:
            publishing.restore(article, by=cast.editor)
            revision.refresh_from_db()
            assert revision.public_from == timezone.now(), "from now on, not from the day it lay in the trash"


def test_revision_stays_known_as_public_when_it_is_replaced(article: Article, cast: Cast) -> None:
    assert article.live
    rewrite(article, cast.editor, "Silt", "<p>New.</p>")
    publishing.unpublish(article, by=cast.editor)
    assert Revision.objects.get(pk=article.live.pk).was_public()


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("one two", "one two", [[Piece("", "one two")]]),
        ("one two", "one three", [[Piece("", "one "), Piece("del", "two"), Piece("ins", "three")]]),
        ("one", "one\ntwo", [[Piece("", "one")], [Piece("ins", "two")]]),
        ("", "one", [[Piece("ins", "one")]]),
        ("", "", []),
    ],
)
def test_words_that_went_and_came_are_told_apart(before: str, after: str, pieces: list[list[Piece]]) -> None:
    assert changed_words(before, after) == pieces


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    many = "word " * (section_texts.COMPARED_MAX_WORDS + 1)
    assert changed_words(many, many + "more") == [[Piece("del", many)], [Piece("ins", many + "more")]]
