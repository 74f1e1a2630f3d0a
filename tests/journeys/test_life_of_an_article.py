"""Whole paths through HTTP, as an editor, a visitor and a moderator take them, without a script."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from blog.articles.models import Article, State
from blog.comments.models import Comment
from tests.articles.posting import Form
from tests.cast import Cast
from tests.corpora import shared

COMMENTS = "/admin/blog/comment/"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(article: Article) -> str:
    return Client().get(article.get_absolute_url()).content.decode()


def reply_fields(html: str) -> dict[str, str]:
    """Return what the reply form on a page would send as it stands."""
    form = re.search(r'<form[^>]*id="reply".*?</form>', html, re.DOTALL)
    assert form is not None
    tags = re.findall(r"<input[^>]*>", form[0])
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


def reply(article: Article, words: str, *, name: str, number: int, **more: str) -> Any:
    fields = reply_fields(page_of(article)) | {
        "body": words,
        "author_name": name,
        "author_email": f"{name.lower()}@reader.example",
        **more,
    }
    return Client().post(
        f"{article.get_absolute_url()}reply/",
        fields,
        headers={"Origin": "http://testserver"},
        REMOTE_ADDR=f"198.51.{number}.7",
    )


def decide(desk: Client, verb: str, comment: Comment, *, tab: str) -> None:
    desk.post(f"{COMMENTS}?status={tab}", {"index": "0", "action": verb, "_selected_action": [comment.pk]})


def test_written_published_edited_privately_and_published_by_section(cast: Cast) -> None:
    desk = signed_in(cast.editor)
    form = Form(desk).set(title="Low water")
    form.data["section-0-body"] = ["<p>The bay empties.</p>"]
    form.add("Mud", "<p>Mud remembers.</p>").press("save")
    article = Article.objects.get()
    assert Client().get(article.get_absolute_url()).status_code == 404

    Form(desk, article).press("publish")
    assert "Mud remembers." in page_of(article)

    before = page_of(article)
    form = Form(desk, article).write("Mud", "<p>Mud forgets.</p>").write("", "<p>The bay fills.</p>")
    form.press("save")
    assert page_of(article) == before

    form = Form(desk, article)
    mud = article.sections.get(heading="Mud").uid
    form.data["go"] = [value for value in form.data["go"] if value == mud]
    form.press("publish")
    after = page_of(article)
    assert "Mud forgets." in after
    assert "The bay empties." in after
    assert "The bay fills." not in after


def test_reply_waits_is_approved_answered_marked_trashed_and_restored(cast: Cast, article: Article) -> None:
    desk = signed_in(cast.moderator)
    answer = reply(article, "The *fourth* step, surely?", name="Lena", number=1)
    assert answer.status_code == 303
    receipt = Client().get(answer["Location"]).content.decode()
    assert "The *fourth* step, surely?" in receipt
    first = Comment.objects.get()
    assert "fourth" not in page_of(article)

    decide(desk, "approve", first, tab="pending")
    assert "<em>fourth</em>" in page_of(article)
    assert "lena@reader.example" not in page_of(article)

    reply(article, "It is the third.", name="Ivo", number=2, to=str(first.pk))
    second = Comment.objects.latest("pk")
    assert second.parent == first
    decide(desk, "approve", second, tab="pending")
    assert "It is the third." in page_of(article)

    decide(desk, "spam", second, tab="approved")
    assert "It is the third." not in page_of(article)
    decide(desk, "trash", second, tab="spam")
    second.refresh_from_db()
    assert second.status == "trash"
    decide(desk, "restore", second, tab="trash")
    second.refresh_from_db()
    assert second.status != "trash"
    article.refresh_from_db()
    assert article.approved_comment_count == Comment.objects.approved().count()


@pytest.mark.parametrize("is_real", [False, True], ids=["own file", "real article"])
def test_imported_text_is_checked_cut_and_published(cast: Cast, tmp_path: Path, is_real: bool) -> None:
    path = tmp_path / "lamps.txt"
    path.write_text(
        "Lamps\n\nThe keeper wrote down every lant cheap viagra onlineern along the harbour and what it had seen.\n"
    )
    if is_real:
        path = shared("articles/therapeutic-massage-and-ptsd.txt")
    call_command("import_text", str(path), "--author", "edda", stdout=StringIO())
    article = Article.objects.get()
    assert article.state() == State.DRAFT

    desk = signed_in(cast.editor)
    form = desk.get(f"/admin/blog/article/{article.pk}/change/").content.decode()
    cut = re.findall(r'"(/admin/blog/finding/\d+/correct/)"', form)
    assert len(set(cut)) == 1
    assert "viagra" in form or "palm springs" in form
    desk.post(cut[0])
    Form(desk, article).press("publish")

    page = page_of(article)
    assert ("massage for individuals" if is_real else "every lantern along") in page
    assert "viagra" not in page
    assert "palm springs" not in page
    assert not article.findings.filter(status="open", is_foreign=True).exists()
