"""Measure what hostile text costs: CPU seconds at full and half size for every generator spec of the corpus.

First in the functions that read it, then through HTTP: the reply form, the quote of a comment, the desk's searches,
on a scratch site. Run: python -m bench.parser_load [--doors] [path to specs.json]; --doors: through HTTP only.
Prints the slowest cases and which are over budget.
"""

import itertools
import json
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from blog.markup import comment_markdown, section_html, text

SPECS = Path(__file__).resolve().parents[2] / "shared/corpora/parser-load/specs.json"
BUDGET_SECONDS = 0.5
BUDGET_GROWTH = 3.0
# Below this the clock and the allocator decide, not the code.
MEASURABLE_SECONDS = 0.005
SHOWN = 4

RULES: dict[str, Callable[[float], str]] = {
    "backticks rising": lambda share: "".join("`" * i + "a" for i in range(1, int(300 * share) + 1)),
    "list nest": lambda share: "".join("  " * i + "- a\n" for i in range(int(300 * share) + 1)),
    "x*y emphasis": lambda share: "a**bc* " * int(20_000 * share),
}
# Shapes that the tree builder of HTML is known to pay for; sizes in repetitions.
OWN: dict[str, Callable[[float], str]] = {
    "own: nested div": lambda share: "<div>" * int(20_000 * share),
    "own: nested list": lambda share: "<ul><li>" * int(10_000 * share),
    "own: reopened formatting": lambda share: (
        "<p>" + "".join(f"<b a{i}>" for i in range(200)) + "<p>x" * int(20_000 * share)
    ),
    "own: few reopened": lambda share: (
        "<p>" + "".join(f"<b a{i}>" for i in range(8)) + "<p>x" * int(20_000 * share)
    ),
    "own: lost end tags": lambda share: "<div><table></div></table>" * int(5_000 * share),
    "own: adoption": lambda share: "<b><div>" * int(5_000 * share) + "</b>" * int(5_000 * share),
    "own: lines in pre": lambda share: "<pre>" + "\n" * int(50_000 * share) + "x",
    "own: footnotes": lambda share: "<p>a<span class=footnote>b</span></p>" * int(3_000 * share),
    "own: tables": lambda share: "<table><caption>a</caption><tr><td>b</table>" * int(3_000 * share),
    "own: captionless tables": lambda share: "<table><tr><td>b</table>" * int(3_000 * share),
    "own: stars": lambda share: "**a *b " * int(10_000 * share),
    "own: closing brackets": lambda share: "[" * int(20_000 * share) + "]" * int(20_000 * share),
    "own: link with angle": lambda share: "[a](<b" * int(10_000 * share),
    "own: escapes": lambda share: "\\" * int(50_000 * share),
    "own: tildes": lambda share: "~~a" * int(20_000 * share),
}

Job = tuple[str, Callable[[str], object], int]
JOBS: tuple[Job, ...] = (
    ("section clean", section_html.clean, 10**9),
    ("section render", lambda source: section_html.render(source, uid="s"), 10**9),
    ("comment render", comment_markdown.render, 10**9),
    ("comment, longest", comment_markdown.render, comment_markdown.MAX_CHARS),
    ("comment html", comment_markdown.clean_html, 10**9),
    ("from_plain", section_html.from_plain, 10**9),
    ("plain of clean", lambda source: text.plain(section_html.clean(source)), 10**9),
    ("count and excerpt", lambda source: (text.word_count(source), text.excerpt(source, 300)), 10**9),
)


def inputs(path: Path) -> Iterator[tuple[str, Callable[[float], str]]]:
    """Yield (name, function from a share of the full size to the text) for each case."""
    for spec in json.loads(path.read_text(encoding="utf-8")):
        yield spec["name"], RULES.get(spec["name"]) or repeated(spec)
    yield from OWN.items()


def repeated(spec: dict[str, str | int]) -> Callable[[float], str]:
    prefix, unit, suffix = str(spec["prefix"]), str(spec["unit"]), str(spec["suffix"])
    return lambda share: prefix + unit * int(int(spec["repeat"]) * share) + suffix


def cpu_seconds(job: Callable[[str], object], source: str) -> float:
    """Return the better of two runs."""
    return min(_once(job, source) for _ in range(2))


def _once(job: Callable[[str], object], source: str) -> float:
    start = time.process_time()
    job(source)
    return time.process_time() - start


def report(path: Path, jobs: tuple[Job, ...]) -> None:
    """Print the slowest cases of each job."""
    cases = list(inputs(path))
    for title, job, limit in jobs:
        rows = [measure(name, make, job, limit) for name, make in cases]
        slowest = max(rows)[0]
        _, growth, steepest = max(rows, key=lambda row: row[1])
        told = f"worst {slowest:.3f} s CPU, worst growth {growth:.2f} ({steepest})"
        print(f"{title}: {len(rows)} cases, {told}", flush=True)
        for seconds, ratio, name in sorted(rows, reverse=True)[:SHOWN]:
            over = "OVER BUDGET" if seconds > BUDGET_SECONDS or ratio > BUDGET_GROWTH else ""
            print(f"    {name:28} {seconds:7.3f} s  x{ratio:.2f} {over}")


