"""Measure the learning spam filter on real streams: caught, wrongly hidden, ranking, layers, speed, size.

Run as `python bench/spam.py [draws] [sections...]` (sections: stream ablation videos cost). Reads
../shared/corpora beside the repository. The websites of authors are known for spam only and are left out;
so are the words of their names (those of good comments are hashed), dates (the files are years apart) and
markup that the file of good comments lost: links count as its own column says.
"""

import csv
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from blog.comments.spam.classifier import Classifier  # noqa: E402
from blog.comments.spam.features import ALL_LAYERS, Layer, Submitted  # noqa: E402
from blog.comments.spam.stream import Judged, Tally, run  # noqa: E402
from blog.comments.spam.thresholds import interval  # noqa: E402

CORPORA = ROOT.parent / "shared/corpora"
DRAWS = 20
ABLATION_DRAWS = 3
SKIPPED = 200
COSTS = (1 / 500, 1 / 200)
MEASURED = ALL_LAYERS - {Layer.WEBSITE, Layer.RELEVANCE}
SHAPE_CHARS = 10_000
PASSES = 5

Row = tuple[Submitted, bool, str]


def rows(relative: str) -> list[dict[str, str]]:
    with (CORPORA / relative).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def wild_spam() -> list[Row]:
    """Spam of one site in time order; of the name only its size is told."""
    found = []
    for row in rows("spam/wordpress/spam-2015.csv"):
        if row["label"] == "spam":
            words = len(row["author"].split())
            kind = "short" if len(row["text"]) < 60 else f"name of {'3+' if words >= 3 else '1-2'} words"
            sent = Submitted(text=row["text"], author_words=words, author_chars=len(row["author"]))
            found.append((sent, True, f"wild, {kind}"))
    return found


def template_spam() -> list[Row]:
    return [
        (Submitted(text=row["text"]), True, "template") for row in rows("spam/templates/spintax-0-19.csv")
    ]


def blog_good() -> list[Row]:
    return [
        (
            Submitted(
                text=row["text"],
                author_words=int(row["author_words"]),
                author_chars=int(row["author_len"]),
                links=int(row["n_links"]),
            ),
            False,
            "good",
        )
        for row in rows("spam/blog/ham-2004-2008.csv")
    ]


def draw(seed: int, wild: list[Row], templates: list[Row], good: list[Row]) -> list[Row]:
    """Return one stream: templates strewn into the wild spam, as many good comments in time order."""
    chance = random.Random(seed)
    spam = strewn(chance, wild, chance.sample(templates, len(templates)))
    chosen = [good[place] for place in sorted(chance.sample(range(len(good)), len(spam)))]
    return strewn(chance, spam, chosen)


def strewn(chance: random.Random, one: list[Row], other: list[Row]) -> list[Row]:
    """Merge two lists at random places, each in its own order."""
    sides = [iter(one)] * len(one) + [iter(other)] * len(other)
    chance.shuffle(sides)
    return [next(side) for side in sides]


def judged(stream: list[Row], layers: frozenset[Layer], cost: float) -> Iterator[tuple[Judged, str]]:
    results = run(((sent, is_spam) for sent, is_spam, _ in stream), Classifier(layers=layers), cost=cost)
    return zip(results, (kind for _, _, kind in stream), strict=True)


def pooled(streams: list[list[Row]], layers: frozenset[Layer], cost: float) -> tuple[Tally, Tally, Counter]:
    """Return (tally after the first SKIPPED, tally from zero, (missed, all) spam by kind)."""
    late, whole, kinds = Tally(), Tally(), Counter()
    for stream in streams:
        for place, (one, kind) in enumerate(judged(stream, layers, cost)):
            whole.add(one)
            if place >= SKIPPED:
                late.add(one)
                kinds[kind, "all"] += one.is_spam
                kinds[kind, "missed"] += one.is_spam and not one.is_hidden
    return late, whole, kinds


def share(hits: int, size: int) -> str:
    low, high = interval(hits, size)
    return f"{100 * hits / max(size, 1):6.2f} % [{100 * low:.2f}, {100 * high:.2f}] ({hits}/{size})"


def in_hindsight(tally: Tally, cost: float) -> float:
    good = sorted((score for score, is_spam in tally.scores if not is_spam), reverse=True)
    limit = good[int(cost * len(good))]
    return sum(score > limit for score, is_spam in tally.scores if is_spam) / tally.spam


def show_stream(streams: list[list[Row]]) -> None:
    print(f"stream: {len(streams)} draws, {len(streams[0])} comments each, figures after {SKIPPED}, pooled")
    for cost in COSTS:
        late, whole, kinds = pooled(streams, MEASURED, cost)
        print(f"  owner's cost 1 in {1 / cost:.0f}")
        print(f"    spam caught        {share(late.caught, late.spam)}")
        print(f"    good hidden        {share(late.hidden, late.good)}")
        print(f"    hidden from zero   {share(whole.hidden, whole.good)}")
        print(f"    1-AUC              {100 * (late.area_above or 0):6.2f} %")
        print(f"    in hindsight at {100 * cost:.1f} % hidden: {100 * in_hindsight(late, cost):.1f} % caught")
        for kind in sorted({kind for kind, _ in kinds}):
            if kinds[kind, "all"]:
                print(f"    missed, {kind}: {share(kinds[kind, 'missed'], kinds[kind, 'all'])}")


