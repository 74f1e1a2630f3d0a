"""Hidden text, empty links, invisible characters, look-alike letters: found as classes, honest text left alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.articles.content import SectionContent
from blog.integrity.hidden import find_hidden
from blog.integrity.homoglyphs import find_homoglyphs
from blog.integrity.invisible import find_invisible
from blog.integrity.registry import Found, look, rules
from blog.integrity.subject import Part, Subject
from blog.markup.cutting import running_text
from blog.markup.section_html import clean
from tests.corpora import corpus

FOREIGN = ["hidden-text", "empty-link", "invisible-characters", "mixed-alphabets"]
SENTENCE = "The ferry crosses at seven and the deck smells of tar and oranges."


def part(html: str) -> Part:
    return Part("uid", SectionContent.canonical(body=html), arrived=html)


def found(html: str, *names: str) -> list[Found]:
    return look(Subject([part(html)], is_whole=False), only=names or FOREIGN)


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "visibility: hidden", "opacity:.01", "font-size:0", "font:0/0 a",
        "max-height:0;overflow:hidden", "position:absolute;left:-9999px", "margin-left:-300em",
        "text-indent:-9999px", "clip:rect(1px,1px,1px,1px);position:absolute", "clip-path:inset(100%)",
        "color:#fff;background:#ffffff", "color:transparent", "transform:scale(0)", "z-index:-1;position:fixed",
    ],
)  # fmt: skip
def test_every_way_to_hide_a_link_is_seen_and_cut(style: str) -> None:
    html = f'<p>{SENTENCE} <span style="{style}"><a href="https://x.example/">loose coins</a></span></p>'
    (one,) = found(html, "hidden-text")
    assert one.marked == "loose coins"
    fixed = rules()["hidden-text"].fixes[0].apply(part(html).content, one)
    assert "coins" not in fixed.body
    assert SENTENCE in fixed.body


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://a.example/">On <span class="sr-only">to the harbour log</span></a>',
        '<p style="color:#fff;background:#333">Night watch</p>',
        '<p style="font-size:.9em;margin-left:-12px;opacity:.6">Small print</p>',
        '<details><summary>Tides</summary>High at six.</details>',
        '<h2 style="text-indent:-9999px">Harbour</h2>',
    ],
)  # fmt: skip
def test_what_readers_or_listeners_get_is_not_hidden(html: str) -> None:
    assert find_hidden(html) == []


@pytest.mark.parametrize("inside", ["", " ", "&nbsp;", ".", "\u200b", "<em></em>", "\u2060\ufeff"])
def test_link_with_nothing_to_press_is_found_and_taken_out(inside: str) -> None:
    html = f'<p>{SENTENCE}<a href="https://x.example/">{inside}</a> And on.</p>'
    (one,) = found(html, "empty-link")
    fixed = rules()["empty-link"].fixes[0].apply(part(html).content, one)
    assert "x.example" not in fixed.body
    assert found(fixed.body, "empty-link") == []


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم و کتاب‌ها", "क्‍ष और श्री‍मान", "สวัสดี\u200bครับ", "👩\u200d🚀 and 🏳️\u200d🌈 and ✈️",
        "Fluss\u00addampf\u00adschiff", "גרסה \u200f2.0\u200f", "שלום \u2066Octavo\u2069 עולם", "edge\u200b of a word",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "葛\U000e0100飾", "ខ្ញុំ\u200bទៅ",
    ],
)  # fmt: skip
def test_scripts_keep_the_invisible_characters_they_need(text: str) -> None:
    assert find_invisible(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("some lan\u200bterns here", "lanterns"), ("o\u00adi\u00adl", "oil"), ("lan\u2060t\ufefferns", "lanterns"),
        ("we \u202esnrettnal\u202c saw", "snrettnal"), ("see \U000e0061\U000e0062\U000e0063 here", "abc"),
        ("a \u2066quiet word\u2069 here", "quiet word"), ("lan\u200ctern", "lantern"),
    ],
)  # fmt: skip
def test_invisible_characters_inside_words_are_found(text: str, shown: str) -> None:
    assert [one.shown for one in find_invisible(text)] == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "Пароход отходит в семь утра и пахнет дёгтем.", "Η Αθήνα και η θάλασσα το πρωί.", "The Greek letter ν is nu.",
        "Їжак і сова живуть у лісі", "Београд, ћирилица и latinica заједно", "Կարմիր խնձոր ծառի վրա",
        "Sigma (σ), αβγ and 5 µm are measured.", "We met Сергей at the quay.", "iOS-приложение и Wi-Fi сеть",
    ],
)  # fmt: skip
def test_other_alphabets_are_left_alone(text: str) -> None:
    assert find_homoglyphs(text) == []


@pytest.mark.parametrize(
    ("word", "looks_like"),
    [("lаntеrn", "lantern"), ("hаrbоur", "harbour"), ("сосоа", "cocoa"), ("bοat", "boat"), ("bօat", "boat")],
)
def test_look_alike_letters_are_found_and_respelled(word: str, looks_like: str) -> None:
    html = f"<p>{SENTENCE} {word} {SENTENCE}</p>"
    (one,) = found(html, "mixed-alphabets")
    assert one.facts["looks_like"] == looks_like
    fixed = rules()["mixed-alphabets"].fixes[0].apply(part(html).content, one)
    assert running_text(fixed.body).strip() == f"{SENTENCE} {looks_like} {SENTENCE}"


@given(
    st.lists(
        st.sampled_from([*"ab éсоя\u200b\u2060\u00ad\u202e\u202c.\n", "<b>", "</b>", "word"]), max_size=40
    )
)
def test_places_lie_in_the_text_and_fixes_settle_their_finding(pieces: list[str]) -> None:
    content = part(f"<p>{''.join(pieces)}</p>").content
    text = running_text(content.body)
    for one in found(content.body, "invisible-characters", "mixed-alphabets"):
        assert 0 <= one.start <= one.end <= len(text)
        assert text[one.start : one.end].startswith(one.marked)
        fixed = rules()[one.rule].fixes[0].apply(content, one)
        after = found(fixed.body, one.rule)
        assert len(after) < len(found(content.body, one.rule))
        if one.rule == "invisible-characters":
            assert len(text) - len(running_text(fixed.body)) == one.facts["number"]


def test_corpus_of_injected_spam() -> None:
    rows = [
        json.loads(line) for line in corpus("seo-spam/injection-dev.jsonl").read_text("utf-8").splitlines()
    ]
    rule_of = {
        "hidden-block": "hidden-text", "empty-anchor": "empty-link", "zero-width-words": "invisible-characters",
        "bidi-or-tag-chars": "invisible-characters", "homoglyph-words": "mixed-alphabets",
    }  # fmt: skip
    labelled = [row for row in rows if row["type"] in rule_of]
    missed = [row for row in labelled if not found(row["html"], rule_of[row["type"]])]
    assert len(missed) <= 0.02 * len(labelled)
    # A linked picture goes with its picture when HTML is cleaned: what is left shows nothing, and that is true.
    honest = [row for row in rows if not row["label"] and not row["type"].endswith("image-link")]
    assert [row["type"] for row in honest if found(clean(row["html"]))] == []
