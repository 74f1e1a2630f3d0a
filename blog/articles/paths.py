"""What may stand in the path of a public page; anything else is a 404 before a query is made."""

from django.urls import register_converter


class UnicodeSlug:
    """Letters and digits of every script, hyphen and underscore."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Year:
    """Four digits."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04}"


class Month(Year):
    """Two digits, 01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_url(self, value: int) -> str:
        return f"{value:02}"


def register() -> None:
    """Make the kinds of path known to URLconfs as unicode-slug, year and month."""
    register_converter(UnicodeSlug, "unicode-slug")
    register_converter(Year, "year")
    register_converter(Month, "month")
