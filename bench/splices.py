"""Print what the mid-word splice rule finds, what it flags wrongly, and what it costs.

Run as `python -m bench.splices` or `python bench/splices.py`. Reads ../shared/corpora beside the repository.
"""

import html
import json
import random
import re
import sys
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from blog.integrity import words  # noqa: E402
from blog.integrity.money_terms import MONEY_TERMS  # noqa: E402
from blog.integrity.splices import Splice, find_splices  # noqa: E402
from blog.integrity.words import Lexicon, guess_language  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
ROWS = CORPORA / "seo-spam" / "injection-dev.jsonl"
POSTS = CORPORA / "markdown"
SUFFIXES = {".md", ".markdown", ".mdown", ".mkd", ".rst", ".txt"}
SHORTEST_POST = 30  # words
SEED = 20

MONEY_PHRASES = (
    "cheap cialis overnight", "real money blackjack", "same day payday advance", "escort girls berlin",
    "custom thesis service", "gucci bags outlet", "instagram followers fast", "ambien without prescription",
)  # fmt: skip
PLAIN_PHRASES = (
    "emergency locksmith denver", "villa rental tuscany", "carpet cleaning near me", "roof repair houston",
    "wedding photographer leeds", "solar panels quote", "dentist open sunday", "moving company chicago",
)  # fmt: skip
SHAPES = {"no-space": "{}", "lead-space": " {}", "trail-space": "{} ", "both-space": " {} "}
BLOCK = re.compile(r"</?(?:p|div|li|ul|ol|h\d|blockquote|br|tr|td|section|figure)\b[^>]*>", re.I)
MARKDOWN_NOISE = (
    (re.compile(r"\A---\n.*?\n---\n", re.S), ""),
    (re.compile(r"^(```|~~~).*?^\1", re.S | re.M), "\n"),
    (re.compile(r"\{%-?\s*highlight.*?endhighlight\s*-?%\}", re.S), "\n"),
    (re.compile(r"^(?: {4}|\t).*$", re.M), ""),
    (re.compile(r"`[^`\n]*`"), "|"),
    (re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.S), "|"),
    (re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"^\s*\[[^\]]*\]:.*$", re.M), ""),
    (re.compile(r"https?://\S+"), "|"),
)


def plain(markup: str) -> str:
    """Return the text of an HTML fragment, blocks set apart by blank lines, code left out."""
    markup = re.sub(r"<(pre|code|script|style)\b.*?</\1>", "|", markup, flags=re.S | re.I)
    return html.unescape(re.sub(r"<[^>]+>", "", BLOCK.sub("\n\n", markup)))


def read_posts() -> dict[str, str]:
    """Return the plain text of every Markdown post by its path, without front matter and code."""
    posts = {}
    for path in sorted(POSTS.rglob("*")):
        if path.suffix in SUFFIXES and path.name != "LICENSE":
            text = path.read_text("utf-8", "replace")
            for pattern, instead in MARKDOWN_NOISE:
                text = pattern.sub(instead, text)
            posts[str(path.relative_to(POSTS))] = plain(text)
    return {name: text for name, text in posts.items() if len(text.split()) >= SHORTEST_POST}


class Site:
    """The posts as one site per language, with the vocabulary that the other posts give each of them."""

    def __init__(self, posts: dict[str, str]) -> None:
        self.languages = {name: guess_language(text) for name, text in posts.items()}
        self.words = {name: frozenset(words.words(text)) for name, text in posts.items()}
        self.counts: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
        for name, own in self.words.items():
            self.counts[self.languages[name]].update(own)

    def lexicon(self, text: str, origin: str) -> Lexicon:
        """Return the lexicon of a text: words in at least two posts other than its origin."""
        own = self.words.get(origin, frozenset())
        counts = self.counts[guess_language(text)]
        others = [word for word, count in counts.items() if count - (word in own) >= 2]
        return Lexicon.for_text(text, site_words=others)


def spliced(text: str, phrases: Iterable[str], source: random.Random) -> Iterator[tuple[str, str, str]]:
    """Yield (shape, phrase, text with the phrase inside a random word of five or more letters) per shape."""
    places = list(re.finditer(r"(?<![\w'’@#./_-])[a-zà-ÿ]{5,}(?![\w'’@/_-])", text))
    for shape, pattern in SHAPES.items():
        phrase, place = source.choice(list(phrases)), source.choice(places)
        cut = source.randrange(place.start() + 1, place.end())
        yield shape, phrase, text[:cut] + pattern.format(phrase) + text[cut:]


