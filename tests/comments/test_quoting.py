"""Quoting a comment in an answer: its own words, cut, as one quote."""

from collections.abc import Callable
from html import unescape

from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from blog.articles.models import Article
from blog.comments import moderation, quoting
from blog.comments.models import Comment
from blog.markup import comment_markdown
from blog.markup.text import excerpt, plain
from tests.cast import Cast

Receive = Callable[..., Comment]


def of(body: str) -> str:
    return quoting.quoted(Comment(body=body, html=comment_markdown.render(body)))


def test_own_words_are_quoted_and_inner_quotes_left_out() -> None:
    assert of("> Earlier words\n\nMud *remembers*.\n\n> again") == "> Mud remembers.\n\n"
    assert of("> Only a quote") == ""


def test_long_words_are_cut_between_words() -> None:
    quote = of("tide " * 200)
    assert len(quote) <= quoting.QUOTE_MAX_CHARS + 5
    assert quote == "> " + " ".join(["tide"] * 60) + "…\n\n"


def test_plain_words_are_not_littered_with_escapes() -> None:
    assert of("snake_case, 2 * 3, isn’t it? See https://mud.example/a_b") == (
        "> snake_case, 2 * 3, isn’t it? See https://mud.example/a_b\n\n"
    )


def test_words_that_look_like_markdown_stay_words() -> None:
    body = r"\- a \*star\*"
    assert plain(comment_markdown.render(of(body))) == "- a *star*"


@given(st.text(alphabet=st.sampled_from("ab 1.-*_>`[]()~<&\\#\n|!"), max_size=60))
def test_a_quote_rendered_says_what_readers_saw(body: str) -> None:
    html = comment_markdown.render(body)
    rendered = comment_markdown.render(of(body))
    said = excerpt(plain(html, quotes=False), quoting.QUOTE_MAX_CHARS)
    assert plain(rendered).split() == said.split()
    assert rendered == "" or (rendered.startswith("<blockquote>") and rendered.count("<blockquote>") == 1)


def test_form_page_holds_the_quote_without_a_script(
    receive: Receive, client: Client, cast: Cast, article: Article
) -> None:
    comment = receive(body='</textarea><script>alert("mud")</script>')
    path = f"/articles/{article.slug}/reply/?to={comment.pk}&quote=1"
    assert client.get(path).status_code == 404
    moderation.approve([comment], by=cast.moderator)
    assert f"?to={comment.pk}&amp;quote=1" in client.get(article.get_absolute_url()).content.decode()
    page = client.get(path).content.decode()
    field = page.partition('<textarea name="body"')[2].partition("</textarea>")[0]
    assert "<script" not in field
    assert plain(comment_markdown.render(unescape(field.partition(">")[2]))) == comment.body
    plain_form = client.get(path.removesuffix("&quote=1")).content.decode()
    assert "alert" not in plain_form.partition('<textarea name="body"')[2].partition("</textarea>")[0]
