"""A real mail server on loopback that can be up, down, slow and unwilling."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from socket import create_server
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.mail.utils import DNS_NAME


@dataclass
class PostOffice:
    """What the server does with the next mail, and what it has taken in."""

    host: str = "127.0.0.1"
    port: int = 0
    answer_to_rcpt: str = ""
    answer_to_data: str = ""
    # The command it falls silent at until the client has gone: "MAIL", "DATA" or none.
    silent_at: str = ""
    letters: list[Message] = field(default_factory=list)
    controller: Controller | None = None

    def open(self) -> None:
        self.controller = Controller(self, hostname=self.host, port=self.port)
        self.controller.start()

    def close(self) -> None:
        if self.controller:
            self.controller.stop()
            self.controller = None

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        await self._perhaps_silent("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.answer_to_rcpt:
            return self.answer_to_rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.answer_to_data:
            return self.answer_to_data
        self.letters.append(message_from_bytes(envelope.content))
        await self._perhaps_silent("DATA")
        return "250 OK"

    async def _perhaps_silent(self, command: str) -> None:
        if self.silent_at == command:
            # Cancelled as soon as the client hangs up.
            await asyncio.Event().wait()


@pytest.fixture
def post_office(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    """An open post office, and the site's settings pointing at it."""
    with closing(create_server(("127.0.0.1", 0))) as free:
        office = PostOffice(port=free.getsockname()[1])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = office.host, office.port, 0.3
    monkeypatch.setattr(DNS_NAME, "_fqdn", "octavo.example", raising=False)
    office.open()
    yield office
    office.close()
