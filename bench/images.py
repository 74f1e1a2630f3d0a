"""Measure what one picture costs: decoding apart, then the whole set of renditions; time and memory.

Run: python bench/images.py
"""

import io
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
FOLDER = tempfile.TemporaryDirectory(prefix="octavo-images-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "only-for-measuring-only-for-measuring-only-for-measuring",
    "ALLOWED_HOSTS": "testserver",
    "SITE_URL": "http://testserver",
    "DATA_DIR": FOLDER.name,
}

import django  # noqa: E402

django.setup()

from django.core.exceptions import ValidationError  # noqa: E402
from PIL import Image as Pillow  # noqa: E402

from blog.media import files, renditions, uploads  # noqa: E402
from blog.media.models import Image  # noqa: E402

SIZES = [(4000, 3000), (8000, 5000)]


def photo(size: tuple[int, int], kind: str) -> bytes:
    """Return a grainy picture, which is harder to encode than a plain one."""
    grain = Pillow.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size).convert("RGB")
    out = io.BytesIO()
    grain.save(out, kind, quality=60)
    return out.getvalue()


def main() -> None:
    for kind in ("JPEG", "WEBP", "AVIF"):
        for size in SIZES:
            # Made elsewhere, so that the memory told at the end is that of the work measured.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as elsewhere:
                raw = elsewhere.submit(photo, size, kind).result()
            start = time.perf_counter()
            try:
                done = uploads.decoded_apart(raw)
            except ValidationError as refusal:
                print(f"{kind} {size}: refused ({refusal.code}) in {time.perf_counter() - start:.2f} s")
                continue
            took = time.perf_counter() - start
            kept = files.keep(done.content, folder=files.IMAGES, suffix=done.suffix)
            image = Image(file=kept.name, digest=kept.digest, width=done.width, height=done.height)
            start = time.perf_counter()
            made = [len(content) for _want, content in renditions.encoded(image)]
            print(
                f"{kind} {size}: decoded in {took:.2f} s; {len(made)} renditions, {sum(made) / 1024:.0f} KB, "
                f"in {time.perf_counter() - start:.2f} s"
            )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"Most memory of the process that made the renditions: {peak} MB")


if __name__ == "__main__":
    main()
