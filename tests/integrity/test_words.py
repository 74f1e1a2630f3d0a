"""The dictionary knows real words in their forms, and not the pieces of torn ones."""

import pytest

from blog.integrity.words import Lexicon, fold, guess_language, vocabulary, words

ENGLISH = Lexicon("en")


@pytest.mark.parametrize(
    "word",
    [
        "garden",
        "Gardens",
        "GARDENER",
        "gardener’s",
        "gardener's",
        "don’t",
        "colour",
        "organisation",
        "a",
        "is",
    ],
)
def test_word_is_known_in_any_form(word: str) -> None:
    assert ENGLISH.known(word)


@pytest.mark.parametrize("piece", ["massag", "springse", "dlines", "ag", "th", "e", "benchs"])
def test_torn_piece_is_not_known(piece: str) -> None:
    assert not ENGLISH.known(piece)


def test_site_word_is_known() -> None:
    assert not ENGLISH.known("quiltotheque")
    assert Lexicon("en", site_words={"quiltotheque"}).known("Quiltotheque")


def test_unknown_language_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="xx"):
        Lexicon("xx")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bread is on the table and the tea is hot."),
        ("de", "Das Brot liegt auf dem Tisch und der Tee ist noch heiß."),
        ("fr", "Le pain est sur la table et le thé est encore chaud pour vous."),
        ("es", "El pan está en la mesa y el té es para los niños."),
        ("it", "Il pane è sulla tavola e il tè non è più caldo della minestra."),
        ("nl", "Het brood ligt op de tafel en de thee is niet voor het kind."),
        ("pt", "O pão não está na mesa e o chá é para os meninos do lugar."),
        (None, "日本語の文章です。"),
        (None, ""),
    ],
)
def test_language_is_told_by_function_words(language: str | None, text: str) -> None:
    assert guess_language(text) == language


def test_coverage_is_the_share_of_known_words() -> None:
    assert ENGLISH.coverage("garden house zzxqy river") == 0.75
    assert ENGLISH.coverage("12 %") == 0.0


def test_site_words_do_not_make_a_foreign_text_fit() -> None:
    text = "Laiva saapuu satamaan iltaisin"
    assert Lexicon.for_text(text, site_words=words(text)).coverage(text) < 0.6


def test_vocabulary_holds_words_of_at_least_two_texts() -> None:
    assert vocabulary(["Blue moon", "blue sea", "red sea, red"]) == {"blue", "sea"}


def test_folding_drops_case_and_possessive() -> None:
    assert fold("Marta’s") == "marta"
