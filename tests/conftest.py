"""Fixtures of the whole suite; the people live in `cast.py`."""

import pytest
from django.contrib.auth.models import User

from blog.articles.models import Article
from tests.cast import Cast, live_article, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def editor(cast: Cast) -> User:
    return cast.editor


@pytest.fixture
def article(cast: Cast) -> Article:
    return live_article(cast.editor)
