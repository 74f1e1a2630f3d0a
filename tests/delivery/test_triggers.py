"""Which things move when something changes: exactly those that pages show differently."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils import timezone

from blog.articles import authorship, publishing, working_copy
from blog.articles.addresses import change_slug
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, Tag
from blog.comments import moderation
from blog.comments.models import Comment, Status
from blog.delivery import triggers
from blog.delivery.models import PageClock, PageVersion
from blog.site.models import SiteSettings
from tests.cast import PASSWORD, Cast, draft_article, live_article
from tests.shelf import comments_on, filed_article, many_articles


def moved(act: Callable[[], object]) -> set[str]:
    """Return the keys that an act moved."""
    before = PageClock.objects.values_list("seq", flat=True).first() or 0
    act()
    return set(PageVersion.objects.filter(version__gt=before).values_list("key", flat=True))


def rewrite(article: Article, by: User) -> None:
    uid = article.sections.order_by("position")[0].uid
    content = SectionContent.canonical(heading="", body=f"<p>Rewritten {timezone.now().isoformat()}.</p>")
    working_copy.save(article, by=by, sections=[SectionDraft(content, uid)])


@pytest.mark.django_db
def test_triggers_are_there_after_migrations_and_come_back_when_one_is_lost() -> None:
    assert triggers.are_installed()
    with connection.cursor() as cursor:
        name = next(iter(triggers._present(connection)))
        cursor.execute(f"DROP TRIGGER {name}" + (" ON blog_article" if connection.vendor != "sqlite" else ""))
    assert not triggers.are_installed()
    assert moved(triggers.install) == {"site"}
    assert triggers.are_installed()


class TestArticles:
    @pytest.fixture(autouse=True)
    def shelf(self, cast: Cast) -> None:
        self.cast = cast
        self.old, self.middle, self.new = many_articles(cast.editor, 3)
        Article.objects.filter(pk=self.new.pk).update(publish_at=timezone.now() - timedelta(days=1))
        self.author = f"author:{cast.editor.pk}"

    def test_drafts_and_saved_working_copies_move_nothing(self) -> None:
        draft = moved(lambda: draft_article(self.cast.editor))
        saved = moved(lambda: rewrite(self.middle, self.cast.editor))
        assert draft == saved == set()

    def test_publishing_changed_words_moves_the_article_and_its_shelves_but_not_the_order(self) -> None:
        rewrite(self.middle, self.cast.editor)
        keys = moved(lambda: publishing.publish(self.middle, by=self.cast.editor))
        assert keys == {f"article:{self.middle.pk}", "shelves", self.author, "all"}

    def test_a_first_publication_moves_its_neighbour_and_the_topics_it_joins(self) -> None:
        draft = draft_article(self.cast.editor)
        tag = Tag.objects.create(name="Mud", slug="mud")
        working_copy.save(draft, by=self.cast.editor, tags=[tag])
        keys = moved(lambda: publishing.publish(draft, by=self.cast.editor))
        own = {f"article:{draft.pk}", f"tag:{tag.pk}", self.author}
        assert keys == own | {f"article:{self.new.pk}", "order", "shelves", "all"}

    def test_coming_back_between_two_moves_both_and_no_third(self) -> None:
        article = Article.objects.get(pk=self.middle.pk)
        publishing.unpublish(article, by=self.cast.editor)
        between = timezone.now() - timedelta(days=10)
        Article.objects.filter(pk=article.pk).update(publish_at=between)
        keys = moved(lambda: publishing.publish(article, by=self.cast.editor))
        articles = {f"article:{a.pk}" for a in (self.old, self.middle, self.new)}
        assert keys == articles | {"order", "shelves", self.author, "all"}

    def test_expiring_neighbours_are_passed_over_to_the_next_that_stays(self) -> None:
        """Whether one that expires is visible is a matter of the hour, so the one behind it moves as well."""
        Article.objects.filter(pk=self.new.pk).update(expire_at=timezone.now() - timedelta(hours=1))
        draft = draft_article(self.cast.editor)
        keys = moved(lambda: publishing.publish(draft, by=self.cast.editor))
        assert {f"article:{self.middle.pk}", f"article:{self.new.pk}"} <= keys
        assert f"article:{self.old.pk}" not in keys

    def test_a_new_address_or_author_moves_the_shelves_that_name_it(self) -> None:
        keys = moved(lambda: change_slug(self.middle, "elsewhere", by=self.cast.editor))
        assert keys == {f"article:{self.middle.pk}", "shelves", self.author, "all"}
        keys = moved(
            lambda: authorship.hand_over(self.middle, to=self.cast.author, by=self.cast.administrator)
        )
        assert {self.author, f"author:{self.cast.author.pk}"} <= keys

    def test_a_line_typed_into_the_database_moves_as_much(self) -> None:
        def type_it() -> None:
            with connection.cursor() as cursor:
                cursor.execute("UPDATE blog_article SET slug = 'typed' WHERE id = %s", [self.middle.pk])

        assert f"article:{self.middle.pk}" in moved(type_it)


class TestComments:
    @pytest.fixture(autouse=True)
    def talk(self, cast: Cast) -> None:
        self.cast, self.article = cast, live_article(cast.editor)
        comments_on(self.article, 2, status=Status.PENDING)
        self.first, self.second = Comment.objects.order_by("pk")
        self.shown = {f"thread:{self.article.pk}", f"article:{self.article.pk}", "all"}

    def test_what_waits_and_what_is_refused_moves_nothing(self) -> None:
        assert moved(lambda: comments_on(self.article, 1, status=Status.PENDING)) == set()
        assert moved(lambda: moderation.mark_as_spam([self.first], by=self.cast.moderator)) == set()

    def test_approving_and_taking_back_move_the_thread_and_the_count(self) -> None:
        assert moved(lambda: moderation.approve([self.first], by=self.cast.moderator)) == self.shown
        assert moved(lambda: moderation.trash([self.first], by=self.cast.moderator)) == self.shown

    def test_what_only_moderators_see_moves_nothing(self) -> None:
        Comment.objects.update(status=Status.APPROVED)
        assert moved(lambda: Comment.objects.update(score=0.7, network="", campaign="x")) == set()
        assert moved(lambda: Comment.objects.filter(pk=self.first.pk).update(html="<p>x</p>")) == {
            f"thread:{self.article.pk}",
            "all",
        }


class TestTheSite:
    def test_settings_and_names_move_everything(self, cast: Cast) -> None:
        filed_article(cast.editor, title="One", tags=["Mud"], category="Coast")
        assert moved(lambda: SiteSettings(title="Tidal").save()) == {"site"}
        assert moved(lambda: Tag.objects.update(name="Silt")) == {"site"}
        assert moved(lambda: User.objects.filter(pk=cast.editor.pk).update(first_name="Ed")) == {"site"}

    def test_signing_in_moves_nothing(self, cast: Cast, client: Client) -> None:
        assert moved(lambda: client.login(username="edda", password=PASSWORD)) == set()
        assert moved(lambda: cast.editor.save()) == set()
