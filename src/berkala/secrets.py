"""Secrets: tokens and passwords of the environment, by the host or channel they are for, and how none is ever shown.

``BERKALA_<HOST>_TOKEN`` belongs to one host and is given to no other: the name is the host in capitals, with ``_`` for
each full stop and ``__`` for each hyphen, so ``data.dinas-kota.go.id`` has ``BERKALA_DATA_DINAS__KOTA_GO_ID_TOKEN``.
A descriptor that is changed to name another host takes no secret along.
"""

from __future__ import annotations

import os
import re

# Ours, and those of storage, which its own library reads.
_NAME = re.compile(r"BERKALA_\w+_TOKEN|AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN", re.ASCII)
#: What stands in the place of a secret.
HIDDEN = "•••"
#: A secret shorter than this is part of ordinary words, which hiding it would make unreadable.
_SHORTEST = 4


def variable(host: str) -> str:
    """The name of the environment variable that holds the secret of a host."""
    letters = host.upper().replace("-", "__").replace(".", "_").replace(":", "_")
    return f"BERKALA_{letters}_TOKEN"


def secret(host: str) -> str:
    """The secret of a host, or an empty text."""
    return os.environ.get(variable(host), "").strip()


def hidden(text: str) -> str:
    """The text with no secret of the environment in it, and no password of an address."""
    values = {value.strip() for name, value in os.environ.items() if _NAME.fullmatch(name)}
    for value in sorted((one for one in values if len(one) >= _SHORTEST), key=len, reverse=True):
        text = text.replace(value, HIDDEN)
    return without_password(text)


def without_password(text: str) -> str:
    """The text with user and password taken out of every address in it."""
    return re.sub(r"(?<=://)[^\s/?#]*@", f"{HIDDEN}@", text)
