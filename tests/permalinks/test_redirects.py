"""Old paths keep leading somewhere, and never in circles."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from blog.permalinks import redirects
from blog.permalinks.models import Redirect

paths = st.sampled_from([f"/{letter}/" for letter in "abcdef"])


class RedirectLaws(TestCase):
    """Laws of any sequence of moves."""

    @given(st.lists(st.tuples(paths, paths), max_size=12))
    def test_any_moves_leave_neither_chains_nor_loops(self, moves: list[tuple[str, str]]) -> None:
        for old, new in moves:
            redirects.move(old, new)
        rows = dict(Redirect.objects.values_list("old_path", "new_path"))
        assert not set(rows) & set(rows.values())

    @given(st.lists(st.tuples(paths, paths), min_size=1, max_size=12))
    def test_the_last_move_holds(self, moves: list[tuple[str, str]]) -> None:
        for old, new in moves:
            redirects.move(old, new)
        old, new = moves[-1]
        if old != new:
            assert redirects.target_of(old) == new
            assert redirects.target_of(new) is None


@pytest.mark.django_db
def test_moved_path_answers_with_a_permanent_redirect(client: Client) -> None:
    redirects.move("/once/was-here/", "/articles/über/")
    answer = client.get("/once/was-here/")
    assert answer.status_code == 301
    assert answer["Location"] == "/articles/%C3%BCber/"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/" + "a" * 3000 + "/", "/%00/"])
def test_unknown_path_stays_a_404(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_posting_to_a_moved_path_is_not_redirected(client: Client) -> None:
    redirects.move("/once/", "/now/")
    assert client.post("/once/").status_code == 404
