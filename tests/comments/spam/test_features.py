import json
import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.spam import hashing, plain_text, relevance
from blog.comments.spam.classifier import Classifier
from blog.comments.spam.features import ALL_LAYERS, Layer, Submitted, sample
from tests.corpora import corpus


@given(st.text(max_size=300))
def test_any_text_gives_finite_measures(text: str) -> None:
    made = sample(Submitted(text=text, author=text, url=text))
    assert all(-3 <= value <= 4 for value in made.measures.values())
    assert all(0 <= bucket < hashing.BUCKETS for bucket in made.grams | made.words)


@given(st.text(max_size=200))
def test_located_pieces_are_the_hashed_pieces_and_stand_inside_the_text(text: str) -> None:
    located = [*hashing.located_grams(text), *hashing.located_words(text)]
    assert {bucket for bucket, _ in located} == hashing.grams(text) | hashing.words(text)
    assert all(0 <= start <= end <= len(text) + 1 for _, (start, end) in located)


def test_markup_is_read_as_links_and_not_as_words() -> None:
    plain = plain_text.read('See <a href="http://WWW.Cheap.example/x?y">these</a> or www.other.example now')
    assert plain.text == "See these or www.other.example now"
    assert plain.hosts == ("cheap.example", "other.example")


def test_case_and_spacing_make_no_difference_to_hashed_text() -> None:
    one, two = (sample(Submitted(text=text)) for text in ("A Fine\n\n day", "a fine day"))
    assert one.grams == two.grams
    assert one.words == two.words


@pytest.mark.parametrize("number", ["&#" + "9" * 9_000 + ";", "&#x" + "f" * 9_000, "&#" * 5_000])
def test_endless_character_numbers_are_read_without_error(number: str) -> None:
    assert len(plain_text.read(number + " end").text) < 10_001


def test_what_is_not_known_counts_neither_way() -> None:
    measures = sample(Submitted(text="Hello there")).measures
    assert not [name for name in measures if name.startswith(("name", "website", "relevance"))]


def test_counted_words_of_a_name_do_the_same_as_the_name() -> None:
    typed = sample(Submitted(text="x", author="Ann of the Hills")).measures
    counted = sample(Submitted(text="x", author_words=4, author_chars=16)).measures
    assert typed == counted
    assert typed["name: four words or more"] == 1


def test_links_lost_with_the_markup_still_count() -> None:
    measures = sample(Submitted(text="no link to be seen", links=4)).measures
    assert measures["links: many"] == 1


@pytest.mark.parametrize("layer", list(Layer))
def test_a_layer_left_out_leaves_no_trace(layer: Layer) -> None:
    sent = Submitted(text="Buy at http://a.example", author="A B C", url="http://b.example", relevance=0.5)
    made = sample(sent, layers=ALL_LAYERS - {layer})
    assert not [name for name in made.measures if name.startswith(f"{layer.value}:")]


def test_relevance_is_the_share_of_telling_words_that_the_article_has() -> None:
    article = relevance.stems("Sourdough needs patience: starters, hydration and flour decide the bread.")
    assert relevance.share("Which flour and hydration suits older starters?", article) == 0.5
    assert relevance.share("Cheapest luxury handbags shipping worldwide tomorrow", article) == 0


@pytest.mark.parametrize("text", ["", "Thanks!", "so do I"])
def test_relevance_of_few_words_is_not_known(text: str) -> None:
    assert relevance.share(text, relevance.stems("A long enough article about gardens")) is None


def _shapes() -> list[tuple[str, Callable[[int], str]]]:
    specs = json.loads(corpus("parser-load/specs.json").read_text(encoding="utf-8"))
    units = [(spec["name"], spec) for spec in specs if "unit" in spec]
    return [
        (name, lambda n, s=spec: s["prefix"] + s["unit"] * (n // len(s["unit"])) + s["suffix"])
        for name, spec in units
    ]


def test_no_shape_of_text_breaks_the_filter() -> None:
    classifier = Classifier()
    own = [("marks of changing order", lambda n: "e" + "\u0301\u0316" * (n // 2))]
    for name, make in [*_shapes(), *own]:
        opinion = classifier.judge(Submitted(text=make(10_000)))
        classifier.learn(opinion, key=1, is_spam=True)
        assert math.isfinite(opinion.score), name
