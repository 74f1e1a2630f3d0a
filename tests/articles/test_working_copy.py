"""Saving the working copy: nothing is overwritten, nothing is lost, addresses and anchors are promises."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.articles import addresses, publishing, revisions, working_copy
from blog.articles.content import SectionContent
from blog.articles.drafts import SectionDraft
from blog.articles.models import Article, SectionText
from blog.permalinks import redirects
from tests.cast import Cast, draft_article, live_article


def text(heading: str = "", body: str = "") -> SectionContent:
    return SectionContent.canonical(heading=heading, body=body)


def headings(article: Article) -> list[str]:
    return list(
        article.sections.filter(position__isnull=False).order_by("position").values_list("heading", flat=True)
    )


def fresh(article: Article) -> Article:
    return Article.objects.select_related("live").get(pk=article.pk)


def test_two_sections_with_the_same_heading_get_distinct_anchors(cast: Cast) -> None:
    article = draft_article(
        cast.author, sections=[("Mud", "<p>1</p>"), ("Mud", "<p>2</p>"), ("Mud", "<p>3</p>")]
    )
    assert list(article.sections.order_by("position").values_list("anchor", flat=True)) == [
        "mud",
        "mud-2",
        "mud-3",
    ]


def test_heading_of_500_characters_and_200_sections_are_stored(cast: Cast) -> None:
    article = draft_article(cast.editor, sections=[("h" * 500, "<p>x</p>")] * 200)
    publishing.publish(article, by=cast.editor)
    live = fresh(article).live
    assert live is not None
    assert live.manifest.count() == 200
    assert len(set(live.manifest.values_list("anchor", flat=True))) == 200


def test_same_text_is_stored_once(cast: Cast) -> None:
    draft_article(cast.editor, title="One", sections=[("", "<p>The same words.</p>")])
    draft_article(cast.editor, title="Two", sections=[("", "<p>The same words.</p>")])
    assert SectionText.objects.count() == 1


def test_section_texts_and_revisions_refuse_updates(cast: Cast) -> None:
    article = live_article(cast.editor)
    stored = SectionText.objects.exclude(heading="").first()
    assert stored is not None
    stored.heading = "Changed"
    with pytest.raises(TypeError):
        stored.save()
    revision = fresh(article).live
    assert revision is not None
    revision.title = "Changed"
    with pytest.raises(TypeError):
        revision.save()
    revision.label = "first"
    revision.save(update_fields=["label"])


def test_saving_a_part_leaves_other_sections_where_they_stand(cast: Cast) -> None:
    article = draft_article(cast.editor)
    mud = article.sections.get(heading="Mud")
    draft = SectionDraft(text("Silt", "<p>Finer.</p>"), uid=mud.uid, base=mud.digest)
    working_copy.save(fresh(article), by=cast.editor, sections=[draft])
    assert headings(article) == ["", "Silt", "Birds"]


def test_section_added_by_somebody_else_meanwhile_survives(cast: Cast) -> None:
    article = draft_article(cast.editor)
    seen = [SectionDraft(s.content, s.uid, s.digest) for s in article.sections.order_by("position")]
    working_copy.save(
        fresh(article), by=cast.administrator, sections=[*seen, SectionDraft(text("Boats", "<p>b</p>"))]
    )
    working_copy.save(fresh(article), by=cast.editor, sections=[seen[0], seen[2], seen[1]])
    # Boats stood behind Birds, so that is where it stays.
    assert headings(article) == ["", "Birds", "Boats", "Mud"]


def test_removed_section_leaves_the_working_copy_but_not_the_history(cast: Cast) -> None:
    article = live_article(cast.editor)
    mud = article.sections.get(heading="Mud")
    rest = [SectionDraft(s.content, s.uid, s.digest) for s in article.sections.exclude(pk=mud.pk)]
    working_copy.save(fresh(article), by=cast.editor, sections=rest, removed={mud.uid})
    assert headings(article) == ["", "Birds"]
    live = fresh(article).live
    assert live is not None
    assert live.manifest.filter(section=mud).exists()
    revisions.revert(article, to=live, by=cast.editor, sections={mud.uid})
    assert headings(article) == ["", "Mud", "Birds"]


def test_author_may_not_touch_another_authors_article(cast: Cast) -> None:
    article = draft_article(cast.author)
    with pytest.raises(PermissionDenied):
        working_copy.save(fresh(article), by=cast.other_author, sections=[])
    with pytest.raises(PermissionDenied):
        working_copy.reorder(article, [], by=cast.moderator)


def test_section_of_another_article_is_refused(cast: Cast) -> None:
    mine, other = draft_article(cast.editor, title="Mine"), draft_article(cast.editor, title="Other")
    foreign = other.sections.first()
    assert foreign is not None
    with pytest.raises(ValidationError):
        working_copy.save(fresh(mine), by=cast.editor, sections=[SectionDraft(text("x"), uid=foreign.uid)])


def test_stale_details_are_refused_and_both_kept(cast: Cast) -> None:
    article = draft_article(cast.editor, title="First")
    base = revisions.details_of(article).digest
    theirs = fresh(article)
    theirs.title = "Theirs"
    working_copy.save(theirs, by=cast.administrator, details_base=base)
    yours = fresh(article)
    yours.title = "Yours"
    saved = working_copy.save(yours, by=cast.editor, details_base=base)
    assert [c.uid for c in saved.conflicts] == [""]
    assert fresh(article).title == "Theirs"
    assert saved.conflicts[0].yours.title == "Yours"


def test_slug_comes_from_the_title_and_never_changes_silently(cast: Cast) -> None:
    article = draft_article(cast.editor, title="Where the tide turns")
    assert article.slug == "where-the-tide-turns"
    again = draft_article(cast.editor, title="Where the tide turns")
    assert again.slug == "where-the-tide-turns-2"
    renamed = fresh(article)
    renamed.title = "Something else"
    working_copy.save(renamed, by=cast.editor)
    assert fresh(article).slug == "where-the-tide-turns"


def test_address_that_was_public_redirects_without_chains(cast: Cast) -> None:
    article = live_article(cast.editor, title="A")
    addresses.change_slug(article, "b", by=cast.editor)
    addresses.change_slug(article, "c", by=cast.editor)
    assert redirects.target_of("/articles/a/") == "/articles/c/"
    assert redirects.target_of("/articles/b/") == "/articles/c/"
    addresses.change_slug(article, "a", by=cast.editor)
    assert redirects.target_of("/articles/a/") is None
    assert redirects.target_of("/articles/c/") == "/articles/a/"


def test_address_of_a_draft_leaves_no_redirect(cast: Cast) -> None:
    article = draft_article(cast.author, title="A")
    addresses.change_slug(article, "b", by=cast.author)
    assert redirects.target_of("/articles/a/") is None


def test_anchor_follows_the_heading_until_it_was_public(cast: Cast) -> None:
    article = draft_article(cast.editor)
    mud = article.sections.get(heading="Mud")
    working_copy.save(
        fresh(article), by=cast.editor, sections=[SectionDraft(text("Silt", "<p>s</p>"), mud.uid)]
    )
    mud.refresh_from_db()
    assert mud.anchor == "silt"
    publishing.publish(article, by=cast.editor)
    working_copy.save(
        fresh(article), by=cast.editor, sections=[SectionDraft(text("Clay", "<p>s</p>"), mud.uid)]
    )
    mud.refresh_from_db()
    assert mud.anchor == "silt"


def test_saving_without_a_change_adds_no_revision(cast: Cast) -> None:
    article = draft_article(cast.editor)
    before = article.revisions.count()
    drafts = [SectionDraft(s.content, s.uid, s.digest) for s in article.sections.order_by("position")]
    working_copy.save(fresh(article), by=cast.editor, sections=drafts)
    assert article.revisions.count() == before


def test_footnotes_are_numbered_through_the_article(cast: Cast) -> None:
    note = '<p>Fact<span class="footnote">See the log.</span> and<span class="footnote">the map</span>.</p>'
    article = live_article(cast.editor, sections=[("", note), ("Plain", "<p>x</p>"), ("More", note)])
    live = fresh(article).live
    assert live is not None
    rows = list(live.manifest.select_related("text").order_by("position"))
    assert [row.first_note for row in rows] == [1, 3, 3]
    assert ">3</a>" in rows[2].html
    assert "See the log." in rows[2].notes


def test_section_edited_meanwhile_is_not_taken_out(cast: Cast) -> None:
    article = draft_article(cast.editor)
    mud = article.sections.get(heading="Mud")
    theirs = SectionDraft(text("Mud", "<p>Rewritten.</p>"), mud.uid, mud.digest)
    working_copy.save(fresh(article), by=cast.administrator, sections=[theirs])
    saved = working_copy.save(fresh(article), by=cast.editor, removed={mud.uid: mud.digest})
    assert [(conflict.uid, conflict.yours) for conflict in saved.conflicts] == [(mud.uid, None)]
    assert headings(article) == ["", "Mud", "Birds"]


def test_draft_without_a_base_never_replaces_what_a_form_did_not_read(cast: Cast) -> None:
    article = draft_article(cast.editor)
    mud = article.sections.get(heading="Mud")
    blind = SectionDraft(text("Mud", "<p>Blind.</p>"), mud.uid, base="")
    saved = working_copy.save(fresh(article), by=cast.editor, sections=[blind])
    assert [conflict.uid for conflict in saved.conflicts] == [mud.uid]


def test_saving_costs_the_same_however_many_sections(cast: Cast) -> None:
    costs = []
    for count in (2, 60):
        article = draft_article(cast.editor, title=f"With {count}", sections=[("A", "<p>a</p>")] * count)
        rows = enumerate(article.sections.all())
        drafts = [SectionDraft(text(f"B{n}", f"<p>{n}</p>"), s.uid, s.digest) for n, s in rows]
        with CaptureQueriesContext(connection) as queries:
            working_copy.save(fresh(article), by=cast.editor, sections=drafts)
        costs.append(len(queries))
    # Long lists are written in parts, because a statement takes a limited number of values.
    assert costs[1] - costs[0] <= 3
    assert costs[0] <= 42
