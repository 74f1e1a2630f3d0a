"""What the log says about refused requests: one line a minute with their number, however many there are."""

import logging
import threading
import time
from collections.abc import Callable

# Too many from one sender, too many from everybody: both are answers we mean to give, and no error of ours.
REFUSALS = (429, 503)
EVERY_SECONDS = 60.0


class RefusalPace(logging.Filter):
    """Lets one line in EVERY_SECONDS tell of refused requests, as a warning with their count; all else passes.

    Each process counts its own. `clock`: seconds that never go back.
    """

    def __init__(self, name: str = "", *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(name)
        self._clock, self._lock = clock, threading.Lock()
        self._count, self._next_at = 0, float("-inf")

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether a record is written; a refusal that is gets its sentence here."""
        if getattr(record, "status_code", 0) not in REFUSALS or record.exc_info:
            return super().filter(record)
        count = self._counted()
        if not count:
            return False
        path = record.args[-1] if isinstance(record.args, tuple) and record.args else ""
        record.msg, record.args = "%d refused (429 or 503) since the last such line; now %s", (count, path)
        record.levelno, record.levelname = logging.WARNING, logging.getLevelName(logging.WARNING)
        return logging.getLogger(record.name).isEnabledFor(logging.WARNING)

    def _counted(self) -> int:
        """Count one; return how many there were since the last line where it is time for the next, else 0."""
        with self._lock:
            self._count += 1
            now = self._clock()
            if now < self._next_at:
                return 0
            count, self._count, self._next_at = self._count, 0, now + EVERY_SECONDS
            return count
