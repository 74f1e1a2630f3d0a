"""Publishing: what becomes public, when, and by whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from blog.articles import publishing, revisions, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.manifest import Change
from blog.articles.models import Article, State
from tests.cast import Cast, draft_article, live_article


def live_texts(article: Article) -> list[tuple[str, str]]:
    article = Article.objects.select_related("live").get(pk=article.pk)
    assert article.live is not None
    return [(row.text.heading, row.text.body) for row in article.live.manifest.order_by("position")]


def edit(article: Article, heading: str, body: str, *, by) -> str:
    section = article.sections.get(heading=heading, position__isnull=False)
    draft = SectionDraft(
        SectionContent.canonical(heading=heading, body=body), uid=section.uid, base=section.digest
    )
    saved = working_copy.save(Article.objects.get(pk=article.pk), by=by, sections=[draft])
    assert not saved.conflicts
    return section.uid


def test_draft_is_in_no_public_list(cast: Cast) -> None:
    draft_article(cast.author)
    assert not Article.objects.public().exists()


def test_published_article_is_public_with_its_sections(cast: Cast) -> None:
    article = live_article(cast.editor)
    assert Article.objects.public().get() == article
    assert [heading for heading, _ in live_texts(article)] == ["", "Mud", "Birds"]


def test_author_may_not_publish(cast: Cast) -> None:
    article = draft_article(cast.author)
    with pytest.raises(PermissionDenied):
        publishing.publish(article, by=cast.author)
    assert not Article.objects.public().exists()


def test_editing_a_live_article_leaves_the_public_text(cast: Cast) -> None:
    article = live_article(cast.editor)
    before = live_texts(article)
    edit(article, "Mud", "<p>Mud forgets.</p>", by=cast.editor)
    assert live_texts(article) == before
    assert Article.objects.get(pk=article.pk).state() == State.CHANGED


def test_publishing_one_of_two_changed_sections_changes_only_that_one(cast: Cast) -> None:
    article = live_article(cast.editor)
    mud = edit(article, "Mud", "<p>Mud forgets.</p>", by=cast.editor)
    edit(article, "Birds", "<p>Knots come first.</p>", by=cast.editor)
    publishing.publish(article, by=cast.editor, sections={mud})
    assert live_texts(article)[1:] == [("Mud", "<p>Mud forgets.</p>"), ("Birds", "<p>Dunlin come first.</p>")]
    left = publishing.unpublished_changes(Article.objects.select_related("live").get(pk=article.pk))
    assert [(c.section.heading, c.kinds) for c in left] == [("Birds", {Change.EDITED})]


def test_scheduled_article_is_hidden_until_due(cast: Cast) -> None:
    article = draft_article(cast.editor)
    due = timezone.now() + timedelta(hours=2)
    publishing.schedule(article, at=due, by=cast.editor)
    assert not Article.objects.public().exists()
    assert Article.objects.public(now=due).get() == article
    assert Article.objects.get(pk=article.pk).state() == State.SCHEDULED


def test_expired_article_is_hidden_from_its_second_on(cast: Cast) -> None:
    article = live_article(cast.editor)
    end = timezone.now() + timedelta(hours=2)
    publishing.set_expiry(article, at=end, by=cast.editor)
    assert Article.objects.public(now=end - timedelta(seconds=1)).exists()
    assert not Article.objects.public(now=end).exists()


def test_failed_publish_changes_nothing(cast: Cast) -> None:
    article = draft_article(cast.editor, sections=[("", "")])
    with pytest.raises(publishing.CannotPublish):
        publishing.publish(article, by=cast.editor)
    article.refresh_from_db()
    assert article.live is None
    assert article.status == Article.Status.DRAFT
    assert article.revisions.filter(kind="published").count() == 0


def test_trashed_article_comes_back_as_it_was(cast: Cast) -> None:
    article = live_article(cast.editor)
    publishing.trash(article, by=cast.editor)
    assert not Article.objects.public().exists()
    publishing.restore(article, by=cast.editor)
    assert Article.objects.public().get() == article


def test_reverting_restores_the_working_copy_and_not_the_page(cast: Cast) -> None:
    article = live_article(cast.editor)
    first = Article.objects.get(pk=article.pk).live
    assert first is not None
    edit(article, "Mud", "<p>Mud forgets.</p>", by=cast.editor)
    publishing.publish(article, by=cast.editor)
    revisions.revert(article, to=first, by=cast.editor)
    assert ("Mud", "<p>Mud forgets.</p>") in live_texts(article)
    assert article.sections.get(heading="Mud").body == "<p>Mud has a memory of a week.</p>"


def test_stale_save_is_refused_for_that_section_only(cast: Cast) -> None:
    article = live_article(cast.editor)
    mud = article.sections.get(heading="Mud")
    birds = article.sections.get(heading="Birds")
    edit(article, "Mud", "<p>Mine first.</p>", by=cast.editor)
    stale = SectionDraft(SectionContent.canonical(heading="Mud", body="<p>Yours.</p>"), mud.uid, mud.digest)
    fresh = SectionDraft(
        SectionContent.canonical(heading="Birds", body="<p>Terns.</p>"), birds.uid, birds.digest
    )
    saved = working_copy.save(
        Article.objects.get(pk=article.pk), by=cast.administrator, sections=[stale, fresh]
    )
    assert [conflict.uid for conflict in saved.conflicts] == [mud.uid]
    assert article.sections.get(heading="Mud").body == "<p>Mine first.</p>"
    assert article.sections.get(heading="Birds").body == "<p>Terns.</p>"
