"""Loading the demo magazine into a database."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings

from blog.articles import publishing
from blog.articles.models import Article, State
from blog.comments import counters
from blog.comments.models import Comment, DecisionItem
from blog.media.models import Image
from blog.site.models import AuthorProfile, SiteSettings
from blog.transfer.demo import content, loader
from tests.cast import Cast

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_superuser("root")


class TestLoaded(TestCase):
    """A blog that was empty; loaded once, read by every test."""

    administrator: User
    report: loader.DemoReport

    @classmethod
    def setUpTestData(cls) -> None:
        cls.administrator = User.objects.create_superuser("root")
        with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
            cls.report = loader.load(by=cls.administrator, now=NOW)

    def test_loading_brings_every_article_image_and_comment(self) -> None:
        magazine = content.read()
        assert self.report == loader.DemoReport(11, 13, 67)
        assert Article.objects.count() == len(magazine.articles)
        assert Image.objects.count() == len(magazine.pictures)
        assert Comment.objects.count() == len(magazine.comments)
        assert SiteSettings.current().title == magazine.name

    def test_articles_have_the_states_their_files_say(self) -> None:
        states = {article.slug: article.state(now=NOW) for article in Article.objects.all()}
        assert states["the-library-that-lends-a-ladder"] == State.DRAFT
        assert states["how-to-read-a-wall"] == State.SCHEDULED
        assert states["mending-day-at-the-bus-depot"] == State.EXPIRED
        assert Article.objects.public(now=NOW).count() == 8
        assert Article.objects.public(now=NOW + timedelta(days=7)).count() == 9

    def test_only_the_chosen_section_waits_to_be_published(self) -> None:
        waiting = {a.slug: publishing.unpublished_changes(a) for a in Article.objects.public(now=NOW)}
        assert [slug for slug, changes in waiting.items() if changes] == ["ten-beans-on-damp-paper"]
        assert len(waiting["ten-beans-on-damp-paper"]) == 1

    def test_counts_agree_and_every_decision_is_logged(self) -> None:
        assert counters.recount() == []
        assert counters.tallies() == {"pending": 14, "approved": 49, "spam": 3, "trash": 1}
        assert DecisionItem.objects.count() == 53

    def test_replies_know_their_thread_and_nothing_lies_ahead(self) -> None:
        for comment in Comment.objects.select_related("parent", "root", "section"):
            assert comment.submitted_at < NOW
            assert comment.section is None or comment.section.article_id == comment.article_id
            if comment.parent:
                assert comment.root_id == (comment.parent.root_id or comment.parent_id)

    def test_demo_writers_cannot_sign_in(self) -> None:
        writers = [profile.user for profile in AuthorProfile.objects.select_related("user")]
        assert len(writers) == 3
        assert not any(user.has_usable_password() or user.is_staff for user in writers)

    def test_loading_again_changes_nothing_and_says_so(self) -> None:
        again = loader.load(by=self.administrator, now=NOW)
        assert again.skipped
        assert "already" in str(again)
        assert Article.objects.count() == 11


def test_a_blog_with_one_article_is_left_alone(administrator: User, article: Article) -> None:
    assert loader.load(by=administrator, now=NOW).skipped
    assert list(Article.objects.all()) == [article]


def test_a_name_the_owner_chose_stays(administrator: User) -> None:
    SiteSettings(title="My own").save()
    loader.load(by=administrator, now=NOW)
    assert SiteSettings.current().title == "My own"


def test_an_existing_account_is_never_taken_over(administrator: User) -> None:
    stranger = User.objects.create_user("ines-marlowe")
    loader.load(by=administrator, now=NOW)
    assert not Article.objects.filter(author=stranger).exists()


def test_somebody_without_the_rights_loads_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        loader.load(by=cast.author, now=NOW)
    assert not Article.objects.exists()


def test_command_reports_what_it_did(administrator: User) -> None:
    out = StringIO()
    call_command("load_demo", by="root", stdout=out)
    assert "11 articles, 13 images and 67 comments" in out.getvalue()


def test_command_refuses_an_unknown_user(db: None) -> None:
    with pytest.raises(CommandError, match="no user"):
        call_command("load_demo", by="nobody")