def show_ablation(streams: list[list[Row]]) -> None:
    print(f"layers: {len(streams)} draws, cost 1 in 200")
    cases = [("all", MEASURED)]
    cases += [(f"without {layer.value}", MEASURED - {layer}) for layer in Layer if layer in MEASURED]
    cases += [(f"{layer.value} alone", frozenset({layer})) for layer in Layer if layer in MEASURED]
    for name, layers in cases:
        late, _, _ = pooled(streams, layers, 1 / 200)
        print(
            f"  {name:22} caught {100 * late.caught / late.spam:5.1f} %  hidden "
            f"{100 * late.hidden / late.good:5.2f} %  1-AUC {100 * (late.area_above or 0):5.2f} %  "
            f"in hindsight at 0.5 % {100 * in_hindsight(late, 0.005):5.1f} %",
            flush=True,
        )


def videos() -> dict[str, list[Row]]:
    """Comments of each video in time order; those without a date (one video) stay where the file has them."""
    found = {}
    for path in sorted((CORPORA / "spam/youtube").glob("*.csv")):
        found[path.stem] = [
            (Submitted(text=row["CONTENT"]), row["CLASS"] == "1", path.stem)
            for row in rows(f"spam/youtube/{path.name}")
        ]
    return found


def show_videos() -> None:
    print(
        f"cross-video: learned on three (shuffled, {PASSES} passes), judged on the fourth without learning, limit 0"
    )
    total, by_file = Counter(), videos()
    for name, test in by_file.items():
        classifier = Classifier(layers=MEASURED)
        training = [row for other, found in by_file.items() if other != name for row in found]
        random.Random(0).shuffle(training)
        tally = Tally()
        learn_repeatedly(classifier, training)
        for sent, is_spam, _ in test:
            score = classifier.judge(sent).score
            tally.add(Judged(is_spam, score, score > 0))
        show_video(name, tally)
        total.update(spam=tally.spam, caught=tally.caught, good=tally.good, hidden=tally.hidden)
    everything = Tally(**total)
    show_video("pooled", everything)


def learn_repeatedly(classifier: Classifier, training: list[Row]) -> None:
    """Learn once as it comes, then go over everything again PASSES - 1 times."""
    seen = []
    for key, (sent, is_spam, _) in enumerate(training):
        seen.append((classifier.judge(sent), is_spam))
        classifier.learn(seen[-1][0], key=key, is_spam=is_spam)
    for seed in range(1, PASSES):
        random.Random(seed).shuffle(seen)
        for opinion, is_spam in seen:
            classifier.rehearse(opinion, is_spam=is_spam)


def show_video(name: str, tally: Tally) -> None:
    right = tally.caught + tally.good - tally.hidden
    area = f"1-AUC {100 * tally.area_above:.2f} %" if tally.area_above is not None else ""
    print(
        f"  {name:20} accuracy {100 * right / (tally.spam + tally.good):.2f} %  caught "
        f"{100 * tally.caught / tally.spam:.1f} %  good hidden {100 * tally.hidden / tally.good:.2f} %  {area}"
    )


def show_cost(stream: list[Row]) -> None:
    classifier = Classifier(layers=MEASURED)
    start = time.process_time()
    for _ in run(((sent, is_spam) for sent, is_spam, _ in stream), classifier):
        pass
    each = (time.process_time() - start) / len(stream)
    print(f"judge and learn: {1000 * each:.2f} ms CPU a comment; state {len(classifier.to_bytes()):,} bytes")
    slowest = sorted(shape_costs(classifier), reverse=True)
    print(f"hostile shapes of {SHAPE_CHARS:,} characters: worst growth {max(row[1] for row in slowest):.2f}")
    for seconds, growth, name in slowest[:4]:
        print(f"  {name:24} {seconds:.3f} s CPU, twice the half: x{growth:.2f}")


def shape_costs(classifier: Classifier) -> Iterator[tuple[float, float, str]]:
    """Yield (CPU seconds at full size, growth from half, name) for each generator spec."""
    for spec in json.loads((CORPORA / "parser-load/specs.json").read_text(encoding="utf-8")):
        unit = str(spec.get("unit") or "".join("`" * i + "a" for i in range(60)))
        prefix, suffix = str(spec.get("prefix", "")), str(spec.get("suffix", ""))

        def shape(size: int, unit: str = unit, prefix: str = prefix, suffix: str = suffix) -> str:
            return prefix + "".join(islice((unit for _ in range(size)), size // len(unit))) + suffix

        half, full = (seconds(classifier, shape(size)) for size in (SHAPE_CHARS // 2, SHAPE_CHARS))
        yield full, full / half, spec["name"]


def seconds(classifier: Classifier, text: str) -> float:
    return min(timed(lambda: judge_and_learn(classifier, text)) for _ in range(3))


def judge_and_learn(classifier: Classifier, text: str) -> None:
    opinion = classifier.judge(Submitted(text=text))
    classifier.unlearn(classifier.learn(opinion, key=-1, is_spam=True))


def timed(job: Callable[[], None]) -> float:
    start = time.process_time()
    job()
    return time.process_time() - start


def main(count: int, sections: set[str]) -> None:
    """Print the sections asked for, all of them if none is named."""
    sources = wild_spam(), template_spam(), blog_good()
    streams = [draw(seed, *sources) for seed in range(count)]
    if "stream" in sections:
        show_stream(streams)
    if "ablation" in sections:
        show_ablation(streams[:ABLATION_DRAWS])
    if "videos" in sections:
        show_videos()
    if "cost" in sections:
        show_cost(streams[0])


if __name__ == "__main__":
    named = set(sys.argv[2:]) or {"stream", "ablation", "videos", "cost"}
    main(int(sys.argv[1]) if len(sys.argv) > 1 else DRAWS, named)
