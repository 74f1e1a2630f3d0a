"""A phrase spliced into a word is found with its exact span; honest text is left alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.integrity.splices import find_splices
from blog.integrity.words import Lexicon
from tests.corpora import shared

ENGLISH = Lexicon("en")
SENTENCE = (
    "Every spring the gardeners of the village meet beside the river and plant young trees together "
    "while the children carry water from the old fountain"
)
PHRASE = "cheap casino bonus"
SHAPES = (" {}", "{} ", " {} ", "{}")


def found(text: str, lexicon: Lexicon = ENGLISH) -> list[tuple[str, str]]:
    return [(splice.inserted, splice.restores) for splice in find_splices(text, known=lexicon.known)]


@pytest.mark.parametrize(
    ("text", "restores"),
    [
        ("We walked to the mount cheap casino bonusains before the rain began.", "mountains"),
        ("We walked to the mountcheap casino bonus ains before the rain began.", "mountains"),
        ("We walked to the mount cheap casino bonus ains before the rain began.", "mountains"),
        ("We walked to the mountcheap casino bonusains before the rain began.", "mountains"),
        ("Gard cheap casino bonuseners rise early in this valley.", "Gardeners"),
        ("THE GARD CHEAP CASINO BONUSENERS RISE EARLY HERE.", "GARDENERS"),
        ("The garde cheap casino bonusner’s tools hung on the wall.", "gardener’s"),
        ("The garde cheap casino bonusner's tools hung on the wall.", "gardener's"),
        ("A self-pub cheap casino bonuslished book lay on the table.", "published"),
        ("She kept “hand cheap casino bonuswritten” letters in a box.", "handwritten"),
    ],
)
def test_phrase_inside_a_word_is_found_in_every_shape(text: str, restores: str) -> None:
    assert [(inserted.lower(), word) for inserted, word in found(text)] == [(PHRASE, restores)]


def test_cutting_the_span_restores_the_sentence() -> None:
    text = "We walked to the mount cheap casino bonusains before the rain began."
    [splice] = find_splices(text, known=ENGLISH.known)
    assert text[: splice.start] + text[splice.end :] == "We walked to the mountains before the rain began."
    assert (splice.left, splice.right) == ("mount", "ains")


def test_single_money_word_without_any_space_is_found() -> None:
    assert found("The morning refreviagrashments were set out in the hall.") == [("viagra", "refreshments")]


def test_two_torn_places_need_no_money_phrase() -> None:
    text = "The teacher gave an explan roof repair companyation that everyone could follow."
    assert found(text) == [("roof repair company", "explanation")]


def test_two_splices_in_one_text_are_both_found() -> None:
    text = "Our kitc online poker sitehen is small.\n\nThe win casino bonus slotsdows are wide and clean."
    assert [word for _, word in found(text)] == ["kitchen", "windows"]


def test_phrase_over_a_line_break_is_found() -> None:
    text = "We walked to the mount cheap\ncasino bonusains before the rain began."
    assert found(text) == [("cheap\ncasino bonus", "mountains")]


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE + ".",
        "The state-of-the-art re-entry of a well-known co-op was a three-year-old story.",
        "Dr. Ng, Prof. Li and the NGO met at 10 a.m. in approx. three rooms, e.g. the library.",
        "Wojciech Brzezinski and Siobhan Nakamura drove from Llanelli to Zwolle with their dog.",
        "We host the app on PostgreSQL and test it with pytest, GitHub and the JavaScript tools.",
        "Many people lost money in the casino and took payday loans to pay for the poker nights.",
        "Some times every one is all ready before any body can not be any where at once.",
        "The colour of the theatre and the centre of the organisation were familiar to the neighbours.",
        "The quick teh brown recieve foxes and thier definately strange freinds slept all day long.",
    ],
)
def test_honest_text_is_left_alone(text: str) -> None:
    assert found(text) == []


def test_phrase_between_whole_words_is_not_a_splice() -> None:
    assert found("We walked to the cheap casino bonus mountains before the rain began.") == []


def test_punctuation_between_the_pieces_ends_the_phrase() -> None:
    assert found("We walked to the mount, cheap casino bonus. ains before the rain began.") == []


def test_text_in_a_language_the_dictionary_does_not_fit_is_left_alone() -> None:
    text = "Kun aurinko nousee, kalast cheap casino bonusajat lähtevät hiljaa järvelle veneillään."
    known = {"kalastajat", "cheap", "casino", "bonus"}
    assert find_splices(text, known=known.__contains__) == []


def test_mostly_foreign_text_is_left_alone_even_in_its_english_paragraph() -> None:
    english = "We walked to the mount cheap casino bonusains before the rain began."
    foreign = "Aamulla kalastajat lähtevät hiljaa järvelle veneillään eivätkä palaa ennen iltaa."
    assert found(english) == [(PHRASE, "mountains")]
    assert found("\n\n".join([english, foreign, foreign, foreign])) == []


def test_one_torn_place_needs_a_phrase_full_of_money_terms() -> None:
    assert found("The casino lottery newre hall stood beside the river.") == [("casino lottery new", "There")]
    assert found("The casino choir sang in a newre hall beside the river.") == []


def test_unlisted_plural_is_not_taken_for_a_torn_place() -> None:
    assert (
        find_splices(
            "They paint cheap casinos along the coast.",
            known=lambda word: word != "casinos" and ENGLISH.known(word),
        )
        == []
    )


def test_unknown_words_used_again_are_terms_and_not_torn() -> None:
    text = "Here the explan file holds plain textation for all."
    assert found(text) == [("file holds plain text", "explanation")]
    assert found(text + " Every textation is small.") == []


def test_word_of_the_site_can_be_restored() -> None:
    text = "The members of the quilt cheap casino bonusotheque met on the first day of the month."
    assert found(text) == []
    assert found(text, Lexicon("en", site_words={"quiltotheque"})) == [(PHRASE, "quiltotheque")]


def test_data_among_the_words_is_not_cut_at_every_place() -> None:
    asked = []
    text = f"{SENTENCE} {'qx' * 5_000} {SENTENCE}."
    assert find_splices(text, known=lambda word: asked.append(word) or ENGLISH.known(word)) == []
    assert len(asked) < 1_000


def test_empty_text_has_no_splice() -> None:
    assert found("") == []


@given(st.sampled_from([word for word in SENTENCE.split() if len(word) >= 6]), st.data())
@settings(deadline=None, max_examples=60)
def test_cutting_what_is_reported_joins_the_pieces(word: str, data: st.DataObject) -> None:
    at = SENTENCE.index(word) + data.draw(st.integers(1, len(word) - 1))
    changed = (
        SENTENCE[:at] + data.draw(st.sampled_from(SHAPES)).format("replica rolex watches") + SENTENCE[at:]
    )
    for splice in find_splices(changed, known=ENGLISH.known):
        cut = changed[: splice.start] + changed[splice.end :]
        joined = splice.left + splice.right
        assert joined.endswith(splice.restores)
        assert cut[splice.start - len(splice.left) :].startswith(joined)
        if splice.inserted == "replica rolex watches":
            assert cut == SENTENCE


@pytest.mark.parametrize("shape", SHAPES)
def test_most_places_in_a_sentence_are_found_and_cutting_gives_it_back(shape: str) -> None:
    places = [
        SENTENCE.index(word) + cut
        for word in set(SENTENCE.split())
        if len(word) >= 6
        for cut in range(1, len(word))
    ]
    restored = 0
    for at in places:
        changed = SENTENCE[:at] + shape.format("replica rolex watches") + SENTENCE[at:]
        splices = find_splices(changed, known=ENGLISH.known)
        restored += [changed[: each.start] + changed[each.end :] for each in splices] == [SENTENCE]
    assert restored >= 0.6 * len(places)


def test_real_article_has_exactly_one_splice_in_its_fifth_section() -> None:
    text = shared("articles/therapeutic-massage-and-ptsd.txt").read_text("utf-8")
    [splice] = find_splices(text, known=Lexicon.for_text(text).known)
    assert (splice.inserted, splice.restores) == ("gay massage palm springs", "massage")
    heading = text.index("Creating a Safe and Trusting Environment")
    assert heading < splice.start < text.index("\n\n\n", heading)
    assert "therapeutic massage for individuals" in text[: splice.start] + text[splice.end :]
