"""Text made to keep parsers busy, through every door of the comments: answered, and no error of ours."""

from pathlib import Path

import pytest
from django.test import Client

from bench import parser_load
from blog.articles.models import Article
from blog.site.models import SiteSettings
from tests.cast import Cast
from tests.corpora import corpus

# One in so many of the texts; `python -m bench.parser_load --doors` takes all, and the time.
ONE_IN = 9


@pytest.fixture
def doors(cast: Cast, article: Article) -> parser_load.Doors:
    SiteSettings(queue_cap=100_000).save()
    desk = Client()
    desk.force_login(cast.moderator)
    return parser_load.Doors(Client(), desk, article)


@pytest.fixture
def specs() -> Path:
    return corpus("parser-load/specs.json")


def test_no_text_is_an_error_of_ours_behind_any_door(doors: parser_load.Doors, specs: Path) -> None:
    seen: dict[str, set[int]] = {}
    for name, make in list(parser_load.inputs(specs))[::ONE_IN]:
        text = make(1.0)
        for title, job, limit in doors.jobs():
            status = job(text[:limit]).status_code
            assert status in (200, 303, 400), (title, name)
            seen.setdefault(title, set()).add(status)
    assert 303 in seen["form: text"]
    assert seen["form: text too long"] <= {303, 400}
    assert seen["form: all fields too long"] == {400}
    assert seen["quote"] == seen["desk search"] == seen["desk: whole result"] == {200}
