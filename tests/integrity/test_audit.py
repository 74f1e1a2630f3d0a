"""Findings beside the working copy: made on saving, cut by a click, remembered when called fine."""

import pytest
from django.core.exceptions import PermissionDenied

from blog.articles import publishing, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article
from blog.integrity import audit, settling
from blog.integrity.models import Finding
from tests.cast import Cast, draft_article

CLEAN = "<p>The keeper wrote down every lantern along the harbour and what it had seen during the night.</p>"
SPLICED = (
    "<p>The keeper wrote down every lant cheap viagra onlineern along the harbour and what it had seen "
    "during the night.</p>"
)


def foreign(article: Article) -> list[Finding]:
    return [finding for finding in audit.examine(article) if finding.is_foreign]


@pytest.fixture
def spliced(cast: Cast) -> Article:
    return draft_article(cast.author, sections=[("", CLEAN), ("Logs", SPLICED)])


def test_splice_is_found_with_its_section_and_the_word_it_hides(spliced: Article) -> None:
    (finding,) = foreign(spliced)
    assert finding.section is not None
    assert finding.section.heading == "Logs"
    assert finding.marked.strip() == "cheap viagra online"
    assert finding.facts["restores"] == "lantern"
    assert "restores “lantern”" in finding.sentence


def test_examining_changes_no_text(spliced: Article) -> None:
    before = list(spliced.sections.values_list("body", flat=True))
    audit.examine(spliced)
    audit.examine(spliced)
    assert list(spliced.sections.values_list("body", flat=True)) == before
    assert spliced.findings.filter(is_foreign=True).count() == 1


def test_cutting_restores_the_word_in_the_working_copy_only(spliced: Article, cast: Cast) -> None:
    with pytest.raises(publishing.HeldBack) as refused:
        publishing.publish(spliced, by=cast.editor)
    (objection,) = refused.value.objections
    assert "In “Logs”" in str(refused.value.messages)
    (finding,) = foreign(spliced)
    assert finding.section is not None
    assert objection.uid == finding.section.uid
    settling.correct(finding, by=cast.editor)
    section = spliced.sections.get(heading="Logs")
    assert section.body == CLEAN
    assert Article.objects.get(pk=spliced.pk).live is None
    publishing.publish(spliced, by=cast.editor)
    assert foreign(spliced) == []


def test_what_was_called_fine_is_not_asked_again(spliced: Article, cast: Cast) -> None:
    (finding,) = foreign(spliced)
    settling.call_fine(finding, by=cast.author)
    assert foreign(spliced) == []
    assert Finding.objects.get(is_foreign=True).status == Finding.Status.FINE


def test_cut_is_refused_where_the_section_changed_meanwhile(spliced: Article, cast: Cast) -> None:
    (finding,) = foreign(spliced)
    section = spliced.sections.get(heading="Logs")
    draft = SectionDraft(SectionContent.canonical(heading="Logs", body="<p>New text.</p>"), section.uid)
    working_copy.save(Article.objects.get(pk=spliced.pk), by=cast.author, sections=[draft])
    with pytest.raises(settling.TextChanged):
        settling.correct(finding, by=cast.author)
    assert spliced.sections.get(heading="Logs").body == "<p>New text.</p>"


def test_strangers_to_the_article_may_settle_nothing(spliced: Article, cast: Cast) -> None:
    (finding,) = foreign(spliced)
    for person in (cast.other_author, cast.moderator):
        with pytest.raises(PermissionDenied):
            settling.correct(finding, by=person)
        with pytest.raises(PermissionDenied):
            settling.call_fine(finding, by=person)
    assert Finding.objects.get(is_foreign=True).status == Finding.Status.OPEN


@pytest.mark.django_db(transaction=True)
def test_saving_examines_the_text_by_itself(transactional_db: None) -> None:
    from blog.site import roles
    from tests.cast import make_cast

    roles.ensure_groups()
    cast = make_cast()
    draft_article(cast.author, sections=[("Logs", SPLICED)])
    assert Finding.objects.get(rule="splice").facts["restores"] == "lantern"
