"""How much a page may weigh on the way to the reader, compressed."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.test import Client

from tests.cast import Cast
from tests.shelf import comments_on, filed_article

KILOBYTE = 1024
STATIC = Path(settings.BASE_DIR) / "static"


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6))


def linked(html: str, pattern: str) -> list[Path]:
    return [STATIC / address.removeprefix("/static/") for address in re.findall(pattern, html)]


def test_article_with_100_comments_keeps_its_budgets(client: Client, cast: Cast) -> None:
    article = filed_article(cast.editor, title="Long", tags=["Mud"], category="Coast", sections=7)
    comments_on(article, 100, body="A reply of ordinary length, as readers write them. " * 5)
    html = client.get(article.get_absolute_url()).content
    assert html.count(b'<article class="comment"') == 100
    assert compressed(html) <= 25 * KILOBYTE
    styles = linked(html.decode(), r'<link rel="stylesheet" href="([^"?]+)"')
    scripts = linked(html.decode(), r'<script[^>]* src="([^"]+)"')
    assert styles
    assert sum(compressed(path.read_bytes()) for path in styles) <= 15 * KILOBYTE
    assert sum(compressed(path.read_bytes()) for path in scripts) <= 15 * KILOBYTE


def test_no_script_blocks_the_page(client: Client, article: object) -> None:
    html = client.get("/articles/low-water/").content.decode()
    scripts = re.findall(r"<script[^>]*>", html)
    assert scripts
    assert all('type="module"' in tag or "defer" in tag for tag in scripts)


def test_stylesheet_stays_near_the_look() -> None:
    assert compressed((STATIC / "blog" / "octavo.css").read_bytes()) <= 6 * KILOBYTE
