"""Which writing system a character belongs to, as far as the checks have to know."""

import unicodedata
from functools import lru_cache

# First and last code point of the blocks of each group of scripts (Unicode 16, Blocks.txt).
_RANGES: dict[str, tuple[tuple[int, int], ...]] = {
    "latin": ((0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0x24F), (0x250, 0x2AF), (0x1E00, 0x1EFF)),
    "greek": ((0x370, 0x3FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x400, 0x52F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
    "armenian": ((0x531, 0x58F),),
    # Written from right to left; joiners choose between forms of a letter.
    "rtl": ((0x590, 0x8FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFC), (0x10800, 0x10FFF), (0x1E800, 0x1EFFF)),
    # Joiners choose between conjuncts; Mongolian has its own separators besides.
    "indic": ((0x900, 0xDFF), (0xA8E0, 0xA8FF), (0x11000, 0x1197F)),
    "mongolian": ((0x1800, 0x18AF), (0xA840, 0xA87F)),
    # Written without spaces, so that a zero-width space says where a line may break.
    "unspaced": (
        (0xE00, 0xFFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x1950, 0x19FF), (0x1A20, 0x1AAF), (0xA9E0, 0xA9FF),
        (0xAA60, 0xAADF), (0x2E80, 0x303F), (0x3040, 0x30FF), (0x3100, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
        (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF),
    ),
}  # fmt: skip


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Return the group of scripts a letter or mark belongs to; empty for what belongs to none or another."""
    if not char or unicodedata.category(char)[0] not in "LMP":
        return ""
    point = ord(char)
    return next((name for name, ranges in _RANGES.items() if any(a <= point <= b for a, b in ranges)), "")


@lru_cache(maxsize=4096)
def is_letter(char: str) -> bool:
    """Tell whether a character can be part of a word: a letter, a mark or a digit."""
    return bool(char) and unicodedata.category(char)[0] in "LMN"


@lru_cache(maxsize=4096)
def is_pictograph(char: str) -> bool:
    """Tell whether a character is an emoji or another symbol that is joined and varied as emoji are."""
    return bool(char) and (unicodedata.category(char) in ("So", "Sk") or 0x1F1E6 <= ord(char) <= 0x1FAFF)
