"""Which sections a revision lists; laws that hold for every mixture of changes."""

from hypothesis import given
from hypothesis import strategies as st

from blog.articles.content import SectionContent
from blog.articles.manifest import Change, Entry, changes_between, merged
from blog.articles.models import Section

UIDS = list("abcdefgh")
SECTIONS = {uid: Section(pk=number, uid=uid, anchor=uid) for number, uid in enumerate("abcdefghx", start=1)}


def entry(uid: str, text: str = "same") -> Entry:
    return Entry(SECTIONS[uid], SectionContent(heading=uid, body=f"<p>{text}</p>"), uid)


entries = st.lists(st.sampled_from(UIDS), unique=True).flatmap(
    lambda uids: st.tuples(
        *(st.sampled_from(["same", "new"]).map(lambda t, u=u: entry(u, t)) for u in uids)
    ).map(list)
)
lives = st.lists(st.sampled_from(UIDS), unique=True).map(lambda uids: [entry(uid) for uid in uids])


def uids_of(listed: list[Entry]) -> list[str]:
    return [e.uid for e in listed]


@given(live=lives, working=entries)
def test_choosing_everything_gives_the_working_copy(live: list[Entry], working: list[Entry]) -> None:
    assert merged(live, working, chosen=set(UIDS)) == working


@given(live=lives, working=entries)
def test_choosing_nothing_gives_the_live_revision(live: list[Entry], working: list[Entry]) -> None:
    assert merged(live, working, chosen=set()) == live


@given(live=lives, working=entries, chosen=st.sets(st.sampled_from(UIDS)))
def test_sections_not_chosen_keep_text_and_order(
    live: list[Entry], working: list[Entry], chosen: set[str]
) -> None:
    result = merged(live, working, chosen=chosen)
    assert [e for e in result if e.uid not in chosen] == [e for e in live if e.uid not in chosen]
    assert len(uids_of(result)) == len(set(uids_of(result)))
    expected = (set(uids_of(live)) - chosen) | (set(uids_of(working)) & chosen)
    assert set(uids_of(result)) == expected


@given(live=lives, working=entries, chosen=st.sets(st.sampled_from(UIDS)))
def test_chosen_sections_say_what_the_working_copy_says(
    live: list[Entry], working: list[Entry], chosen: set[str]
) -> None:
    wanted = {e.uid: e for e in working}
    for e in merged(live, working, chosen=chosen):
        if e.uid in chosen:
            assert e == wanted[e.uid]


@given(live=lives, working=entries)
def test_no_change_is_reported_exactly_when_nothing_differs(live: list[Entry], working: list[Entry]) -> None:
    assert (changes_between(live, working) == []) == (live == working)


def test_moving_one_section_reports_that_one_only() -> None:
    live = [entry(u) for u in "abcde"]
    working = [entry(u) for u in "bcdae"]
    changes = changes_between(live, working)
    assert [(c.section.uid, c.kinds) for c in changes] == [("a", frozenset({Change.MOVED}))]


def test_an_added_section_goes_behind_its_neighbour() -> None:
    live = [entry(u) for u in "abc"]
    working = [entry(u) for u in "abxc"]
    assert uids_of(merged(live, working, chosen={"x"})) == ["a", "b", "x", "c"]
