"""Only here does a string become safe for a template."""

from pathlib import Path

from django.utils.safestring import SafeString

from blog.markup.comment_markdown import render
from blog.markup.safe import as_safe, safe

BLOG = Path(__file__).resolve().parents[2] / "blog"


def test_stored_html_is_marked_unchanged() -> None:
    html = safe("<p>a</p>")
    assert isinstance(html, SafeString)
    assert html == "<p>a</p>"


def test_what_a_sanitiser_just_returned_is_not_cleaned_again() -> None:
    html = render("https://a.example")
    assert as_safe(html) == html
    assert 'rel="nofollow ugc noopener"' in as_safe(html)


def test_any_other_string_is_sanitised_before_it_is_marked() -> None:
    html = as_safe("<p onclick=x>a<script>alert(1)</script></p>")
    assert isinstance(html, SafeString)
    assert html == "<p>a</p>"


def test_the_sanitisers_mark_does_not_survive_editing() -> None:
    assert as_safe(render("a") + "<script>x</script>") == "<p>a</p>\n"


def test_no_other_room_marks_strings_as_safe() -> None:
    words = ("mark_safe", "SafeString(", "SafeText", "|safe", "__html__")
    guilty = [
        str(path.relative_to(BLOG))
        for path in BLOG.rglob("*.py")
        if "markup" not in path.parts[-2:-1]
        and any(word in path.read_text(encoding="utf-8") for word in words)
    ]
    assert guilty == []
