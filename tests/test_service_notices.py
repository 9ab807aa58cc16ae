"""service: letters by a real mail server, webhooks by a real web server, and what becomes of those that fail."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from berkala.cli.service import Log
from berkala.errors import Problem
from berkala.plan import Publication, read_publication
from berkala.service.notices import Messenger
from berkala.service.said import Said
from berkala.words import language
from handmade import ZONE, publication
from hosting import free_port
from plan_cases import edit, problems

AT = datetime(2026, 11, 4, 9, 30, tzinfo=ZONE)
PUBLISHED = Said("published", AT, ("counts@2026-10",))
HELD = Said("held", AT, ("counts@2026-10",), (Problem("publish.disk-full", {"reason": "No space left"}, file="site"),))


class Post:
    """A mail server's hand: what it was given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


@pytest.fixture(name="mail")
def fixture_mail() -> Iterator[tuple[Post, int]]:
    post, port = Post(), free_port()
    told: list[tuple[bytes, bytes]] = []

    def known(server: object, session: object, envelope: object, mechanism: str, data: Any) -> AuthResult:
        told.append((data.login, data.password))
        return AuthResult(success=data.password == b"hunter22", handled=False)

    controller = Controller(
        post, hostname="127.0.0.1", port=port, authenticator=known, auth_require_tls=False, auth_required=False
    )
    controller.start()
    yield post, port
    controller.stop()


@pytest.fixture(name="hook")
def fixture_hook() -> Iterator[tuple[list[tuple[dict[str, str], bytes]], str]]:
    got: list[tuple[dict[str, str], bytes]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((dict(self.headers), body))
            self.send_response(500 if len(got) < 2 and self.path == "/late" else 204)
            self.end_headers()

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield got, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def told_by(root: Path, notices: str) -> Publication:
    publication(root)
    edit(root, "mkdocs.yml", "      channels:", f"      notices: {notices}\n      channels:")
    found, wrong = read_publication(root)
    assert wrong == ()
    assert found is not None
    return found


def sent(settings: Publication, *said: Said) -> list[str]:
    """Send them all and wait; gives what failed."""
    failed: list[str] = []
    messenger = Messenger(settings, failed.append, pauses=(0.0, 0.0))
    for one in said:
        messenger.hear(one)
    pauses = messenger.pauses
    messenger._thread.submit(lambda: None).result(30)
    messenger.close()
    assert pauses
    return failed


@pytest.mark.parametrize(
    ("language", "subject", "cause"),
    [
        ("en", "By hand: Not published, a person has to see to it: counts@2026-10.", "The disk is full"),
        ("id", "By hand: Belum terbit, perlu ditangani seseorang: counts@2026-10.", "penuh"),
    ],
)
def test_a_letter_says_what_is_wrong_and_what_to_do(
    tmp_path: Path, mail: tuple[Post, int], language: str, subject: str, cause: str
) -> None:
    post, port = mail
    email = f"{{to: [a@office.example, b@office.example], from: desk@office.example, host: localhost, port: {port}, "
    settings = told_by(tmp_path / "p", f"{{language: {language}, email: {email}security: none}}}}")
    assert sent(settings, PUBLISHED, HELD) == []
    first, second = post.letters
    assert first["To"] == "a@office.example, b@office.example"
    assert second["Subject"] == subject
    text = second.get_content()
    assert cause in text
    assert "→" in text
    assert "2026" in text


def test_a_password_comes_from_the_environment_and_is_never_told(
    tmp_path: Path, mail: tuple[Post, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    post, port = mail
    email = f"{{to: [a@office.example], from: desk@office.example, host: localhost, port: {port}, security: none, "
    settings = told_by(tmp_path / "p", f"{{email: {email}user: desk}}}}")
    monkeypatch.setenv("BERKALA_LOCALHOST_TOKEN", "hunter22")
    assert sent(settings, PUBLISHED) == []
    assert len(post.letters) == 1
    monkeypatch.setenv("BERKALA_LOCALHOST_TOKEN", "wrong-secret")
    failed = sent(settings, PUBLISHED)
    assert len(failed) == 1
    assert "wrong-secret" not in failed[0]


def test_a_webhook_is_signed_and_tried_again(
    tmp_path: Path, hook: tuple[list[tuple[dict[str, str], bytes]], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    got, address = hook
    settings = told_by(tmp_path / "p", f"{{webhook: {address}late}}".replace("127.0.0.1", "127.0.0.1"))
    monkeypatch.setenv("BERKALA_127_0_0_1_TOKEN", "a shared secret")
    assert sent(settings, HELD) == []
    assert len(got) == 2  # the first answer was 500
    headers, body = got[1]
    assert headers["Berkala-Signature"] == "sha256=" + hmac.new(b"a shared secret", body, hashlib.sha256).hexdigest()
    told = json.loads(body)
    assert (told["schema"], told["kind"], told["editions"]) == ("berkala/notice/1", "held", ["counts@2026-10"])
    assert told["problems"][0]["code"] == "publish.disk-full"


def test_a_server_that_is_not_there_holds_nothing_up(tmp_path: Path) -> None:
    port = free_port()
    email = f"{{to: [a@office.example], from: desk@office.example, host: localhost, port: {port}}}"
    settings = told_by(tmp_path / "p", f"{{email: {email}, webhook: 'http://127.0.0.1:{port}/'}}")
    failed = sent(settings, PUBLISHED)
    assert len(failed) == 2
    with socket.socket() as nobody:
        assert nobody.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize(
    ("notices", "code"),
    [
        ("{email: {to: [nobody], from: desk@office.example, host: mail.office}}", "plan.email-form"),
        ("{email: {to: [], from: desk@office.example, host: mail.office}}", "plan.notices-nobody"),
        ("{webhook: office}", "plan.web-form"),
        ("{letters: {}}", "plan.key-unknown"),
    ],
)
def test_notices_that_cannot_be_sent_are_told(tmp_path: Path, notices: str, code: str) -> None:
    root = publication(tmp_path / "p")
    edit(root, "mkdocs.yml", "      channels:", f"      notices: {notices}\n      channels:")
    assert [problem.code for problem in problems(root)] == [code]


def test_the_log_says_a_warning_once_and_what_holds_a_release_up_each_time() -> None:
    log = Log(language("en"))
    warning = Problem("plan.holidays-unset", {"edition": "a@1", "day": "2031-01-01"}, "mkdocs.yml", severity="warning")
    note = Problem("fetch.restated", {"edition": "a@1"}, "data.csv", severity="note")
    ready = Said("ready", AT, ("counts@2026-10",), (warning, note))
    assert log.lines(ready) == [
        "Ready and waiting: counts@2026-10.",
        f"warning: mkdocs.yml: {warning.message()}",
    ]
    assert log.lines(Said("published", AT, ("counts@2026-10",), (warning,))) == ["Published: counts@2026-10."]
    held = Said("held", AT, ("counts@2026-10",), (warning,))
    assert [log.lines(held)[1], log.lines(held)[1]] == [warning.message()] * 2
