"""What is wrong with an answer, by its status and by what kind of page it is."""

from __future__ import annotations

import re

from berkala.fetch.failures import Failure
from berkala.fetch.web.connections import Answer
from berkala.secrets import variable

_LOGIN = re.compile(r"log-?in|sign-?in|sso|oauth|/auth\b|masuk", re.IGNORECASE)
_PAGE = (b"<!doctype html", b"<html")


def content_of(answer: Answer, asked: str) -> bytes:
    """The bytes of a good answer to the address `asked`. Raises Failure for every other answer."""
    status, host = answer.status, answer.address.host
    if status == 200:
        return _content(answer, asked)
    if status == 429:
        raise _asked_too_often(answer)
    code = "fetch.server-failed" if status >= 500 else _BY_STATUS.get(status, "fetch.answer-other")
    raise Failure(code, status=status, host=host, variable=variable(host))


def _content(answer: Answer, asked: str) -> bytes:
    if not answer.content:
        raise Failure("fetch.answer-empty", host=answer.address.host)
    shown = answer.address.shown
    if asked != shown and _LOGIN.search(shown) and _is_page(answer.content):
        raise Failure("fetch.login", host=answer.address.host, variable=variable(answer.address.host))
    return answer.content


def _is_page(content: bytes) -> bool:
    return content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE)


def _asked_too_often(answer: Answer) -> Failure:
    """With the seconds after which the server wants to be asked again, if it says them: it may name a date instead."""
    said, facts = answer.headers.get("retry-after", "").strip(), {"status": answer.status, "host": answer.address.host}
    if re.fullmatch(r"\d{1,6}", said, re.ASCII):
        return Failure("fetch.too-many-requests-wait", wait=said, **facts)
    return Failure("fetch.too-many-requests", **facts)


_BY_STATUS = {
    401: "fetch.not-authorised",
    403: "fetch.forbidden",
    404: "fetch.not-found",
    407: "fetch.not-authorised",
    410: "fetch.not-found",
}
