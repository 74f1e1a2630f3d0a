"""`manage.py check_content [--resume] [--quiet-articles] [--fail-on foreign|any|never]`."""

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from blog.articles.models import Article
from blog.integrity import archive
from blog.integrity.models import CheckRun, Finding
from blog.integrity.registry import Kind, rules
from blog.lib import patience


class Command(BaseCommand):
    """Check the working copy of every article that is not in the trash."""

    help = "Run the content checks over every article; exits 1 where foreign text was found."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--resume", action="store_true", help="go on with a check that was interrupted")
        parser.add_argument("--counts-only", action="store_true", help="leave out the lines for each article")
        parser.add_argument(
            "--fail-on",
            choices=["foreign", "any", "never"],
            default="foreign",
            help="which findings make the exit code 1 (default: text that nobody here wrote)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        patience.take_time()
        run = (archive.unfinished() if options["resume"] else None) or archive.begin(by=None)
        tell = None if options["counts_only"] else self._tell
        while archive.advance(run.pk, tell=tell):
            pass
        run.refresh_from_db()
        self._summarise(run)
        failing = self._failing(run, options["fail_on"])
        if failing:
            raise CommandError(f"{failing} findings to look at.", returncode=1)

    def _tell(self, article: Article, findings: Sequence[Finding]) -> None:
        if not findings:
            return
        self.stdout.write(f"{article.get_absolute_url()} “{article.title}”: {len(findings)}")
        for finding in findings:
            where = f" in “{finding.section.heading}”" if finding.section and finding.section.heading else ""
            self.stdout.write(f"  {finding.rule}{where}: {finding.sentence}")

    def _summarise(self, run: CheckRun) -> None:
        self.stdout.write(f"{run.done} articles checked, {run.flagged} with findings.")
        for name, rule in rules().items():
            if run.counts.get(name):
                self.stdout.write(f"  {run.counts[name]:>7}  {name}: {rule.label}")

    def _failing(self, run: CheckRun, fail_on: str) -> int:
        if fail_on == "never":
            return 0
        names = [n for n, rule in rules().items() if fail_on == "any" or rule.kind == Kind.FOREIGN]
        return sum(run.counts.get(name, 0) for name in names)
