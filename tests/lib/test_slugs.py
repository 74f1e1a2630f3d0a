"""Slugs and public ids."""

from hypothesis import given
from hypothesis import strategies as st

from blog.lib.slugs import SLUG_MAX_CHARS, UID_ALPHABET, free_slug, new_uid, slug_from


@given(st.text(max_size=400))
def test_every_text_gives_a_slug_that_fits(text: str) -> None:
    slug = slug_from(text, fallback="article")
    assert slug
    assert len(slug) <= SLUG_MAX_CHARS
    assert not set(slug) & set("/?#& \t\n")


def test_letters_of_every_script_stay() -> None:
    assert slug_from("Über die Brücke", fallback="x") == "über-die-brücke"
    assert slug_from("海の音", fallback="x") == "海の音"
    assert slug_from("!!!", fallback="article") == "article"


def test_long_slug_is_cut_between_words() -> None:
    slug = slug_from("tide " * 60, fallback="x")
    assert slug.endswith("tide")


def test_taken_slugs_are_counted_up() -> None:
    taken = {"tide", "tide-2"}
    assert free_slug("tide", is_taken=taken.__contains__) == "tide-3"


def test_public_ids_use_the_alphabet_and_differ() -> None:
    ids = {new_uid() for _ in range(500)}
    assert len(ids) == 500
    assert set("".join(ids)) <= set(UID_ALPHABET)
