"""Importing a plain-text article through the command."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from blog.articles.models import Article, State
from tests.cast import Cast
from tests.corpora import shared

PLAIN = """The long pier

It begins in front of the old customs house.

Planks

Every plank has a number. Number forty is missing.


It ends where the water is deep enough for a ship.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "pier.txt"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def run(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_text", str(path), *options, stdout=out)
    return out.getvalue()


def headings(article: Article) -> list[str]:
    return list(article.sections.order_by("position").values_list("heading", flat=True))


def test_imported_article_is_a_draft_of_the_named_author(file: Path, cast: Cast) -> None:
    report = run(file, "--author", "arno")
    article = Article.objects.get()
    assert article.title == "The long pier"
    assert article.author == cast.author
    assert article.state() == State.DRAFT
    assert headings(article) == ["", "Planks", ""]
    assert article.revisions.get().kind == "imported"
    assert "Leave a Reply" in report


def test_published_import_is_public(file: Path, cast: Cast, client: Client) -> None:
    run(file, "--author", "Edda Lind", "--publish")
    page = client.get("/articles/the-long-pier/").content.decode()
    assert "Number forty is missing." in page


def test_importing_the_same_file_again_adds_nothing(file: Path, cast: Cast) -> None:
    run(file, "--author", "edda")
    assert "Already imported" in run(file, "--author", "edda")
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"   \n\n  ", "nothing but blank space"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "text"),
        (b"A title and nothing else", "title"),
        (b"t" * 500 + b"\n\nBody text follows here.", "200"),
    ],
)
def test_unreadable_file_is_refused_with_its_reason(
    tmp_path: Path, cast: Cast, content: bytes, word: str
) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=word):
        run(path, "--author", "edda")
    assert not Article.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings_are_decoded_right(tmp_path: Path, cast: Cast, encoding: str) -> None:
    path = tmp_path / "cafe.txt"
    body = "Es öffnet um sechs, und die Brötchen sind schon um halb sieben alle. Süß ist nur der Tee."
    text = f"Das Café am Kai\n\n{body}\n"
    path.write_bytes(text.encode(encoding))
    run(path, "--author", "edda")
    assert Article.objects.get().title == "Das Café am Kai"
    assert "Süß ist nur der Tee." in Article.objects.get().sections.get().body


def test_unknown_author_is_refused_by_name(file: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match="nobody"):
        run(file, "--author", "nobody")
    assert not Article.objects.exists()


def test_author_without_the_right_to_publish_imports_nothing(file: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match="nothing was imported"):
        run(file, "--author", "arno", "--publish")
    assert not Article.objects.exists()


def test_missing_file_is_refused(tmp_path: Path, cast: Cast) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "none.txt", "--author", "edda")


def test_real_article_gives_seven_sections_and_one_finding(cast: Cast) -> None:
    path = shared("articles/therapeutic-massage-and-ptsd.txt")
    report = run(path, "--author", "edda")
    article = Article.objects.get()
    assert article.title == "Therapeutic Massage and PTSD: Restoring a Sense of Safety through Touch"
    named = headings(article)
    assert len(named) == 7
    assert [bool(h) for h in named] == [False, True, True, True, True, True, False]
    assert "1 finding." in report
    assert "Creating a Safe and Trusting Environment" in report
    assert "“gay massage palm springs” restores “massage”" in report
    assert "Leave a Reply" in report
