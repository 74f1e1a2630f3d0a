"""Remove files of images that nothing names, and have missing renditions made again."""

import sys
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.media import files, renditions


class Command(BaseCommand):
    """Safe to run at any time and again; ends with 1 where an image has lost its file."""

    help = (
        "Delete files that no image names, queue missing renditions, and list images whose file is missing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--hours",
            type=float,
            default=files.GRACE.total_seconds() / 3600,
            help="spare files younger than this",
        )

    def handle(self, *args: Any, dry_run: bool = False, hours: float = 6, **options: Any) -> None:
        swept = files.sweep(is_rehearsal=dry_run, grace=timedelta(hours=max(0.0, hours)))
        queued = renditions.unfinished().count() if dry_run else renditions.requeue()
        for name in swept.orphans:
            self.stdout.write(f"orphan: {name}")
        for image in swept.missing:
            self.stdout.write(f"missing: {image.file.name} of image {image.pk}, {image.title}")
        said = "would be deleted" if dry_run else "deleted"
        self.stdout.write(f"{len(swept.orphans)} files {said}, {queued} images wait for renditions.")
        if swept.missing:
            sys.exit(1)
