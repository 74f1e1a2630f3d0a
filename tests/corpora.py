"""Find the test corpora: real data that lives beside the repository and is never copied into it."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "shared" / "corpora"


def corpus(relative: str) -> Path:
    """Return the path of a corpus file or folder, or skip the test saying which one is missing."""
    path = ROOT / relative
    if not path.exists():
        pytest.skip(f"corpus {relative} is not beside the repository (looked for {path})")
    return path


def shared(relative: str) -> Path:
    """Return the path of a file beside the corpora, or skip the test naming the missing file."""
    path = ROOT.parent / relative
    if not path.exists():
        pytest.skip(f"{relative} is not beside the repository (looked for {path})")
    return path
