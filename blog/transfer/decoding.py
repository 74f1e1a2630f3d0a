"""Turn the bytes of a text file into text, or refuse them by name."""

import unicodedata

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

SIGNATURES = (
    (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"), (b"PK\x05\x06", "ZIP"), (b"\x1f\x8b", "GZIP"),
    (b"\xd0\xcf\x11\xe0", "Word 97"), (b"{\\rtf", "RTF"), (b"RIFF", "RIFF"),
    (b"SQLite format 3", "SQLite"), (b"\x7fELF", "ELF"),
)  # fmt: skip
# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"), (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig"),
)  # fmt: skip
LINE_ENDS = ("\r\n", "\r", "\x85", "\u2028")
PARAGRAPH_ENDS = ("\f", "\u2029")
# Western text has few accented letters. Where more bytes are high, another alphabet is likely.
WESTERN_HIGH_SHARE = 0.15
MOST_CONTROLS = 0.01
LEAST_ZEROS = 0.04  # of the byte pairs in UTF-16: even text in other alphabets has spaces and line ends


class Unreadable(ValueError):
    """The file cannot be read as an article; the message says why."""


def decode(raw: bytes) -> tuple[str, list[str]]:
    """Return the text in NFC with \\n line ends, and notes on what was changed. Raises Unreadable."""
    if not raw:
        raise Unreadable(_("The file is empty."))
    for signature, kind in SIGNATURES:
        if raw.startswith(signature):
            raise Unreadable(_("This is a binary file (%(kind)s), not plain text.") % {"kind": kind})
    encoding = _encoding(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        reason = _("The file says it is %(encoding)s, but is damaged at byte %(at)d.")
        raise Unreadable(reason % {"encoding": encoding.upper(), "at": error.start}) from error
    return _tidy(text, encoding)


def _encoding(raw: bytes) -> str:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return encoding
    if b"\x00" in raw:
        return _utf_16_without_mark(raw)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(raw)
    return "utf-8"


def _utf_16_without_mark(raw: bytes) -> str:
    """Return the byte order that the zero bytes show. Raises Unreadable where they show none."""
    even, odd, pairs = raw[0::2].count(0), raw[1::2].count(0), len(raw) / 2
    for encoding, many, few in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if len(raw) % 2 == 0 and many >= LEAST_ZEROS * pairs and few == 0:
            return encoding
    raise Unreadable(_("This is a binary file (it has NUL bytes), not plain text."))


def _legacy(raw: bytes) -> str:
    """Return the code page of text that is not UTF-8."""
    high = sum(byte >= 0x80 for byte in raw)
    if high > WESTERN_HIGH_SHARE * len(raw):
        guess = from_bytes(raw).best()
        if guess is None:
            raise Unreadable(_("The text is in no encoding we know. Save it as UTF-8 and try again."))
        return guess.encoding
    try:
        raw.decode("cp1252")
    except UnicodeDecodeError:
        return "latin-1"
    return "cp1252"


def _tidy(text: str, encoding: str) -> tuple[str, list[str]]:
    notes = []
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(_("Read as %(encoding)s; check the accented letters.") % {"encoding": encoding.upper()})
    text = text.removeprefix("\ufeff")
    if "\ufeff" in text:
        notes.append(_("Invisible byte order marks inside the text were removed."))
        text = text.replace("\ufeff", "")
    for end in LINE_ENDS:
        text = text.replace(end, "\n")
    for end in PARAGRAPH_ENDS:
        text = text.replace(end, "\n\n")
    text, removed = _without_controls(text)
    if removed:
        notes.append(_("Control characters were removed: %(count)d.") % {"count": removed})
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        notes.append(_("Letters with separate accents were composed (NFC)."))
    return composed, notes


def _without_controls(text: str) -> tuple[str, int]:
    """Return the text without control characters and their number. Raises Unreadable where they abound."""
    kept = "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")
    removed = len(text) - len(kept)
    if "\x00" in text or removed > MOST_CONTROLS * len(text):
        raise Unreadable(_("This is a binary file (it has control characters), not plain text."))
    return kept, removed
