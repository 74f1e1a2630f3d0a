"""Print what each detector of foreign text finds, what it flags wrongly, and what all checks cost.

Run as `python bench/checks.py`. Reads ../shared/corpora beside the repository. For splices in real posts see `splices`.
"""

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.testing")

import django  # noqa: E402

import config  # noqa: E402, F401

django.setup()

from markdown_it import MarkdownIt  # noqa: E402

from bench.splices import CORPORA, ROWS, read_posts  # noqa: E402
from blog.articles.content import SectionContent  # noqa: E402
from blog.integrity.registry import Kind, look, rules  # noqa: E402
from blog.integrity.subject import Part, Subject  # noqa: E402

FOREIGN = [name for name, rule in rules().items() if rule.kind == Kind.FOREIGN]


class Tally:
    """Counts by class of text and rule, and the time each text took."""

    def __init__(self) -> None:
        self.all: Counter[str] = Counter()
        self.flagged: Counter[tuple[str, str]] = Counter()
        self.times: list[float] = []

    def add(self, name: str, html: str) -> None:
        """Look at one text with every rule."""
        begin = time.perf_counter()
        part = Part("uid", SectionContent.canonical(body=html), arrived=html)
        found = look(Subject([part], title="A title of some length"))
        self.times.append(1000 * (time.perf_counter() - begin))
        self.all[name] += 1
        self.flagged.update((name, rule) for rule in {one.rule for one in found} & set(FOREIGN))

    def report(self, title: str) -> None:
        """Print flagged / all for each class and rule, and the times."""
        print(f"\n{title} (flagged / all)")
        for name, count in sorted(self.all.items()):
            said = ", ".join(
                f"{rule} {self.flagged[name, rule]}" for rule in FOREIGN if self.flagged[name, rule]
            )
            print(f"  {name:28} {count:4}  {said}")
        times = sorted(self.times[20:])
        mean, p95 = sum(times) / len(times), times[int(len(times) * 0.95)]
        print(f"  ms a text: mean {mean:.1f}, p95 {p95:.1f}, max {times[-1]:.1f}")


def main() -> None:
    """Measure the labelled rows and the real posts; say so and stop where the corpora are missing."""
    if not ROWS.exists():
        print(f"skipped: no corpora at {CORPORA}")
        return
    labelled, posts = Tally(), Tally()
    for line in ROWS.read_text("utf-8").splitlines():
        row = json.loads(line)
        labelled.add(row["type"].partition(":")[0], row["html"])
    labelled.report("labelled rows, no site vocabulary")
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    for text in read_posts().values():
        posts.add("posts", markdown.render(text))
    posts.report("real posts, no site vocabulary")


if __name__ == "__main__":
    main()
