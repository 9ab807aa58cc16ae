"""A site target in S3-compatible storage. Nothing there changes at once, so it changes in an order.

First goes what is new and what dresses the pages, then the pages that are there already, then ``manifest.json``; only
then is removed what no longer belongs. So no page leads to what is not there, and whoever reads in these seconds may
meet pages of both sites. A run that is stopped on the way leaves a site that is not whole, which the next run sees.

Every object of ours carries the hash of what is in it, which tells it from a stranger's. That of the manifest also
carries one hash over the names, sizes and tags of all others: by it and one listing the site is known to be whole.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

from berkala.errors import BerkalaError, Problem, SourceProblems, TryAgain
from berkala.plan.specifications import Bucket
from berkala.plan.standing import MANIFEST, Standing, files_of, manifest_in, standing
from berkala.publish.plugs import Switches
from berkala.publish.targets.headers import cached, kind_of

#: The names under which objects of ours carry their hash, and the manifest that of the listing.
_OURS, _LISTING = "berkala", "berkala-listing"
#: How many objects are on their way at the same time.
_AT_ONCE = 8

_REFUSALS = {
    "AccessDenied": "publish.s3-refused",
    "AllAccessDisabled": "publish.s3-refused",
    "403": "publish.s3-refused",
    "InvalidAccessKeyId": "publish.s3-key-wrong",
    "SignatureDoesNotMatch": "publish.s3-key-wrong",
    "ExpiredToken": "publish.s3-key-wrong",
    "InvalidToken": "publish.s3-key-wrong",
    "NoSuchBucket": "publish.s3-bucket-missing",
    "QuotaExceeded": "publish.server-full",
    "XMinioStorageFull": "publish.server-full",
    "BadDigest": "publish.upload-differs",
}


@dataclass(frozen=True)
class _Listed:
    """What is there: the tag and size of each object by its path, and our manifest.

    `listing` is the hash of the listing that the manifest was put there with.
    """

    objects: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    manifest: Mapping[str, object] = field(default_factory=dict)
    listing: str = ""

    @property
    def standing(self) -> Standing:
        """What stands there: no whole tree where one of its objects is missing or another one."""
        files = files_of(self.manifest)
        whole = files.keys() <= self.objects.keys() and _listing(self.objects, files) == self.listing
        return standing(self.manifest, whole)

    @property
    def beside(self) -> list[str]:
        """The paths that the manifest does not name."""
        known = {*files_of(self.manifest), *([MANIFEST] if self.manifest else [])}
        return sorted(path for path in self.objects if path not in known)


class S3Target:
    """The objects in `settings.bucket` whose names begin with `settings.prefix`."""

    switches: ClassVar[Switches] = "ordered"
    stages: ClassVar[bool] = False

    def __init__(self, root: Path, settings: Bucket) -> None:
        self.place = settings.place(root)
        self._settings = settings
        self._prefix = f"{settings.prefix}/" if settings.prefix else ""
        self._made: Any = None

    def look(self) -> Standing:
        """What stands there; nothing in a free place.

        Raises SourceProblems where something is there that is not ours, TryAgain where the storage refuses.
        """
        with self._told():
            listed = self._listed()
            self._refuse(listed)
            return listed.standing

    def switch(self, folder: Path) -> None:
        """Make the tree in `folder` the one that stands there, object by object, in the order that is said above.

        Raises SourceProblems or TryAgain; the next switch ends what this one has begun.
        """
        with self._told(), ThreadPoolExecutor(_AT_ONCE) as pool:
            before = self._listed()
            self._refuse(before)
            paths = sorted(Path(place, name) for place, _, names in os.walk(folder) for name in names)
            tree = {path.relative_to(folder).as_posix(): path for path in paths}
            for some in _in_order(tree, before.objects):
                _all(pool, lambda path: self._put(path, tree[path].read_bytes(), {}), some)
            arrived = self._objects()
            self._verify(tree, arrived)
            others = [path for path in tree if path != MANIFEST]
            self._put(MANIFEST, tree[MANIFEST].read_bytes(), {_LISTING: _listing(arrived, others)})
            _all(pool, self._remove, [path for path in arrived if path not in tree])

    def clean(self) -> None:
        """Remove what is ours and no longer belongs, where the site is whole; else that is the next switch's.

        What cannot be removed stays until another run: it fails nothing.
        """
        try:
            with self._told(), ThreadPoolExecutor(_AT_ONCE) as pool:
                listed = self._listed()
                if listed.standing.tree:
                    _all(pool, self._remove, [path for path in listed.beside if self._is_ours(path)])
        except BerkalaError:
            return

    def _refuse(self, listed: _Listed) -> None:
        """Raise SourceProblems for objects that neither the manifest names nor a run of ours has put there."""
        strangers = list(islice(self._strangers(listed.beside), 4))
        if strangers:
            names = ", ".join(strangers[:3]) + (", …" if len(strangers) > 3 else "")
            raise SourceProblems(Problem("publish.not-ours", {"folder": self.place, "names": names}))

    def _strangers(self, paths: list[str]) -> Iterator[str]:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            for first in range(0, len(paths), 8 * _AT_ONCE):
                some = paths[first : first + 8 * _AT_ONCE]
                yield from (path for path, ours in zip(some, pool.map(self._is_ours, some), strict=True) if not ours)

    def _verify(self, tree: Mapping[str, Path], arrived: Mapping[str, tuple[str, int]]) -> None:
        for path, file in tree.items():
            if path != MANIFEST and (path not in arrived or arrived[path][1] != file.stat().st_size):
                raise TryAgain(Problem("publish.upload-differs", {"place": self.place, "path": path}))

    # -- the storage ------------------------------------------------------------------------------------------

    def _listed(self) -> _Listed:
        objects = self._objects()
        if MANIFEST not in objects:
            return _Listed(objects)
        got = self._client.get_object(Bucket=self._settings.bucket, Key=self._prefix + MANIFEST)
        return _Listed(objects, manifest_in(got["Body"].read()), _about(got).get(_LISTING, ""))

    def _objects(self) -> dict[str, tuple[str, int]]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._settings.bucket, Prefix=self._prefix
        )
        every = (one for page in pages for one in page.get("Contents", ()))
        found = {one["Key"].removeprefix(self._prefix): (one["ETag"].strip('"'), one["Size"]) for one in every}
        return {path: about for path, about in found.items() if path}  # a tool may have made the prefix a "folder"

    def _is_ours(self, path: str) -> bool:
        head = self._client.head_object(Bucket=self._settings.bucket, Key=self._prefix + path)
        return _OURS in _about(head)

    def _put(self, path: str, content: bytes, about: Mapping[str, str]) -> None:
        self._client.put_object(
            Bucket=self._settings.bucket,
            Key=self._prefix + path,
            Body=content,
            ContentType=kind_of(path),
            CacheControl=cached(path),
            ContentMD5=base64.b64encode(_md5(content).digest()).decode(),
            Metadata={_OURS: hashlib.sha256(content).hexdigest(), **about},
        )

    def _remove(self, path: str) -> None:
        # One by one: to remove many with one question needs a checksum that some storages do not know.
        self._client.delete_object(Bucket=self._settings.bucket, Key=self._prefix + path)

    @property
    def _client(self) -> Any:
        if self._made is None:
            self._made = _client(self._settings)
        return self._made

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise what the storage refuses as TryAgain, by its code and never in its own words, which may hold a key."""
        try:
            import botocore.exceptions as failures
        except ImportError as error:
            raise TryAgain(Problem("publish.s3-missing")) from error
        facts = {"place": self.place, "program": "S3"}
        try:
            yield
        except failures.ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            found = Problem(_REFUSALS.get(code, "publish.server-refused"), {**facts, "reason": code, "path": ""})
            raise TryAgain(found) from error
        except (failures.NoCredentialsError, failures.PartialCredentialsError) as error:
            raise TryAgain(Problem("publish.s3-key-missing", facts)) from error
        except failures.EndpointConnectionError as error:
            raise TryAgain(Problem("publish.host-unreachable", facts | {"reason": type(error).__name__})) from error
        except failures.HTTPClientError as error:
            raise TryAgain(Problem("publish.connection-lost", facts | {"reason": type(error).__name__})) from error
        except failures.BotoCoreError as error:
            raise TryAgain(Problem("publish.server-refused", facts | {"reason": type(error).__name__})) from error


