"""How much a page may weigh on the way to the reader, compressed."""

import gzip
import re
from pathlib import Path
from random import Random

from django.conf import settings
from django.test import Client

from blog.comments.models import Comment
from tests.cast import Cast
from tests.shelf import comments_on, filed_article

KILOBYTE = 1024
STATIC = Path(settings.BASE_DIR) / "static"


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6))


def prose(chance: Random, words: int = 45) -> str:
    return " ".join("".join(chance.choices("etaoinshrdlu", k=chance.randint(2, 8))) for _ in range(words))


def linked(html: str, pattern: str) -> list[Path]:
    return [STATIC / address.removeprefix("/static/") for address in re.findall(pattern, html)]


def test_article_with_100_comments_keeps_its_budgets(client: Client, cast: Cast) -> None:
    article = filed_article(cast.editor, title="Long", tags=["Mud"], category="Coast", sections=7)
    comments_on(article, 100)
    # Words of chance: real replies repeat themselves no more than these, and compress no worse.
    for comment in article.comments.all():
        Comment.objects.filter(pk=comment.pk).update(html=f"<p>{prose(Random(comment.pk))}</p>")
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
