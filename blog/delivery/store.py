"""The pages a process keeps, within a limit of bytes."""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from blog.delivery import encodings

Headers = list[tuple[str, str]]
# Pages with a query string have so much of the room: whoever makes addresses up displaces no real page.
SHARE_OF_QUERIES = 0.25
# What a page takes beside its bodies, roughly.
OVERHEAD_BYTES = 2_000


@dataclass
class Packed:
    """One encoding of a page, ready to send."""

    body: bytes
    etag: str
    headers: Headers


@dataclass
class Kept:
    """A page: its body, the headers it was made with, and what it depends on.

    `seq`: the clock before it was begun. `until`: the second (of the epoch) at which it changes by itself.
    """

    body: bytes
    headers: Headers
    keys: Sequence[str]
    seq: int
    until: float
    # The clock when it was last found unmoved: until that moves there is nothing to look up.
    checked: int = -1
    era: int = 0
    was_asked_for: bool = False
    packed: dict[str, Packed] = field(default_factory=dict)

    def in_encoding(self, encoding: str) -> Packed:
        """Return the page as a client takes it."""
        found = self.packed.get(encoding)
        if found is None:
            found = self.packed[encoding] = self._pack(encoding)
        return found

    def _pack(self, encoding: str) -> Packed:
        encoding = encoding if len(self.body) >= encodings.WORTH_PACKING_BYTES else ""
        body = encodings.pack(self.body, encoding)
        etag = f'"{hashlib.sha256(self.body).hexdigest()[:32]}{"-" if encoding else ""}{encoding}"'
        headers = [*self.headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        return Packed(body, etag, headers)

    @property
    def size(self) -> int:
        """Bytes it may take once it is packed in every way."""
        return 2 * len(self.body) + OVERHEAD_BYTES


class Shelf:
    """Pages by address; the ones nobody asks for go first (second chance, so that a hit takes no lock)."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0
        self._pages: OrderedDict[tuple[str, str], Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Kept | None:
        """Return the page of an address."""
        return self._pages.get(key)

    def put(self, key: tuple[str, str], page: Kept) -> None:
        """Keep a page, and let others go where there is no room."""
        with self._lock:
            self._drop(key)
            if page.size > self.limit:
                return
            self._pages[key] = page
            self.size += page.size
            while self.size > self.limit:
                oldest, candidate = next(iter(self._pages.items()))
                if candidate.was_asked_for:
                    candidate.was_asked_for = False
                    self._pages.move_to_end(oldest)
                else:
                    self._drop(oldest)

    def _drop(self, key: tuple[str, str]) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self.size -= page.size

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._pages.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._pages)
