import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.spam import hashing, memory
from blog.comments.spam.memory import MAX_TEXTS, SKETCH_SIZE, Memory

OFFER = "Our little shop has the finest copper kettles, polished by hand and sent over night to every village"
REWORDED = (
    "Our little store has the finest copper kettles, polished by hand and sent over night to every town"
)
OTHER = "When I planted beans beside the fence the hens found them within a day, so we built a second fence"


def fingerprint(text: str) -> tuple[int, ...]:
    return memory.sketch(hashing.words(text))


def holding(*texts: tuple[str, bool]) -> Memory:
    made = Memory()
    for key, (text, is_spam) in enumerate(texts, start=1):
        made.remember(key, fingerprint(text), is_spam=is_spam)
    return made


@given(st.sets(st.integers(0, hashing.BUCKETS - 1), max_size=300))
def test_the_fingerprint_does_not_depend_on_order(buckets: set[int]) -> None:
    one, two = memory.sketch(sorted(buckets)), memory.sketch(sorted(buckets, reverse=True))
    assert one == two
    assert len(one) == min(len(buckets), SKETCH_SIZE)


def test_the_same_text_is_wholly_alike() -> None:
    nearest = holding((OFFER, True), (OTHER, False)).nearest(fingerprint(OFFER))
    assert nearest[0].key == 1
    assert nearest[0].likeness == pytest.approx(1)


def test_a_reworded_text_is_nearer_than_another() -> None:
    held = holding((OTHER, False), (OFFER, True))
    assert held.nearest(fingerprint(REWORDED))[0].key == 2
    measures = held.measures(fingerprint(REWORDED))
    assert measures["repetition: like spam"] > measures["repetition: like good"]


def test_among_equal_texts_the_latest_comes_first() -> None:
    held = holding((OFFER, True), (OFFER, False), (OTHER, False))
    assert [neighbour.key for neighbour in held.nearest(fingerprint(OFFER))][:2] == [2, 1]


def test_an_empty_memory_and_an_empty_text_have_no_neighbours() -> None:
    assert Memory().nearest(fingerprint(OFFER)) == []
    assert holding((OFFER, True)).nearest(()) == []


def test_a_forgotten_text_is_found_no_more() -> None:
    held = holding((OFFER, True), (OTHER, False))
    held.forget(1)
    held.forget(77)
    assert 1 not in [neighbour.key for neighbour in held.nearest(fingerprint(OFFER))]


def test_a_second_decision_on_a_key_replaces_the_first() -> None:
    held = holding((OFFER, True), (OTHER, False))
    held.remember(1, fingerprint(OFFER), is_spam=False)
    assert not held.nearest(fingerprint(OFFER))[0].is_spam
    assert len(held) == 2


def test_the_oldest_text_leaves_when_the_memory_is_full() -> None:
    held = Memory()
    for key in range(MAX_TEXTS + 5):
        held.remember(key, (key, key + 1), is_spam=True)
    assert len(held) == MAX_TEXTS
    assert next(held.rows())[0] == 5


@given(st.lists(st.tuples(st.sets(st.integers(0, 50), max_size=9), st.booleans()), max_size=12))
def test_a_stored_memory_finds_the_same_neighbours(texts: list[tuple[set[int], bool]]) -> None:
    held = Memory()
    for key, (buckets, is_spam) in enumerate(texts):
        held.remember(key, memory.sketch(buckets), is_spam=is_spam)
    again = Memory.from_bytes(held.to_bytes())
    assert list(again.rows()) == list(held.rows())
    assert again.nearest((1, 2, 3)) == held.nearest((1, 2, 3))


@pytest.mark.parametrize("cut", [8, 16, 40])
def test_a_memory_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(ValueError, match="cut short"):
        Memory.from_bytes(holding((OFFER, True)).to_bytes()[:-cut])
