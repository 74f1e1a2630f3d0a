import random
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.spam.thresholds import MIN_GOOD, MIN_SPAM, RECENT, WARM_UP, Ledger, interval, limit

many_scores = st.lists(st.floats(-20, 20), min_size=MIN_GOOD, max_size=RECENT)


def ledger(good: list[float], spam: list[float]) -> Ledger:
    made = Ledger()
    made.decisions = WARM_UP
    for score in good:
        made.record(score, is_spam=False)
    for score in spam:
        made.record(score, is_spam=True)
    return made


def test_nothing_decided_hides_nothing() -> None:
    assert Ledger().hide_above() == inf
    assert Ledger().publish_below(0.01) == -inf


@pytest.mark.parametrize(("good", "spam"), [(MIN_GOOD - 1, 500), (500, MIN_SPAM - 1), (500, 0), (0, 500)])
def test_too_few_decisions_of_either_kind_hide_nothing(good: int, spam: int) -> None:
    assert ledger([0.0] * good, [5.0] * spam).hide_above() == inf


def test_first_opinions_of_all_are_not_counted() -> None:
    made = Ledger()
    for _ in range(WARM_UP):
        made.record(0.0, is_spam=False)
    assert not made.good


@given(many_scores, st.floats(0.0005, 0.4), st.floats(0.0005, 0.4))
def test_a_lower_cost_never_lowers_the_limit(scores: list[float], one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert limit(scores, low) >= limit(scores, high) - 1e-9


@given(many_scores, st.floats(0.1, 10))
def test_the_limit_moves_with_the_scores(scores: list[float], step: float) -> None:
    assert limit([score + step for score in scores], 0.002) == pytest.approx(
        limit(scores, 0.002) + step, abs=1e-6
    )


@pytest.mark.parametrize("cost", [1 / 500, 1 / 200, 1 / 20])
def test_scores_of_a_known_shape_pass_about_as_often_as_agreed(cost: float) -> None:
    chance = random.Random(7)
    passed = tried = 0
    for _ in range(200):
        bound = limit([chance.gauss(-4, 2) for _ in range(RECENT)], cost)
        passed += sum(chance.gauss(-4, 2) > bound for _ in range(200))
        tried += 200
    assert passed / tried < 2 * cost


def test_a_heap_of_high_good_scores_raises_the_limit_above_the_drawn_tail() -> None:
    scores = [-5 - rank / 100 for rank in range(RECENT - 10)] + [40.0] * 10
    assert limit(scores, 0.002) >= 40


def test_a_score_taken_back_no_longer_counts() -> None:
    made = ledger([-1.0 * rank for rank in range(100)], [5.0] * 30)
    before = made.hide_above()
    made.record(30.0, is_spam=False)
    assert made.hide_above() != before
    made.retract(30.0, is_spam=False)
    made.retract(12345.0, is_spam=True)
    assert made.hide_above() == before


@pytest.mark.parametrize("cost", [0, -0.1, 0.5, 1])
def test_a_cost_that_is_no_share_is_refused(cost: float) -> None:
    with pytest.raises(ValueError, match="share"):
        Ledger().hide_above(cost)


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_interval_holds_the_share(hits: int, more: int) -> None:
    low, high = interval(hits, hits + more)
    assert 0 <= low <= hits / (hits + more) <= high <= 1


def test_interval_of_nothing_is_everything() -> None:
    assert interval(0, 0) == (0.0, 1.0)
