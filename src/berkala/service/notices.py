"""Letters and webhooks about what the service did: before a release, after it, and when something is wrong.

They are sent beside the service, by one thread with time limits, so that a mail server that does not answer never holds
a release up. What could not be sent is tried again and then told in the service's own log.

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
from email.message import EmailMessage
from urllib.parse import urlsplit

import requests

from berkala.plan import Publication
from berkala.plan.notices import EmailNotices
from berkala.secrets import hidden, secret
from berkala.service.said import TROUBLE, Said
from berkala.words import Language, language

#: How long a server may take to answer, and after which pauses it is tried again.
_PATIENCE, _PAUSES = 15.0, (0.0, 5.0, 60.0)


@dataclass
class Messenger:
    """Tells the people and programs that the settings name. `failed` hears what could not be sent, without secrets."""

    publication: Publication
    failed: Callable[[str], None]
    pauses: tuple[float, ...] = _PAUSES
    _thread: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))

    def hear(self, said: Said) -> None:
        """Send on what the service says."""
        notices = self.publication.settings.notices
        if notices is None:
            return
        words = language(notices.language)
        if notices.email is not None:
            self._later(_letter, notices.email, letter(said, self.publication, words, notices.email))
        if notices.webhook is not None:
            self._later(_post, notices.webhook, report(said, self.publication))

    def close(self) -> None:
        """Wait for what is on its way; nothing is begun again."""
        self.pauses = (0.0,)
        self._thread.shutdown()

    def _later(self, send: Callable[..., None], *what: object) -> None:
        self._thread.submit(self._send, send, *what)

    def _send(self, send: Callable[..., None], *what: object) -> None:
        for last, pause in reversed(list(enumerate(reversed(self.pauses)))):
            time.sleep(pause)
            try:
                send(*what)
                return
            except (OSError, smtplib.SMTPException, requests.RequestException) as error:
                if not last:
                    self.failed(hidden(f"{type(error).__name__}: {error}"))


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
