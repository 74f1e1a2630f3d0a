"""Measure what hostile text costs: CPU seconds at full and half size for every generator spec of the corpus.

Run: python -m bench.parser_load [path to specs.json]. Prints the slowest cases and which are over budget.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

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


def main(path: Path) -> None:
    cases = list(inputs(path))
    for title, job, limit in JOBS:
        rows = [measure(name, make, job, limit) for name, make in cases]
        slowest = max(rows)[0]
        growth = max(row[1] for row in rows)
        print(f"{title}: {len(rows)} cases, worst {slowest:.3f} s CPU, worst growth {growth:.2f}")
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


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SPECS)
