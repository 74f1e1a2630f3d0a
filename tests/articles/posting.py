"""Posting the article form as a browser without script would."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from blog.articles.models import Article


class _Fields(HTMLParser):
    """Collects what a browser would send of the first form with an id."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.data: dict[str, list[str]] = {}
        self.inside = False
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("id") == "article_form"
        if not self.inside:
            return
        name = found.get("name", "")
        ticks = found.get("type") in ("checkbox", "radio")
        if tag == "input" and name and (not ticks or "checked" in found):
            self.data.setdefault(name, []).append(found.get("value", "on" if ticks else ""))
        elif tag == "textarea":
            self.area = name
            self.data[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in found:
            self.data[self.select] = [found.get("value", "")]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.data[self.area][0] = self.data[self.area][0].removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


class Form:
    """The article form as one editor has it open."""

    def __init__(self, client: Client, article: Article | None = None) -> None:
        self.client = client
        add = reverse("admin:blog_article_add")
        self.url = add if article is None else reverse("admin:blog_article_change", args=[article.pk])
        self.read(client.get(self.url))

    def read(self, response: Any) -> None:
        """Take the fields from a page."""
        assert response.status_code == 200
        parser = _Fields()
        parser.feed(response.content.decode())
        self.data = parser.data

    def index(self, heading: str) -> str:
        """Return the number of the leaf with a heading."""
        name = next(n for n, value in self.data.items() if n.endswith("-heading") and value == [heading])
        return name.split("-")[1]

    def write(self, heading: str, body: str, **parts: str) -> "Form":
        """Type another text into a leaf."""
        for part, value in {"body": body, **parts}.items():
            self.data[f"section-{self.index(heading)}-{part}"] = [value]
        return self

    def add(self, heading: str, body: str, *, at: int = 999) -> "Form":
        """Fill the spare leaf; `at` is its position number."""
        index = self.data["section-TOTAL_FORMS"][0]
        self.data["section-TOTAL_FORMS"] = [str(int(index) + 1)]
        self.data |= {f"section-{index}-heading": [heading], f"section-{index}-body": [body]}
        self.data[f"section-{index}-ORDER"] = [str(at)]
        return self

    def set(self, **fields: str) -> "Form":
        """Type into fields of the article."""
        self.data |= {name: [value] for name, value in fields.items()}
        return self

    def press(self, do: str, *, follow: bool = True) -> HttpResponse:
        """Press a button."""
        return self.client.post(self.url, {**self.data, "do": do}, follow=follow)


def said(response: Any) -> list[str]:
    """Return the messages a page shows."""
    return [str(message) for message in response.context["messages"]]


def texts(article: Article) -> list[tuple[str, str]]:
    """Return (heading, body) of the working copy."""
    rows = article.sections.filter(position__isnull=False).order_by("position")
    return [(row.heading, row.body) for row in rows]


def live_texts(article: Article) -> dict[str, str]:
    """Return the bodies visitors read, by heading."""
    live = Article.objects.select_related("live").get(pk=article.pk).live
    return {row.text.heading: row.text.body for row in live.manifest.select_related("text")} if live else {}