def _client(settings: Bucket) -> Any:
    import boto3
    from botocore.config import Config

    # Checksums of Amazon's own are refused by other storages; ours is Content-MD5, which all know.
    manner = Config(
        connect_timeout=15,
        read_timeout=60,
        max_pool_connections=2 * _AT_ONCE,
        retries={"mode": "standard", "total_max_attempts": 4},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if settings.endpoint else "auto"},
    )
    # A session of its own: the one that boto3 shares is not made for several threads.
    session = boto3.session.Session()
    region = settings.region or session.region_name or "us-east-1"
    return session.client("s3", endpoint_url=settings.endpoint, region_name=region, config=manner)


def _about(answer: Mapping[str, Any]) -> dict[str, str]:
    """What an object carries. Some storages write the names with capitals."""
    return {name.lower(): value for name, value in answer.get("Metadata", {}).items()}


def _in_order(tree: Mapping[str, Path], there: Mapping[str, tuple[str, int]]) -> Iterator[list[str]]:
    """What has to be sent: first what is new and what dresses pages, then what is there already; not the manifest."""
    changed = [
        path for path, file in tree.items() if path != MANIFEST and there.get(path, ("",))[0] != _tag(file.read_bytes())
    ]
    yield [path for path in changed if path not in there or path.startswith("assets/")]
    yield [path for path in changed if path in there and not path.startswith("assets/")]


def _listing(objects: Mapping[str, tuple[str, int]], paths: Iterable[str]) -> str:
    lines = (f"{path} {objects[path][0]} {objects[path][1]}\n" for path in sorted(paths))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _all(pool: ThreadPoolExecutor, act: Callable[[str], None], paths: list[str]) -> None:
    """Do it with every path; when one fails, those that have not begun are left."""
    waiting = [pool.submit(act, path) for path in paths]
    try:
        for one in waiting:
            one.result()
    finally:
        for one in waiting:
            one.cancel()


def _tag(content: bytes) -> str:
    """The tag that a storage gives to an object of one part; where it gives another, the object is sent each time."""
    return str(_md5(content).hexdigest())


def _md5(content: bytes) -> Any:
    return hashlib.md5(content, usedforsecurity=False)
