from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from blog.comments.spam.classifier import Classifier
from blog.comments.spam.features import Submitted
from blog.comments.spam.stream import Tally, area_above, run
from tests.comments.spam.samples import stream


def tally(rows: list[tuple[Submitted, bool]]) -> Tally:
    made = Tally()
    for judged in run(rows, Classifier()):
        made.add(judged)
    return made


def test_nothing_is_hidden_before_there_are_decisions_enough() -> None:
    assert not any(judged.is_hidden for judged in run(stream(1, 80), Classifier()))


def test_without_spam_decisions_nothing_is_ever_hidden() -> None:
    rows = [(sent, False) for sent, _ in stream(2, 250)]
    assert tally(rows).hidden == 0


def test_a_clear_stream_is_caught_and_no_good_comment_hidden() -> None:
    made = tally(stream(3, 400))
    assert made.hidden == 0
    assert made.caught > 0.6 * made.spam
    assert made.area_above is not None
    assert made.area_above < 0.01


def test_a_comment_is_judged_before_its_own_label_is_learned() -> None:
    rows = stream(4, 120)
    flipped = [*rows[:-1], (rows[-1][0], not rows[-1][1])]
    last, last_flipped = (list(run(given_rows, Classifier()))[-1] for given_rows in (rows, flipped))
    assert last.score == last_flipped.score


@given(st.lists(st.tuples(st.integers(-3, 3).map(float), st.booleans()), max_size=30))
def test_area_is_the_share_of_pairs_in_the_wrong_order(scores: list[tuple[float, bool]]) -> None:
    pairs = [(good, bad) for good, one in scores if not one for bad, two in scores if two]
    wrong = sum((good > bad) + (good == bad) / 2 for good, bad in pairs)
    area = area_above(scores)
    assert area == (pytest.approx(wrong / len(pairs)) if pairs else None)


def judge(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("judge_stream", str(path), *options, stdout=out)
    return out.getvalue()


def test_the_command_prints_what_was_caught_and_hidden(tmp_path: Path) -> None:
    path = tmp_path / "decided.csv"
    lines = [f'"{sent.text}",{"spam" if is_spam else "ham"}' for sent, is_spam in stream(5, 300)]
    path.write_text("\n".join(["text,label", *lines]), encoding="utf-8")
    printed = judge(path, "--skip", "200")
    assert "comments counted: 100" in printed
    assert "spam caught: " in printed
    assert "good hidden: 0.00 % (0 of" in printed
    assert "1-AUC: 0." in printed


def test_the_command_takes_columns_in_any_order_and_case(tmp_path: Path) -> None:
    path = tmp_path / "decided.csv"
    path.write_text(
        "\ufeffLabel,Date,URL,Author,Text\n1,,http://a.example,Bo,Hi\n0,2026-01-01,,,\n", encoding="utf-8"
    )
    assert "comments counted: 2" in judge(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"text,author\nhello,Ann\n", "no column label"),
        (b"", "no column label, text"),
        (b"text,label\nhello,perhaps\n", "Line 2: the label is spam or ham"),
        (b"text,label\nhello\n", "Line 2: the label is spam or ham"),
        (b"text,label\n", "no comment"),
        (b"text,label\n\xff\xfe,spam\n", "cannot be read"),
    ],
)
def test_the_command_refuses_what_it_cannot_judge(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=complaint):
        judge(path)


def test_the_command_names_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"Cannot read .*absent\.csv"):
        judge(tmp_path / "absent.csv")


@pytest.mark.parametrize("options", [("--cost", "0"), ("--cost", "0.7"), ("--skip", "-1")])
def test_the_command_refuses_senseless_options(tmp_path: Path, options: tuple[str, str]) -> None:
    path = tmp_path / "decided.csv"
    path.write_text("text,label\nhi,ham\n", encoding="utf-8")
    with pytest.raises(CommandError):
        judge(path, *options)
