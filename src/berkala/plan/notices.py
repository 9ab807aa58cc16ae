"""Whom the service tells what it does: by e-mail, and a program by a webhook."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from berkala.plan.forms import EMAIL, HostName, Specification, WebAddress

EmailAddress = Annotated[str, StringConstraints(pattern=EMAIL)]


class EmailNotices(Specification):
    """Letters to members of the office, by its own mail server.

    The password of `user` stands in the environment under the name of the host, as every secret.
    """

    to: tuple[EmailAddress, ...]
    from_: EmailAddress = Field(alias="from")
    host: HostName
    port: int = Field(default=587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None

    @model_validator(mode="after")
    def _reaches_somebody(self) -> Self:
        if not self.to:
            raise PydanticCustomError("notices-nobody", "{key}", {"key": "to", "at": ("to",)})
        return self


class Notices(Specification):
    """Who hears that a release is ready, is public, or cannot be published. `language` is that of letters."""

    language: Literal["en", "id"] = "en"
    email: EmailNotices | None = None
    webhook: WebAddress | None = None
