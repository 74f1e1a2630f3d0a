"""Bring sanitised markup of any origin to the house's own vocabulary, token by token."""

from collections.abc import Iterable, Iterator

from blog.markup.elements import BLOCKS, FOREIGN_BLOCKS, RENAMED, VOID
from blog.markup.links import is_external
from blog.markup.tokens import End, Start, Text, Token


def tidy(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens with today's element names, links that lead somewhere and inline footnotes only.

    Headings go below the section's own level; a link without address and a nested link or footnote keep their
    content only; a block ends the footnote it stands in; external links get rel="noopener".
    """
    return _without_leading_newline_in_pre(_Tidier(_paragraphs(tokens)).run())


def _paragraphs(tokens: list[Token]) -> list[Token]:
    """Turn foreign blocks that hold no other block into paragraphs, so that imported text keeps its shape."""
    result = list(tokens)
    open_blocks: list[tuple[int, str]] = []
    leaves: set[int] = set()
    for index, token in enumerate(tokens):
        if isinstance(token, Start) and token.name in BLOCKS and token.name not in VOID:
            if open_blocks:
                leaves.discard(open_blocks[-1][0])
            open_blocks.append((index, token.name))
            leaves.add(index)
        elif isinstance(token, End) and token.name in BLOCKS:
            start, name = open_blocks.pop()
            if start in leaves and name in FOREIGN_BLOCKS:
                result[start], result[index] = Start("p"), End("p")
    return result


class _Tidier:
    """Walk the tokens with the stack of open elements; None stands for one whose tags are left out."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.tokens = tokens
        self.open: list[str | None] = []

    def run(self) -> Iterator[Token]:
        for token in self.tokens:
            if isinstance(token, Text):
                yield token
            elif isinstance(token, Start):
                yield from self._start(token)
            else:
                yield from self._end(token)

    def _start(self, token: Start) -> Iterator[Token]:
        if token.name in BLOCKS:
            yield from self._end_footnote()
        if token.name in FOREIGN_BLOCKS:
            yield Text("\n")
        name = self._name(token)
        if token.name not in VOID:
            self.open.append(name)
        if name:
            yield Start(name, _attributes(token)) if token.attributes or name != token.name else token

    def _end(self, token: End) -> Iterator[Token]:
        name = self.open.pop()
        if name:
            yield token if name == token.name else End(name)
        if token.name in FOREIGN_BLOCKS:
            yield Text("\n")

    def _name(self, token: Start) -> str | None:
        if token.name == "a":
            return "a" if token.attributes.get("href") and "a" not in self.open else None
        if token.name == "span":
            return "span" if "class" in token.attributes and "span" not in self.open else None
        return None if token.name in FOREIGN_BLOCKS else RENAMED.get(token.name, token.name)

    def _end_footnote(self) -> Iterator[Token]:
        if "span" not in self.open:
            return
        start = self.open.index("span")
        yield from (End(name) for name in reversed(self.open[start:]) if name)
        self.open[start:] = [None] * (len(self.open) - start)


def _attributes(token: Start) -> dict[str, str]:
    if token.name == "a" and is_external(token.attributes["href"]):
        return token.attributes | {"rel": "noopener"}
    return {name: value for name, value in token.attributes.items() if name != "rel"}


def _without_leading_newline_in_pre(tokens: Iterable[Token]) -> Iterator[Token]:
    """Drop line breaks at the start of `pre`: parsers eat the first one each time, so it would not settle."""
    at_start = False
    for token in tokens:
        if at_start and isinstance(token, Text):
            token = Text(token.text.lstrip("\n"))
            at_start = not token.text
        else:
            at_start = isinstance(token, Start) and token.name == "pre"
        yield token
