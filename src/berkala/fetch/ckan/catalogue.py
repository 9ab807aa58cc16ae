"""Asking a CKAN where a file is: by ckanapi, whose every request goes the guarded way (`Web`)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import requests
from ckanapi import CKANAPIError, NotAuthorized, NotFound, RemoteCKAN
from ckanapi.errors import ServerIncompatibleError
from requests.adapters import BaseAdapter

from berkala.fetch.ckan.places import Place
from berkala.fetch.failures import Failure
from berkala.fetch.web.addresses import read
from berkala.fetch.web.answers import content_of
from berkala.fetch.web.connections import Answer
from berkala.fetch.web.visits import Web
from berkala.secrets import variable

#: The largest description of a dataset that is read, in bytes.
SIZE = 20_000_000


class _Guarded(BaseAdapter):
    """Sends what requests would send by `Web`: to addresses that may be asked, within limits, past no proxy."""

    def __init__(self, web: Web) -> None:
        super().__init__()
        self._web = web
        self.last: Answer | None = None

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        self.last = answer = self._web.get(read(str(request.url)), size=SIZE)
        response = requests.Response()
        response.status_code, response.url, response.encoding = answer.status, str(request.url), "utf-8"
        response.raw = io.BytesIO(answer.content)
        return response

    def close(self) -> None:
        """Nothing is kept open."""


def file_of(web: Web, place: Place) -> str:
    """The address of the file that a place names. Raises Failure."""
    package = _package(web, place)
    resources = [one for one in package.get("resources") or () if isinstance(one, dict)]
    found = [one for one in resources if one.get("id") == place.resource]
    found = found or [one for one in resources if one.get("name") == place.resource]
    if len(found) > 1:
        raise Failure("fetch.ckan-resources", name=place.resource, known=", ".join(str(one.get("id")) for one in found))
    if not found:
        known = [str(one.get("name") or one.get("id")) for one in resources]
        raise Failure("fetch.ckan-resource", name=place.resource, dataset=place.dataset, known=known)
    address = found[0].get("url")
    if not isinstance(address, str) or not address.strip():
        raise Failure("fetch.ckan-no-file", name=place.resource)
    return address.strip()


def _package(web: Web, place: Place) -> Mapping[str, Any]:
    guarded, host = _Guarded(web), place.site.host
    with requests.Session() as session:
        session.trust_env = False  # neither a proxy nor a password of the user's files
        session.adapters.clear()
        session.mount(f"{place.site.scheme}://", guarded)
        ckan = RemoteCKAN(place.site.shown, get_only=True, session=session)
        try:
            package = ckan.action.package_show(id=place.dataset)
        # Their texts quote the whole answer, and are not passed on.
        except NotFound:
            raise Failure("fetch.ckan-dataset", name=place.dataset, host=host) from None
        except NotAuthorized:
            raise Failure("fetch.ckan-private", name=place.dataset, host=host, variable=variable(host)) from None
        except (CKANAPIError, ServerIncompatibleError):
            raise _no_answer(guarded.last, host) from None
    if not isinstance(package, dict):
        raise Failure("fetch.not-ckan", host=host)
    return package


def _no_answer(answer: Answer | None, host: str) -> Failure:
    """What a server that does not answer as CKAN does has said instead."""
    if answer and answer.status not in (200, 404):
        try:
            content_of(answer, answer.address.shown)
        except Failure as failure:
            return failure
    return Failure("fetch.not-ckan", host=host)
