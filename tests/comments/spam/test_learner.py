import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.comments.spam import explanation
from blog.comments.spam.classifier import Classifier, UnreadableState
from blog.comments.spam.features import Layer, Submitted
from tests.comments.spam.samples import good, spam, stream


def taught(seed: int = 1, size: int = 120, **options: frozenset[Layer]) -> Classifier:
    classifier = Classifier(**options)
    for key, (sent, is_spam) in enumerate(stream(seed, size)):
        classifier.learn(classifier.judge(sent), key=key, is_spam=is_spam)
    return classifier


def test_nothing_learned_is_no_opinion() -> None:
    assert Classifier().judge(Submitted(text="Buy cheap watches http://a.example")).score == 0


def test_decisions_teach_the_difference() -> None:
    classifier, chance = taught(), random.Random(9)
    for _ in range(20):
        assert classifier.judge(spam(chance)).score > 2
        assert classifier.judge(good(chance)).score < -2


def test_same_decisions_in_the_same_order_give_the_same_state() -> None:
    assert taught(3).to_bytes() == taught(3).to_bytes()


def test_stored_state_judges_and_learns_on_as_before() -> None:
    first = taught(5)
    second = Classifier.from_bytes(first.to_bytes())
    for key, (sent, is_spam) in enumerate(stream(6, 20), start=500):
        one, two = first.judge(sent), second.judge(sent)
        assert one.score == pytest.approx(two.score, abs=1e-12)
        assert one.hide_above == two.hide_above
        first.learn(one, key=key, is_spam=is_spam)
        second.learn(two, key=key, is_spam=is_spam)
    assert second.memory.nearest(two.sample.sketch) == first.memory.nearest(one.sample.sketch)


@pytest.mark.parametrize("data", [b"", b"OSF", b"OSF\x02rest", b"OSF\x01not packed", b"something else"])
def test_foreign_bytes_are_refused_as_state(data: bytes) -> None:
    with pytest.raises(UnreadableState):
        Classifier.from_bytes(data)


def test_state_cut_short_is_refused() -> None:
    with pytest.raises(UnreadableState):
        Classifier.from_bytes(Classifier().to_bytes()[:-20])


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.booleans())
def test_taking_the_last_decision_back_restores_every_score(seed: int, is_spam: bool) -> None:
    classifier, probes = taught(seed, 40), [sent for sent, _ in stream(seed + 1, 6)]
    before = [classifier.judge(sent).score for sent in probes]
    disputed = classifier.judge(Submitted(text="cheap compost and luxury rain", author="A B C D"))
    decided = classifier.learn(disputed, key=999, is_spam=is_spam)
    classifier.unlearn(decided)
    assert [classifier.judge(sent).score for sent in probes] == pytest.approx(before, abs=1e-9)
    assert 999 not in [key for key, _, _ in classifier.memory.rows()]


def test_taking_back_an_early_decision_moves_later_scores_to_the_other_side() -> None:
    classifier = taught(2, 60)
    text = Submitted(text="our greenhouse catalogue of rare orchids")
    decided = classifier.learn(classifier.judge(text), key=700, is_spam=True)
    for key, (sent, is_spam) in enumerate(stream(8, 30), start=800):
        classifier.learn(classifier.judge(sent), key=key, is_spam=is_spam)
    accused = classifier.judge(text).score
    classifier.unlearn(decided)
    assert classifier.judge(text).score < accused - 1


def test_explanation_shows_the_words_of_the_text_and_the_nearest_decisions() -> None:
    classifier = taught()
    opinion = classifier.judge(spam(random.Random(3)))
    told = explanation.explain(classifier, opinion)
    assert told.against
    words = [evidence for evidence in told.against if evidence.spans]
    assert words
    for evidence in words:
        for start, end in evidence.spans:
            assert evidence.name.strip("“”") in told.text[start:end].casefold()
    assert told.nearest
    assert all(neighbour.is_spam for neighbour in told.nearest)


def test_explained_weights_add_up_to_the_score() -> None:
    classifier = taught()
    opinion = classifier.judge(good(random.Random(4)))
    pieces = explanation._evidence(classifier, opinion)
    constant = classifier.learner.weight("constant") / 2
    assert sum(weight for _, weight, _ in pieces) + constant == pytest.approx(opinion.score, abs=1e-6)


def test_verdict_without_a_decisive_reason_is_told() -> None:
    classifier = taught(size=400)
    opinion = classifier.judge(spam(random.Random(3)))
    told = explanation.explain(classifier, opinion)
    for evidence in (*told.against, *told.in_favour):
        assert evidence.hides_without == (opinion.score - evidence.weight > opinion.hide_above)
