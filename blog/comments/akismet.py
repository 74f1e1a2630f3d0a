"""Akismet as an adviser: three calls of its interface 1.1. AKISMET_KEY switches it on."""

import http.client
from datetime import UTC
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from blog.comments.advisers import NoAnswer, Refused, Told

NAME = "akismet"
# For each step of the conversation; nobody waits for it but a worker.
TIMEOUT_SECONDS = 5.0
# "true", "false", "invalid", or one sentence of thanks.
ANSWER_MAX_BYTES = 200
# The interface insists on an address of the sender. We keep none, so this one says "nobody's".
NO_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing listens there
SENTENCE_MAX_CHARS = 200


class _StayHere(HTTPRedirectHandler):
    """What is meant for one host is not carried to another."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Akismet:
    """Asks the service at `url`, which ends in a slash."""

    name = NAME

    def __init__(self, *, key: str, url: str, site: str) -> None:
        self._key, self._url, self._site = key, url, site
        self._opener = build_opener(_StayHere)

    def is_spam(self, told: Told) -> bool:
        """Tell what it holds a comment for. Raises NoAnswer, Refused."""
        answer = self._ask("comment-check", told)
        if answer not in ("true", "false"):
            raise NoAnswer(f"neither true nor false: {answer!r}")
        return answer == "true"

    def correct(self, told: Told, *, is_spam: bool) -> None:
        """Tell it what a moderator decided otherwise. Raises NoAnswer, Refused."""
        answer = self._ask("submit-spam" if is_spam else "submit-ham", told)
        if not answer.startswith("thanks"):
            raise NoAnswer(f"no thanks: {answer!r}")

    def _ask(self, call: str, told: Told) -> str:
        body = urlencode(self._fields(told)).encode()
        request = Request(self._url + call, data=body, headers={"User-Agent": "Octavo | Akismet/1.1"})  # noqa: S310 - the address is the settings'
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                said: str = response.read(ANSWER_MAX_BYTES).decode(errors="replace").strip().lower()
                why: str = response.headers.get("X-akismet-debug-help", "")
        except HTTPError as error:
            error.close()
            kind = Refused if error.code in (401, 403) else NoAnswer
            raise kind(f"status {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(str(error) or type(error).__name__) from error
        if said.startswith("invalid"):
            raise Refused((why or said)[:SENTENCE_MAX_CHARS])
        return said

    def _fields(self, told: Told) -> dict[str, str]:
        """Return everything that is sent; docs/operators.md lists it."""
        return {
            "api_key": self._key,
            "blog": self._site,
            "user_ip": NO_ADDRESS,
            "permalink": told.article_url,
            "comment_type": "reply" if told.is_reply else "comment",
            "comment_author": told.author,
            "comment_author_url": told.website,
            "comment_content": told.text,
            "comment_date_gmt": told.at.astimezone(UTC).isoformat(timespec="seconds"),
            "blog_charset": "UTF-8",
        }


def from_settings() -> Akismet | None:
    """Return the adviser, None where the operator gave no key."""
    if not settings.AKISMET_KEY:
        return None
    return Akismet(key=settings.AKISMET_KEY, url=settings.AKISMET_URL, site=settings.SITE_URL)
