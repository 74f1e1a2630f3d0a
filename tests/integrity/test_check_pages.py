"""The gate by rule and role, the pages of the checks, and the answer to somebody who types."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from blog.articles import publishing
from blog.articles.models import Article
from blog.integrity import archive, audit, policy, settling
from blog.integrity.models import CheckRun, Finding
from tests.cast import Cast, draft_article

PAGES = [
    "admin:blog_checkrun_changelist",
    "admin:check-rules",
    "admin:check-fine",
    "admin:blog_finding_changelist",
]
INVISIBLE = "<p>The keeper trims the lan\u200bterns at dusk.</p>"


@pytest.fixture
def flawed(cast: Cast) -> Article:
    return draft_article(cast.editor, title="Lamps", sections=[("Lamps", INVISIBLE), ("Oil", "")])


@pytest.mark.parametrize("action", ["off", "warn", "block"])
@pytest.mark.parametrize("rule", ["invisible-characters", "empty-section"])
@pytest.mark.parametrize("role", ["Editor", "Administrator"])
def test_gate_does_what_the_table_says(
    flawed: Article, cast: Cast, action: str, rule: str, role: str
) -> None:
    person = cast.editor if role == "Editor" else cast.administrator
    others = {(name, role): "warn" for name in ("invisible-characters", "empty-section") if name != rule}
    policy.change({(rule, role): action, **others}, by=cast.administrator)
    if action == "block":
        with pytest.raises(publishing.HeldBack) as refused:
            publishing.publish(flawed, by=person)
        (objection,) = refused.value.objections
        assert flawed.sections.filter(uid=objection.uid).exists()
        assert Article.objects.get(pk=flawed.pk).live is None
    else:
        publishing.publish(flawed, by=person)


def test_a_block_on_foreign_text_is_lifted_by_a_person_and_a_block_on_writing_is_not(
    flawed: Article, cast: Cast
) -> None:
    policy.change({("empty-section", "Editor"): "block"}, by=cast.administrator)
    by_rule = {finding.rule: finding for finding in audit.examine(flawed)}
    with pytest.raises(PermissionDenied):
        settling.call_fine(by_rule["empty-section"], by=cast.editor)
    settling.call_fine(by_rule["empty-section"], by=cast.administrator)
    settling.call_fine(by_rule["invisible-characters"], by=cast.editor, why="a sample")
    publishing.publish(flawed, by=cast.editor)
    settling.take_back(Finding.objects.get(rule="invisible-characters"), by=cast.editor)
    assert {finding.rule for finding in audit.examine(flawed)} >= {"invisible-characters"}


def test_only_administrators_set_the_rules(cast: Cast) -> None:
    for person in (cast.author, cast.editor, cast.moderator):
        with pytest.raises(PermissionDenied):
            policy.change({("title", "Author"): "off"}, by=person)


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_shown_to_those_who_may_see_them(
    client: Client, flawed: Article, cast: Cast, page: str
) -> None:
    (finding, *_) = audit.examine(flawed)
    settling.call_fine(finding, by=cast.editor, why="a sample")
    for _ in range(2):
        call_command("check_content", "--fail-on", "never", stdout=StringIO())
    client.force_login(cast.administrator)
    assert client.get(reverse(page)).status_code == 200
    client.force_login(cast.moderator)
    assert client.get(reverse(page)).status_code == 403


def test_typing_is_answered_without_storing_and_only_to_those_who_may_edit(
    client: Client, flawed: Article, cast: Cast
) -> None:
    url, typed = reverse("admin:finding-typed"), {"article": flawed.pk, "body": "<p>A lan\u200btern.</p>"}
    client.force_login(cast.editor)
    answer = client.post(url, typed)
    assert "1 invisible character inside “lantern" in answer.content.decode()
    hidden = client.post(url, {**typed, "body": "<p>Oars.</p>", "pasted": "<b hidden>Oars.</b>"})
    assert "was hidden" in hidden.content.decode()
    assert not Finding.objects.exists()
    client.force_login(cast.other_author)
    assert client.post(url, typed).status_code == 404


def test_archive_is_checked_in_chunks_and_goes_on_where_it_was_left(flawed: Article, cast: Cast) -> None:
    for number in range(4):
        draft_article(cast.editor, title=f"Oars and tide {number}")
    run = archive.begin(by=None)
    assert archive.advance(run.pk, chunk=2)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("check_content", "--resume", "--fail-on", "any", "--counts-only", stdout=out)
    done = CheckRun.objects.get()
    assert (done.done, done.total, done.counts["invisible-characters"]) == (5, 5, 1)
    assert "5 articles checked" in out.getvalue()
