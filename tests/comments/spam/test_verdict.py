"""The filter: what speaks for spam, what speaks for nothing, and that all reasons are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.spam import links
from blog.comments.spam.evidence import Evidence, Trap
from blog.comments.spam.verdict import HAM, SPAM, UNSURE, judge

WORDS = "My father kept the light at the northern end."


def checks(evidence: Evidence) -> list[str]:
    return [reason.check for reason in judge(evidence).reasons]


def test_what_is_not_known_speaks_for_nothing() -> None:
    verdict = judge(Evidence())
    assert (verdict.label, verdict.score, verdict.reasons) == (HAM, 0, ())


@pytest.mark.parametrize(
    ("trap", "found"),
    [
        (Trap.NOT_RENDERED, []),
        (Trap.LEFT_EMPTY, []),
        (Trap.MISSING, ["honeypot-missing"]),
        (Trap.FILLED, ["honeypot-filled"]),
    ],
)
def test_trap_speaks_only_where_it_was_rendered(trap: Trap, found: list[str]) -> None:
    assert checks(Evidence(trap=trap)) == found
    assert judge(Evidence(trap=trap)).is_certain == (trap is Trap.FILLED)


@pytest.mark.parametrize(
    ("age", "speaks"), [(None, False), (0.0, True), (2.9, True), (3.0, False), (9e4, False)]
)
def test_pace_speaks_only_where_a_script_measured_it(age: float | None, speaks: bool) -> None:
    assert (checks(Evidence(form_age_seconds=age)) == ["form-too-fast"]) == speaks


def test_one_link_or_a_website_is_what_good_comments_have() -> None:
    assert judge(Evidence(body=f"{WORDS} https://log.example", author_url="")).label == HAM
    assert judge(Evidence(body=WORDS, author_url="https://log.example")).label == HAM
    assert (
        judge(Evidence(body=f"{WORDS} https://log.example", author_url="https://log.example")).label == UNSURE
    )


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("no links", 0),
        ("see http://a.example and HTTPS://b.example", 2),
        ("www.a.example", 1),
        ("awww.so sweet", 0),
        ('<a href="x">x</a> [url=x]y[/url]', 2),
    ],
)
def test_links_are_counted_in_every_markup(text: str, count: int) -> None:
    assert links.count(text) == count


def test_short_thanks_may_be_repeated_and_campaigns_may_not() -> None:
    assert checks(Evidence(body="Thank you!", same_text_count=50)) == []
    assert judge(Evidence(body=WORDS, same_text_count=1)).label == UNSURE
    assert judge(Evidence(body=WORDS, same_text_count=3)).label == SPAM


def test_every_reason_is_kept_the_heaviest_first() -> None:
    evidence = Evidence(
        trap=Trap.FILLED,
        form_age_seconds=1,
        body=WORDS + " http://a.example" * 3,
        author_url="http://a.example",
        same_text_count=9,
        recent_from_network=9,
    )
    reasons = judge(evidence).reasons
    assert len(reasons) == 6
    assert [reason.weight for reason in reasons] == sorted((r.weight for r in reasons), reverse=True)


@given(
    st.text(max_size=200),
    st.integers(0, 100),
    st.integers(0, 100),
    st.none() | st.floats(0, 1e6),
    st.sampled_from(Trap),
)
def test_label_follows_from_the_sum(body: str, same: int, recent: int, age: float | None, trap: Trap) -> None:
    verdict = judge(
        Evidence(body=body, same_text_count=same, recent_from_network=recent, form_age_seconds=age, trap=trap)
    )
    assert verdict.score == sum(reason.weight for reason in verdict.reasons)
    assert verdict.label == (SPAM if verdict.score >= 4 else UNSURE if verdict.score >= 1 else HAM)
