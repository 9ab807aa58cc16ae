"""What the settings may say of a channel: where its site stands, one specification for each `kind` of site target."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import (
    BRANCH,
    BUCKET,
    ENDPOINT,
    IDENTIFIER,
    PREFIX,
    SERVER_PATH,
    USER,
    ZIP_PATH,
    HostName,
    SiteAddress,
    Specification,
)

_WEB = ("http", "https")


class Place(Specification):
    """What every channel may say: at which address the public reads it, so that it can be asked there as they do."""

    address: SiteAddress | None = None


class Folder(Place):
    """A site target that is a folder on this machine, switched in at once."""

    kind: Literal["folder"]
    path: str

    def place(self, root: Path) -> str:
        """Where the site is, as a person looks for it."""
        return str(root / self.path / "index.html")


class ZipFile(Place):
    """A ZIP file on this machine with the whole site in it, which a person uploads."""

    kind: Literal["zip"]
    path: Annotated[str, StringConstraints(pattern=ZIP_PATH)]

    def place(self, root: Path) -> str:
        """Where the site is, as a person looks for it."""
        return str(root / self.path)


class Server(Place):
    """A folder on another machine, reached by rsync over SSH.

    `path` is the public path there, which becomes a symbolic link; without a stroke at its beginning it starts in the
    user's own folder. `user` and `port` may stand in the configuration of ssh instead, where the key belongs.
    """

    kind: Literal["rsync"]
    host: HostName
    user: Annotated[str, StringConstraints(pattern=USER)] | None = None
    port: int | None = Field(default=None, ge=1, le=65535)
    path: Annotated[str, StringConstraints(pattern=SERVER_PATH)]

    @property
    def login(self) -> str:
        """The host with its user, as ssh takes it."""
        return f"{self.user}@{self.host}" if self.user else self.host

    def place(self, root: Path) -> str:
        """Where the site is, as a person looks for it."""
        return f"{self.login}:{self.path}"


class GitBranch(Place):
    """A branch of a git repository, from which a host takes the site (Pages). How git logs in is git's own matter."""

    kind: Literal["git"]
    repository: str
    branch: Annotated[str, StringConstraints(pattern=BRANCH)] = "gh-pages"

    @field_validator("repository")
    @classmethod
    def _nothing_secret(cls, value: str) -> str:
        parts = urlsplit(value)
        if "@" in parts.netloc and (parts.scheme in _WEB or parts.password is not None):
            raise PydanticCustomError("repository-password", "a password")
        if not value or value.startswith("-") or any(sign.isspace() for sign in value):
            raise PydanticCustomError("repository-form", "{value}", {"value": value})
        return value

    def place(self, root: Path) -> str:
        """Where the site is, as a person looks for it."""
        return f"{self.repository} ({self.branch})"


class Bucket(Place):
    """A bucket in S3-compatible storage, or what begins with `prefix` in it.

    `endpoint` is the address of another storage than Amazon's. The keys stand in the environment.
    """

    kind: Literal["s3"]
    bucket: Annotated[str, StringConstraints(pattern=BUCKET)]
    prefix: Annotated[str, StringConstraints(pattern=PREFIX)] | None = None
    endpoint: Annotated[str, StringConstraints(pattern=ENDPOINT)] | None = None
    region: Annotated[str, StringConstraints(pattern=IDENTIFIER)] | None = None

    def place(self, root: Path) -> str:
        """Where the site is, as a person looks for it."""
        return "/".join(["s3:/", self.bucket, *filter(None, [self.prefix])])


#: A channel's site target.
Target = Annotated[Folder | ZipFile | Server | GitBranch | Bucket, Field(discriminator="kind")]
