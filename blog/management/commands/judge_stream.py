"""Run a stream of decided comments through the learning spam filter and print what it would have done."""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from blog.comments.spam.classifier import Classifier
from blog.comments.spam.features import Submitted
from blog.comments.spam.stream import Tally, run
from blog.comments.spam.thresholds import DEFAULT_COST, interval

LABELS = {"spam": True, "1": True, "true": True, "ham": False, "good": False, "0": False, "false": False}
# Text written by others may hold very long fields; a comment longer than this is no comment.
MAX_FIELD_CHARS = 1_000_000


class Command(BaseCommand):
    help = _(
        "Judge each comment of a CSV file before learning its label, and print what was caught and hidden. "
        "Columns: text and label (spam or ham); optional: author, url, date. Rows stand in the order of time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=_("a CSV file in UTF-8, or - for standard input"))
        parser.add_argument(
            "--cost", type=float, default=DEFAULT_COST, help=_("share of good comments that may be hidden")
        )
        parser.add_argument("--skip", type=int, default=0, help=_("count only after so many comments"))
        parser.add_argument("--without-url", action="store_true", help=_("leave the column url out"))

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 < options["cost"] < 0.5:
            raise CommandError(_("The cost is a share between 0 and 0.5, such as 0.002 for 1 in 500."))
        if options["skip"] < 0:
            raise CommandError(_("The number of comments to skip cannot be negative."))
        tally = Tally()
        with _opened(options["file"]) as file:
            rows = _rows(file, with_url=not options["without_url"])
            for place, judged in enumerate(run(rows, Classifier(), cost=options["cost"])):
                if place >= options["skip"]:
                    tally.add(judged)
        self._print(tally)

    def _print(self, tally: Tally) -> None:
        if not tally.spam + tally.good:
            raise CommandError(_("There is no comment to count."))
        self.stdout.write(_("comments counted: %d") % (tally.spam + tally.good))
        self.stdout.write(_("spam caught: %s") % _share(tally.caught, tally.spam))
        self.stdout.write(_("good hidden: %s") % _share(tally.hidden, tally.good))
        area = tally.area_above
        self.stdout.write(_("1-AUC: %s") % (_("unknown") if area is None else f"{100 * area:.2f} %"))


def _share(hits: int, size: int) -> str:
    if not size:
        return _("none in the file")
    low, high = interval(hits, size)
    return _("%(share).2f %% (%(hits)d of %(size)d; 95 %% interval %(low).2f to %(high).2f %%)") % {
        "share": 100 * hits / size,
        "hits": hits,
        "size": size,
        "low": 100 * low,
        "high": 100 * high,
    }


def _opened(source: str) -> Any:
    if source == "-":
        return nullcontext(sys.stdin)
    try:
        return Path(source).open(encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CommandError(
            _("Cannot read %(file)s: %(why)s") % {"file": source, "why": error.strerror}
        ) from error


def _rows(file: TextIO, *, with_url: bool) -> Iterator[tuple[Submitted, bool]]:
    csv.field_size_limit(MAX_FIELD_CHARS)
    reader = csv.DictReader(file)
    try:
        columns = {name.strip().lower() for name in reader.fieldnames or () if name}
        missing = {"text", "label"} - columns
        if missing:
            raise CommandError(_("The file has no column %s.") % ", ".join(sorted(missing)))
        for row in reader:
            yield _row(row, reader.line_num, with_url=with_url)
    except (UnicodeDecodeError, csv.Error) as error:
        place = {"line": reader.line_num + 1, "why": error}
        raise CommandError(_("Line %(line)d cannot be read: %(why)s") % place) from error


def _row(row: dict[str, Any], line: int, *, with_url: bool) -> tuple[Submitted, bool]:
    cells = {name.strip().lower(): value for name, value in row.items() if name}
    label = LABELS.get((cells["label"] or "").strip().lower())
    if label is None:
        raise CommandError(
            _("Line %(line)d: the label is spam or ham, not “%(label)s”.")
            % {"line": line, "label": cells["label"]}
        )
    url = cells.get("url") if with_url else None
    # An empty cell cannot tell "none given" from "not known"; only what is there counts.
    return Submitted(text=cells["text"] or "", author=cells.get("author") or None, url=url or None), label
