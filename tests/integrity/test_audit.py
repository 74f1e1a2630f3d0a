"""Findings beside the working copy: made on saving, cut by a click, remembered when called fine."""

import pytest
from django.core.exceptions import PermissionDenied

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article
from blog.integrity import audit
from blog.integrity.models import Finding
from tests.cast import Cast, draft_article

CLEAN = "<p>The keeper wrote down every lantern along the harbour and what it had seen during the night.</p>"
SPLICED = (
    "<p>The keeper wrote down every lant cheap viagra onlineern along the harbour and what it had seen "
    "during the night.</p>"
)


@pytest.fixture
def spliced(cast: Cast) -> Article:
    return draft_article(cast.author, sections=[("", CLEAN), ("Logs", SPLICED)])


def test_splice_is_found_with_its_section_and_the_word_it_hides(spliced: Article) -> None:
    (finding,) = audit.examine(spliced)
    assert finding.section.heading == "Logs"
    assert finding.marked.strip() == "cheap viagra online"
    assert finding.restores == "lantern"
    assert "restores “lantern”" in finding.sentence


def test_examining_changes_no_text(spliced: Article) -> None:
    before = list(spliced.sections.values_list("body", flat=True))
    audit.examine(spliced)
    audit.examine(spliced)
    assert list(spliced.sections.values_list("body", flat=True)) == before
    assert spliced.findings.count() == 1


def test_cutting_restores_the_word_in_the_working_copy_only(spliced: Article, cast: Cast) -> None:
    publishing.publish(spliced, by=cast.editor)
    (finding,) = audit.examine(spliced)
    audit.cut_out(finding, by=cast.editor)
    section = spliced.sections.get(heading="Logs")
    assert section.body == CLEAN
    live = Article.objects.select_related("live").get(pk=spliced.pk).live
    assert live is not None
    assert "viagra" in live.manifest.get(section=section).text.body
    assert audit.examine(spliced) == []


def test_what_was_called_fine_is_not_asked_again(spliced: Article, cast: Cast) -> None:
    (finding,) = audit.examine(spliced)
    audit.call_fine(finding, by=cast.author)
    assert audit.examine(spliced) == []
    assert Finding.objects.get().status == Finding.Status.FINE


def test_cut_is_refused_where_the_section_changed_meanwhile(spliced: Article, cast: Cast) -> None:
    (finding,) = audit.examine(spliced)
    section = spliced.sections.get(heading="Logs")
    draft = SectionDraft(SectionContent.canonical(heading="Logs", body="<p>New text.</p>"), section.uid)
    working_copy.save(Article.objects.get(pk=spliced.pk), by=cast.author, sections=[draft])
    with pytest.raises(audit.TextChanged):
        audit.cut_out(finding, by=cast.author)
    assert spliced.sections.get(heading="Logs").body == "<p>New text.</p>"


def test_strangers_to_the_article_may_settle_nothing(spliced: Article, cast: Cast) -> None:
    (finding,) = audit.examine(spliced)
    for person in (cast.other_author, cast.moderator):
        with pytest.raises(PermissionDenied):
            audit.cut_out(finding, by=person)
        with pytest.raises(PermissionDenied):
            audit.call_fine(finding, by=person)
    assert Finding.objects.get().status == Finding.Status.OPEN


@pytest.mark.django_db(transaction=True)
def test_saving_examines_the_text_by_itself(transactional_db: None) -> None:
    from blog.site import roles
    from tests.cast import make_cast

    roles.ensure_groups()
    cast = make_cast()
    draft_article(cast.author, sections=[("Logs", SPLICED)])
    assert Finding.objects.get().restores == "lantern"
