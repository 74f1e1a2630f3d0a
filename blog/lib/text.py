"""Text normalisation shared by every door."""

import unicodedata


def one_line(text: str) -> str:
    """Return NFC text on one line: runs of white space become one space, control characters go."""
    kept = (c if unicodedata.category(c) != "Cc" else " " for c in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).split())


def storable(text: str) -> str:
    """Return NFC text that every database stores unchanged: no NUL, no lone surrogates, LF line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