def measure(
    name: str, make: Callable[[float], str], job: Callable[[str], object], limit: int
) -> tuple[float, float, str]:
    """Return (CPU seconds at full size, growth from half to full size or 0 if too fast to tell, name)."""
    full = make(1.0)[:limit]
    half = make(0.5) if len(full) < limit else full[: limit // 2]
    before, after = cpu_seconds(job, half), cpu_seconds(job, full)
    return after, after / before if before > MEASURABLE_SECONDS else 0.0, name


class Doors:
    """The public form, a quote and the desk's searches as text comes in through them.

    `client` reads and sends as a visitor, `desk` as a moderator who is signed in.
    """

    def __init__(self, client: Any, desk: Any, article: Any) -> None:
        self._client, self._desk, self._article = client, desk, article
        self._path = f"/articles/{article.slug}/reply/"
        self._numbers = itertools.count()

    def jobs(self) -> tuple[Job, ...]:
        """Return every door with the longest text its field takes; what is longer is refused, which costs too."""
        return (
            ("form: text", lambda source: self.send(body=source), comment_markdown.MAX_CHARS),
            ("form: text too long", lambda source: self.send(body=source), 10**9),
            ("form: name", lambda source: self.send(author_name=source), 80),
            ("form: website", lambda source: self.send(author_url=source), 200),
            ("form: email", lambda source: self.send(author_email=source), 254),
            ("form: all fields too long", self.send_everywhere, 10**9),
            ("quote", self.quote, comment_markdown.MAX_CHARS),
            ("desk search", lambda source: self.search("", source), 10**9),
            ("desk: whole result", lambda source: self.search("all/", source), 10**9),
        )

    def send(self, **changes: str) -> Any:
        """Post the form, each time as somebody else from elsewhere."""
        from django.utils import timezone

        from blog.comments import form_tokens

        number = next(self._numbers)
        now = timezone.now()
        token = form_tokens.page_token(self._article.pk, ["body", "author_name", "author_email"], now=now)
        form = {
            "body": f"Word {number}",
            "author_name": "Somebody",
            "author_email": f"w{number}@many.example",
        }
        form |= {"author_url": "", "token": token} | changes
        address = f"10.{number // 250}.{number % 250}.1"
        return self._client.post(self._path, form, REMOTE_ADDR=address)

    def send_everywhere(self, source: str) -> Any:
        """Post one text in every field there is, hidden ones too."""
        hidden = ("token", "began", "proof", "to", "section", "subject")
        names = ("body", "author_name", "author_email", "author_url", *hidden)
        return self.send(**dict.fromkeys(names, source))

    def quote(self, source: str) -> Any:
        """Read the form that quotes an approved comment of these words; storing it is not part of the better run."""
        return self._client.get(self._path, {"to": self._approved(source), "quote": "1"})

    @cache  # noqa: B019 - lives as long as the run
    def _approved(self, source: str) -> int:
        from django.utils import timezone

        from blog.comments.models import Comment, Status

        html = comment_markdown.render(source)
        facts = {"body": source, "html": html, "status": Status.APPROVED, "submitted_at": timezone.now()}
        return Comment.objects.create(article=self._article, author_name="A", body_digest="", **facts).pk

    def search(self, page: str, source: str) -> Any:
        """Search on the desk, as words, and as the value of a field."""
        return self._desk.get(f"/admin/blog/comment/{page}", {"q": f"link:{source}", "status": "pending"})


def scratch_site(folder: str) -> Doors:
    """Start a site of its own with the settings of a real one."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": folder,
        "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
        "ALLOWED_HOSTS": "testserver",
        "SITE_URL": "http://testserver",
    }
    import django

    django.setup()
    logging.disable(logging.CRITICAL)
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client

    from blog.site.models import SiteSettings
    from tests.cast import live_article

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    SiteSettings(queue_cap=100_000).save()
    owner = User.objects.create_superuser("owner", "owner@site.example", "x")
    desk = Client()
    desk.force_login(owner)
    return Doors(Client(), desk, live_article(owner))


def main(*words: str) -> None:
    """Measure functions, unless only doors are asked for, and doors."""
    paths = [Path(word) for word in words if not word.startswith("--")]
    path = paths[0] if paths else SPECS
    if "--doors" not in words:
        report(path, JOBS)
    with tempfile.TemporaryDirectory(prefix="octavo-load-") as folder:
        report(path, scratch_site(folder).jobs())


if __name__ == "__main__":
    main(*sys.argv[1:])
