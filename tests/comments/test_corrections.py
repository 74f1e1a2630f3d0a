"""From a comment to a correction that thanks its writer, and what authors see of their sections."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.articles import publishing, revisions
from blog.articles.models import Article, Revision
from blog.comments import corrections, flags, moderation, own_data
from blog.comments.models import Comment, Correction
from tests.cast import Cast, live_article

Receive = Callable[..., Comment]
NOTE = "The bay empties twice, not once."


@pytest.fixture
def said(receive: Receive, cast: Cast, article: Article) -> Comment:
    comment = receive(body="It empties twice!", section_uid=article.sections.get(heading="Mud").uid)
    moderation.approve([comment], by=cast.moderator)
    comment.refresh_from_db()
    return comment


@pytest.fixture
def correction(said: Comment, cast: Cast) -> Correction:
    return corrections.open_from(said, note=NOTE, credit=said.author_name, by=cast.moderator)


def page_of(article: Article) -> str:
    return Client().get(article.get_absolute_url()).content.decode()


def settle(client: Client, correction: Correction, **values: str) -> Any:
    return client.post(f"/admin/blog/correction/{correction.pk}/change/", values)


def republish(article: Article, by: User) -> Revision:
    section = article.sections.get(heading="Mud")
    section.heading += "!"
    section.save()
    return publishing.publish(article, by=by)


class TestForReaders:
    def test_fixed_correction_thanks_the_reader_and_leads_to_the_comment(
        self, article: Article, correction: Correction, cast: Cast
    ) -> None:
        assert NOTE not in page_of(article)
        corrections.fix(correction, revision=republish(article, cast.editor), by=cast.editor)
        shown = page_of(article)
        assert NOTE in shown
        assert f'href="/comments/{correction.comment_id}/"><bdi>Jonas Okafor</bdi>' in shown

    def test_hidden_comment_is_not_linked(self, article: Article, correction: Correction, cast: Cast) -> None:
        corrections.fix(correction, revision=republish(article, cast.editor), by=cast.editor)
        assert correction.comment is not None
        moderation.trash([correction.comment], by=cast.moderator)
        shown = page_of(article)
        assert "<bdi>Jonas Okafor</bdi>" in shown
        assert f"/comments/{correction.comment_id}/" not in shown

    def test_nobody_is_named_where_nobody_is_credited(
        self, article: Article, said: Comment, cast: Cast
    ) -> None:
        found = corrections.open_from(said, note="<b>Fixed</b>", credit=" ", by=cast.editor)
        corrections.fix(found, revision=republish(article, cast.editor), by=cast.editor)
        shown = page_of(article)
        assert "&lt;b&gt;Fixed&lt;/b&gt;" in shown
        assert "Thanks to" not in shown

    def test_live_revision_older_than_the_fix_tells_nothing(
        self, article: Article, correction: Correction, cast: Cast
    ) -> None:
        first = article.live
        corrections.fix(correction, revision=republish(article, cast.editor), by=cast.editor)
        Article.objects.filter(pk=article.pk).update(live=first)
        assert NOTE not in page_of(article)

    def test_declined_and_reopened_ones_are_not_told(
        self, article: Article, correction: Correction, cast: Cast
    ) -> None:
        corrections.fix(correction, revision=republish(article, cast.editor), by=cast.editor)
        corrections.reopen(correction, by=cast.editor)
        assert NOTE not in page_of(article)
        corrections.decline(correction, by=cast.editor)
        assert NOTE not in page_of(article)

    def test_page_costs_no_query_more(self, article: Article, said: Comment, cast: Cast) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                page_of(article)
            return len(captured)

        page_of(article)
        assert queries() <= 5
        for number in range(20):
            found = corrections.open_from(said, note=f"Number {number}", by=cast.editor)
            assert article.live is not None
            corrections.fix(found, revision=article.live, by=cast.editor)
        assert page_of(article).count("Corrected on") == 20
        assert queries() <= 5


class TestSettling:
    def test_next_publication_binds_what_waits_for_it_and_nothing_else(
        self,
        article: Article,
        correction: Correction,
        said: Comment,
        cast: Cast,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        other = corrections.open_from(said, note="Another.", by=cast.editor)
        corrections.fix_with_next(correction, by=cast.editor)
        with django_capture_on_commit_callbacks(execute=True):
            publishing.set_expiry(article, at=None, by=cast.editor)
        assert Correction.objects.get(pk=correction.pk).status == "open"
        with django_capture_on_commit_callbacks(execute=True):
            revision = republish(article, cast.editor)
        correction.refresh_from_db()
        other.refresh_from_db()
        assert (correction.status, correction.fixed_in) == ("fixed", revision)
        assert (other.status, other.fixed_in) == ("open", None)

    def test_only_a_published_revision_of_the_article_fixes(
        self, article: Article, correction: Correction, cast: Cast
    ) -> None:
        foreign = live_article(cast.editor, title="Elsewhere").live
        saved = revisions.record(article, by=cast.editor, kind=Revision.Kind.SAVED)
        for wrong in (foreign, article.revisions.filter(kind="saved").first() or saved):
            assert wrong is not None
            with pytest.raises(ValidationError):
                corrections.fix(correction, revision=wrong, by=cast.editor)

    def test_stored_facts_agree(self, correction: Correction) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.filter(pk=correction.pk).update(status="fixed")

    def test_strangers_to_the_article_may_do_nothing(
        self, said: Comment, correction: Correction, cast: Cast
    ) -> None:
        acts: list[Callable[[], Any]] = [
            lambda: corrections.open_from(said, note="Mine", by=cast.other_author),
            lambda: corrections.decline(correction, by=cast.other_author),
            lambda: corrections.reword(correction, note="Mine", credit="", by=cast.other_author),
            lambda: corrections.fix_with_next(correction, by=cast.other_author),
            lambda: corrections.reopen(correction, by=cast.other_author),
        ]
        for act in acts:
            with pytest.raises(PermissionDenied):
                act()
        assert Correction.objects.get().note == NOTE

    def test_author_of_the_article_may(self, article: Article, correction: Correction, cast: Cast) -> None:
        Article.objects.filter(pk=article.pk).update(author=cast.author)
        corrections.decline(correction, by=cast.author)
        assert Correction.objects.get().status == "declined"

    def test_name_goes_with_the_writers_data(self, correction: Correction) -> None:
        (held,) = own_data.export("jonas@reader.example")["comments"]
        assert held["thanked_for"] == [NOTE]
        own_data.erase("jonas@reader.example", with_words=False)
        correction.refresh_from_db()
        assert (correction.credit, correction.note) == ("", NOTE)


class TestDesk:
    def test_comment_becomes_a_correction_and_is_settled(
        self, client: Client, article: Article, said: Comment, cast: Cast
    ) -> None:
        client.force_login(cast.administrator)
        assert "Make it a correction" in client.get(f"/admin/blog/comment/{said.pk}/change/").content.decode()
        for _ in range(2):
            opened = client.post(f"/admin/blog/comment/{said.pk}/correct/", {"note": NOTE, "credit": "J. O."})
            assert opened.status_code == 302
        found = Correction.objects.get()
        assert (found.credit, found.section) == ("J. O.", said.section)
        assert settle(client, found, do="reword", note="Better.", credit="").status_code == 302
        assert settle(client, found, do="fix", revision="99").status_code == 422
        assert article.live is not None
        assert settle(client, found, do="fix", revision=str(article.live.number)).status_code == 302
        assert "Better." in page_of(article)
        assert settle(client, found, do="nonsense").status_code == 404

    def test_empty_note_is_refused_with_what_was_typed(
        self, client: Client, said: Comment, cast: Cast
    ) -> None:
        client.force_login(cast.moderator)
        response = client.post(
            f"/admin/blog/comment/{said.pk}/correct/", {"note": " ", "credit": "Someone else"}
        )
        assert response.status_code == 422
        assert "Someone else" in response.content.decode()
        assert not Correction.objects.exists()

    def test_others_corrections_are_not_there(
        self, client: Client, correction: Correction, cast: Cast
    ) -> None:
        client.force_login(cast.other_author)
        assert settle(client, correction, do="decline").status_code == 404
        assert client.post(f"/admin/blog/comment/{correction.comment_id}/correct/").status_code == 403
        assert NOTE not in client.get("/admin/blog/correction/").content.decode()

    def test_author_finds_it_on_the_landing_page_and_on_the_form(
        self, client: Client, article: Article, correction: Correction, cast: Cast
    ) -> None:
        Article.objects.filter(pk=article.pk).update(author=cast.author)
        address = f"/admin/blog/correction/{correction.pk}/change/"
        client.force_login(cast.author)
        for path in ("/admin/", f"/admin/blog/article/{article.pk}/change/"):
            assert address in client.get(path).content.decode()
        client.force_login(cast.other_author)
        assert address not in client.get("/admin/").content.decode()


class TestHeat:
    def form(self, client: Client, article: Article) -> str:
        return client.get(f"/admin/blog/article/{article.pk}/change/").content.decode()

    def test_form_counts_what_each_section_drew(
        self, client: Client, article: Article, correction: Correction, receive: Receive, cast: Cast
    ) -> None:
        uid = article.sections.get(heading="Mud").uid
        receive(body="Waiting here.", section_uid=uid)
        receive(body="About all of it.")
        assert correction.comment is not None
        flags.report(correction.comment, reason="topic", words="", network="a" * 64)
        client.force_login(cast.editor)
        shown = self.form(client, article)
        assert f"status=pending&amp;article={article.pk}&amp;q=section%3A{uid}" in shown
        for words in (
            "1 approved",
            "1 waiting",
            "1 open report<",
            "1 open correction<",
            "The article as a whole",
        ):
            assert words in shown

    def test_author_without_the_desk_gets_numbers_without_links(
        self, client: Client, article: Article, said: Comment, cast: Cast
    ) -> None:
        Article.objects.filter(pk=article.pk).update(author=cast.author)
        client.force_login(cast.author)
        shown = self.form(client, article)
        assert "1 approved" in shown
        assert "/admin/blog/comment/?" not in shown
        cast.author.user_permissions.add(Permission.objects.get(codename="view_comment"))
        assert "/admin/blog/comment/?" in self.form(client, article)

    def test_queries_do_not_grow(
        self, client: Client, article: Article, receive: Receive, cast: Cast
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                self.form(client, article)
            return len(captured)

        client.force_login(cast.editor)
        uids = [section.uid for section in article.sections.all()]
        first = receive(section_uid=uids[0])
        corrections.open_from(first, note="One", by=cast.editor)
        queries()
        few = queries()
        for number in range(12):
            comment = receive(body=f"More {number}", section_uid=uids[number % 3])
            corrections.open_from(comment, note=f"Note {number}", by=cast.editor)
        assert queries() == few
