"""Letters and webhooks about what the service did: before a release, after it, and when something is wrong.

They are sent beside the service, by one thread with time limits, so that a mail server that does not answer never holds
a release up. What could not be sent is tried again and then told in the service's own log. That a release is public is
told at least once: what a process that was stopped has left untold is told by the next one (`catch_up`).

A webhook is a POST of JSON. Where the environment has a secret for its host, the header ``Berkala-Signature`` holds
``sha256=`` and the HMAC-SHA256 of the body in hexadecimal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

import requests

from berkala.errors import BerkalaError
from berkala.ledger import Ledger
from berkala.plan import Publication
from berkala.plan.notices import EmailNotices
from berkala.secrets import hidden, secret
from berkala.service.said import TROUBLE, Said
from berkala.service.untold import untold, write_told
from berkala.words import Language, language

#: How long a server may take to answer, and after which pauses it is tried again.
_PATIENCE, _PAUSES = 15.0, (0.0, 5.0, 60.0)


@dataclass
class Messenger:
    """Tells the people and programs that the settings name. `failed` hears what could not be sent, without secrets."""

    publication: Publication
    failed: Callable[[str], None]
    channel: str = "site"
    pauses: tuple[float, ...] = _PAUSES
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def hear(self, said: Said) -> None:
        """Send on what the service says."""
        for way in self._ways():
            self._tell(way, said)

    def catch_up(self, now: datetime) -> None:
        """Send on what became public of late and was not told. Raises TryAgain where the ledger cannot be read."""
        for way in self._ways():
            if missed := untold(self._ledger, self.channel, way, now):
                at = max(datetime.fromisoformat(event.at) for event in missed)
                self._tell(way, Said("published", at, tuple(event.subject for event in missed)))

    def close(self) -> None:
        """Wait for what is on its way; nothing is begun again."""
        self.pauses = (0.0,)
        self._thread.shutdown()

    def _ways(self) -> tuple[str, ...]:
        notices = self.publication.settings.notices
        return tuple(way for way in ("email", "webhook") if notices is not None and getattr(notices, way) is not None)

    @property
    def _ledger(self) -> Ledger:
        return Ledger(self.publication.state / "ledger.sqlite3")

    def _tell(self, way: str, said: Said) -> None:
        notices = self.publication.settings.notices
        if notices is not None and way == "email" and notices.email is not None:
            words = language(notices.language)
            self._later(way, said, _letter, notices.email, letter(said, self.publication, words, notices.email))
        elif notices is not None and notices.webhook is not None:
            self._later(way, said, _post, notices.webhook, report(said, self.publication))

    def _later(self, way: str, said: Said, send: Callable[..., None], *what: object) -> None:
        self._thread.submit(self._send, way, said, send, *what)

    def _send(self, way: str, said: Said, send: Callable[..., None], *what: object) -> None:
        for last, pause in reversed(list(enumerate(reversed(self.pauses)))):
            time.sleep(pause)
            try:
                send(*what)
                self._remember(way, said)
                return
            except (OSError, smtplib.SMTPException, requests.RequestException) as error:
                if not last:
                    self.failed(hidden(f"{type(error).__name__}: {error}"))

    def _remember(self, way: str, said: Said) -> None:
        if said.kind != "published":
            return
        try:
            write_told(self._ledger, self.channel, way, said.editions, datetime.now(UTC))
        except BerkalaError as error:  # it was told; at worst it is told again
            self.failed(hidden(str(error)))


def letter(said: Said, publication: Publication, words: Language, email: EmailNotices) -> EmailMessage:
    """The letter about something that the service said."""
    names = ", ".join(said.editions) or words.text("cli.run-nothing")
    agency = publication.settings.agency.name[publication.settings.languages[0]]
    told = [words.text(f"cli.run-{said.kind}", names=names)]
    for problem in said.problems if said.kind in TROUBLE else ():
        place = f"{where}: " if (where := problem.where(words.code)) else ""
        told.append(f"{place}{problem.message(words.code)}\n→ {problem.remedy(words.code)}")
    at = words.moment(said.at.astimezone(publication.settings.zone)).text
    message = EmailMessage()
    message["Subject"] = hidden(f"{agency}: {told[0]}")
    if said.kind == "published":  # the same letter, should it be sent twice
        named = hashlib.sha256("\n".join([*sorted(said.editions), f"{said.at:%Y-%m-%d}"]).encode()).hexdigest()[:32]
        message["Message-ID"] = f"<{named}@{email.from_.partition('@')[2]}>"
    message["From"], message["To"] = email.from_, ", ".join(email.to)
    message.set_content(hidden("\n\n".join([*told, f"{at}\n{publication.settings.site_url}"])) + "\n")
    return message


def report(said: Said, publication: Publication) -> bytes:
    """The body of a webhook about something that the service said."""
    told = {
        "schema": "berkala/notice/1",
        "kind": said.kind,
        "at": said.at.isoformat(),
        "site": publication.settings.site_url,
        "editions": list(said.editions),
        "problems": [problem.as_json("en") for problem in said.problems],
    }
    return hidden(json.dumps(told, ensure_ascii=False)).encode()


def _letter(email: EmailNotices, message: EmailMessage) -> None:
    context = ssl.create_default_context()
    if email.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(email.host, email.port, timeout=_PATIENCE, context=context)
    else:
        server = smtplib.SMTP(email.host, email.port, timeout=_PATIENCE)
    with server:
        if email.security == "starttls":
            server.starttls(context=context)
        if email.user is not None:
            server.login(email.user, secret(email.host))
        server.send_message(message)


def _post(address: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    if key := secret(urlsplit(address).hostname or ""):
        headers["Berkala-Signature"] = f"sha256={hmac.new(key.encode(), body, hashlib.sha256).hexdigest()}"
    requests.post(address, data=body, headers=headers, timeout=_PATIENCE, allow_redirects=False).raise_for_status()
