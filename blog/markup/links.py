"""Decide which addresses may stand in a link, by the rules of the URL standard that browsers follow."""

import re

# Browsers drop tab, LF and CR from an address, trim C0 controls and spaces, and read a backslash as a slash.
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\u00a0\u2028\u2029]")
_ABSOLUTE = re.compile(r"https?://[^/?#@:\s][^\s]*", re.IGNORECASE)
_CONTACT = re.compile(r"(?:mailto|tel):[^\s]+", re.IGNORECASE)
_LOCAL = re.compile(r"/(?!/).*|#.*", re.DOTALL)


def is_external(address: str) -> bool:
    """Return whether address is an absolute http or https address with a host."""
    return not _UNSAFE.search(address) and bool(_ABSOLUTE.fullmatch(address))


def is_linkable(address: str) -> bool:
    """Return whether an editor may link there: http, https, mailto, tel, a path from the root, an anchor."""
    if _UNSAFE.search(address):
        return False
    return bool(_ABSOLUTE.fullmatch(address) or _CONTACT.fullmatch(address) or _LOCAL.fullmatch(address))