def is_exact(found: list[Splice], phrase: str) -> bool:
    """Tell whether one of the splices has exactly the phrase."""
    return any(splice.inserted == phrase for splice in found)


def report(title: str, figures: dict[str, list[int]], columns: str) -> None:
    """Print one line per class: its figures in the order of the columns."""
    print(f"\n{title} ({columns})")
    for name, numbers in sorted(figures.items()):
        print(f"  {name:28} " + " / ".join(map(str, numbers)))


def measure_rows(site: Site, rows: list[dict[str, str]], terms: frozenset[str]) -> None:
    """Print found and exact per splice class and half, and the false alarms on rows without spam."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    clean: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for number, row in enumerate(rows):
        text = plain(row["html"])
        splices = find_splices(text, known=site.lexicon(text, row.get("origin", "")).known, terms=terms)
        if row["type"].startswith(("splice", "team")):
            for name in (row["type"], f"half {number % 2}"):
                found[name][0] += bool(splices)
                found[name][1] += is_exact(splices, row["injected"])
                found[name][2] += 1
        elif not row["label"]:
            name = row["type"].partition(":")[0]
            clean[name][0] += bool(splices)
            clean[name][1] += 1
    report("labelled splices", found, "found / exact span / all")
    report("labelled rows without spam", clean, "flagged / all")


def measure_posts(site: Site, posts: dict[str, str]) -> None:
    """Print the false alarms on real posts by language, and the time a post takes."""
    flagged: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    times = []
    for name, text in posts.items():
        lexicon = site.lexicon(text, name)
        lexicon.known("warm")
        begin = time.perf_counter()
        splices = find_splices(text, known=lexicon.known)
        times.append(1000 * (time.perf_counter() - begin))
        language = site.languages[name] or "other"
        flagged[language][0] += bool(splices)
        flagged[language][1] += 1
        for splice in splices:
            print(f"  flagged: {name}: {splice.inserted!r} in {splice.restores!r}")
    report("real posts", flagged, "flagged / all")
    times.sort()
    count = sum(len(text.split()) for text in posts.values())
    mean, median, p95 = sum(times) / len(times), times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"  {len(posts)} posts, {count} words")
    print(f"  ms a post: mean {mean:.1f}, median {median:.1f}, p95 {p95:.1f}, max {times[-1]:.1f}")


def measure_synthetic(site: Site, posts: dict[str, str], phrases: tuple[str, ...], title: str) -> None:
    """Print what is found of phrases put into random words of real posts, by language and by shape."""
    source = random.Random(SEED)
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for name, text in posts.items():
        language = site.languages[name]
        if language is None or len(text.split()) < 100:
            continue
        lexicon = site.lexicon(text, name)
        for shape, phrase, changed in spliced(text, phrases, source):
            splices = find_splices(changed, known=lexicon.known)
            for key in (language, f"en {shape}") if language == "en" else (language,):
                found[key][0] += bool(splices)
                found[key][1] += is_exact(splices, phrase)
                found[key][2] += 1
    report(title, found, "found / exact span / all")


def measure_lexicons() -> None:
    """Print what loading each dictionary costs in time, in kept memory and at the peak."""
    print("\ndictionaries (words, seconds, MB kept, MB peak)")
    for language in words.LANGUAGES:
        begin = time.perf_counter()
        words.dictionary.__wrapped__(language)
        seconds = time.perf_counter() - begin
        tracemalloc.start()
        listed = words.dictionary.__wrapped__(language)
        kept, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"  {language}  {len(listed)}  {seconds:.2f}  {kept / 1e6:.0f}  {peak / 1e6:.0f}")


def main() -> None:
    """Measure everything; say so and stop where the corpora are missing."""
    if not ROWS.exists() or not POSTS.exists():
        print(f"skipped: no corpora at {CORPORA}")
        return
    posts = read_posts()
    site, empty = Site(posts), Site({})
    rows = [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]
    for title, terms, of in (
        ("with site words", MONEY_TERMS, site),
        ("without site words", MONEY_TERMS, empty),
        ("with site words, without money terms", frozenset[str](), site),
    ):
        print(f"\n== {title}")
        measure_rows(of, rows, terms)
    print("\n== posts")
    measure_posts(site, posts)
    measure_synthetic(site, posts, MONEY_PHRASES, "synthetic splices, money phrases")
    measure_synthetic(site, posts, PLAIN_PHRASES, "synthetic splices, phrases without money terms")
    measure_lexicons()


if __name__ == "__main__":
    main()
