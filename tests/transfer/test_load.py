"""Made-up blogs: what bulk statements stored is what the verbs would have stored."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from blog.articles import publishing
from blog.articles.models import Article, Section, SectionText
from blog.comments import campaigns, counters, rules, submission
from blog.comments.models import Comment, DecisionItem, Reason, Status
from blog.comments.spam.evidence import Evidence
from blog.markup import comment_markdown, section_html
from blog.markup.text import plain, word_count
from blog.transfer.load import loading
from tests.cast import live_article, make_cast

pytestmark = pytest.mark.django_db
SIZE = loading.Size(articles=60, comments=600, pending=40)


@pytest.fixture(scope="class")
def made(django_db_setup, django_db_blocker):  # type: ignore[no-untyped-def]
    """One load for all tests that only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load(SIZE, seed=3, now=timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("made")
class TestWhatIsStored:
    def test_there_are_as_many_as_were_asked_for(self) -> None:
        assert Article.objects.count() == SIZE.articles
        assert Comment.objects.count() == SIZE.comments
        assert counters.tallies()[Status.PENDING] == SIZE.pending

    def test_every_count_is_right(self) -> None:
        assert counters.recount() == []
        assert Article.objects.filter(approved_comment_count__gt=5).exists()

    def test_sections_are_in_their_canonical_form(self) -> None:
        for section in Section.objects.all()[:30]:
            content = section.content
            made = type(content).canonical(heading=content.heading, body=content.body)
            assert (made, made.digest) == (content, section.digest)
        for text in SectionText.objects.all()[:30]:
            assert text.html == section_html.render(text.body, table_label="Table").html
            assert text.word_count == word_count(f"{text.heading} {plain(text.body)}")

    def test_only_the_articles_that_were_changed_say_so(self) -> None:
        told = 0
        for article in Article.objects.public().select_related("live"):
            assert publishing.unpublished_changes(article) == []
            assert not publishing.details_changed(article)
            told += article.has_unpublished_changes
        assert told == SIZE.articles // 20

    def test_comments_are_rendered_and_traced_as_if_received(self) -> None:
        for comment in Comment.objects.prefetch_related("traces")[:80]:
            assert comment.html == comment_markdown.render(comment.body)
            assert comment.body_digest == rules.body_digest(comment.body)
            traces = {trace.value for trace in comment.traces.all()}
            marks = campaigns.fingerprint(campaigns.words_of(comment.body))
            assert traces == {*marks, *campaigns.domains_of(comment)}

    def test_answers_are_in_the_thread_of_what_they_answer(self) -> None:
        answers = Comment.objects.filter(parent__isnull=False).select_related("parent")
        assert answers.count() > SIZE.comments / 10
        for answer in answers:
            assert answer.parent is not None
            assert answer.parent.status == Status.APPROVED
            assert answer.article_id == answer.parent.article_id
            assert answer.root_id == answer.parent.root_id or answer.root_id == answer.parent.pk
            assert answer.submitted_at > answer.parent.submitted_at

    def test_every_decided_comment_has_its_decision(self) -> None:
        decided = Comment.objects.filter(decided_at__isnull=False)
        assert DecisionItem.objects.count() == decided.count() > 0
        assert not Comment.objects.filter(status=Status.APPROVED, decided_at__isnull=True).exists()
        assert Reason.objects.exists()


def loaded_text() -> list[tuple[object, ...]]:
    with transaction.atomic():
        loading.load(loading.Size(10, 80, 5), seed=9, now=timezone.now().replace(hour=12))
        rows = Comment.objects.order_by("submitted_at").values_list(
            "body", "status", "verdict", "article__slug"
        )
        found = list(rows)
        transaction.set_rollback(True)
    return found


def test_the_same_seed_makes_the_same_text() -> None:
    assert loaded_text() == loaded_text()


def test_what_comes_after_finds_its_place(client: Client) -> None:
    loading.load(loading.Size(5, 40), seed=1, now=timezone.now())
    article = live_article(make_cast().editor)
    words = {"body": "Quite so.", "author_name": "Jo", "author_email": "jo@reader.example"}
    comment = submission.receive(article, **words, evidence=Evidence())
    assert comment.pk == 41
    busiest = Article.objects.public().order_by("-approved_comment_count")[0]
    page = client.get(busiest.get_absolute_url()).content.decode()
    shown = Comment.objects.approved().filter(article=busiest)[0]
    assert shown.html.strip() in page


def test_a_blog_with_articles_is_left_alone() -> None:
    live_article(make_cast().editor)
    with pytest.raises(CommandError, match="empty blog"):
        call_command("make_load", articles=1, comments=1)
    assert Article.objects.count() == 1


@pytest.mark.parametrize("figures", [{"articles": 0}, {"comments": 5, "pending": 6}, {"comments": -1}])
def test_figures_that_contradict_each_other_are_refused(figures: dict[str, int]) -> None:
    with pytest.raises(CommandError):
        call_command("make_load", **figures)
    assert not Article.objects.exists()
