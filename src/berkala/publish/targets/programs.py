"""Programs of the system that carry a site elsewhere: ssh, rsync, git. What they complain of becomes a problem of ours.

They speak English here (``LC_ALL=C``), and only signs that have been the same for many years are looked for. What is
not known is passed on as its last line, with no secret in it.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping, Sequence

from berkala.errors import Problem, TryAgain
from berkala.secrets import hidden

#: How ssh connects: it asks nobody anything, waits a quarter of a minute for a connection and about one for a sign of
#: life, and accepts no machine that it does not know, whatever else its configuration says.
SSH_OPTIONS = (
    "-oBatchMode=yes",
    "-oStrictHostKeyChecking=yes",
    "-oConnectTimeout=15",
    "-oServerAliveInterval=15",
    "-oServerAliveCountMax=4",
    "-oClearAllForwardings=yes",
    "-oForwardAgent=no",
)

#: Longer than any step of a large site takes; what is silent for a minute ends sooner, by the options of each program.
_LONGEST = 3600

# In this order: what lies beneath is told, and not that the connection ended because of it.
_SIGNS = tuple(
    (re.compile(sign, re.IGNORECASE), code)
    for sign, code in (
        (r"REMOTE HOST IDENTIFICATION HAS CHANGED", "publish.host-key-changed"),
        (r"Host key verification failed|No \S+ host key is known", "publish.host-key-unknown"),
        (r"Permission denied \(|Too many authentication failures|no mutual signature", "publish.key-refused"),
        (r"Could not resolve host|Name or service not known", "publish.host-not-found"),
        (r"Connection refused|No route to host|Network is unreachable|Failed to connect", "publish.host-unreachable"),
        (r"No space left on device|Disk quota exceeded|out of disk space", "publish.server-full"),
        # It may have gone before it could say why: an error in file input or output.
        (r"^rsync: exit 11$", "publish.server-cannot-write"),
        (r"Read-only file system", "publish.server-read-only"),
        (r"command not found|: not found$|not recognized as an internal", "publish.server-lacks"),
        (r"Permission denied|Operation not permitted|insufficient permission", "publish.server-no-permission"),
        (
            r"timed out|io timeout|Connection closed|connection unexpectedly closed|Connection reset|Broken pipe"
            r"|hung up|lost connection|early EOF|expected flush after|connection was closed|RPC failed"
            r"|^rsync: exit (10|12|30|35|255)$|^ssh: exit 255$",
            "publish.connection-lost",
        ),
    )
)

#: What ends a complaint and does not say what the matter is.
_CLOSING = re.compile(
    r"rsync error: |rsync: connection unexpectedly closed|fatal: Could not read from remote|Please make sure you have"
    r"|and the repository exists|error: failed to push|To \S+$|Warning: Permanently added|hint: ",
    re.IGNORECASE,
)


def run(
    command: Sequence[str],
    place: str,
    *,
    given: bytes = b"",
    variables: Mapping[str, str | None] | None = None,
    signs: Sequence[tuple[re.Pattern[str], str]] = (),
) -> bytes:
    """Run a program to its end; returns what it says on standard output.

    `place` is what it is about, as a person knows it; a variable that is None is taken away; `signs` are looked for
    before those that all programs share.
    Raises TryAgain where the program is not there, takes too long or fails.
    """
    wanted = {**os.environ, "LC_ALL": "C", **(variables or {})}
    environment = {name: value for name, value in wanted.items() if value is not None}
    try:
        done = subprocess.run(command, input=given, env=environment, capture_output=True, timeout=_LONGEST, check=False)
    except FileNotFoundError as error:
        raise TryAgain(Problem("publish.program-missing", {"program": command[0]})) from error
    except subprocess.TimeoutExpired as error:
        facts = {"place": place, "program": command[0], "reason": "timeout"}
        raise TryAgain(Problem("publish.connection-lost", facts)) from error
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace") or f"{command[0]}: exit {done.returncode}"
        raise TryAgain(complaint(said, place, command[0], signs))
    return done.stdout


def complaint(said: str, place: str, program: str, signs: Sequence[tuple[re.Pattern[str], str]] = ()) -> Problem:
    """What a program complained of, as a problem."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for sign, code in (*signs, *_SIGNS):
        found = next((line for line in lines if sign.search(line)), None)
        if found is not None:
            return Problem(code, {"place": place, "program": program, "reason": hidden(found)})
    telling = [line for line in lines if not _CLOSING.search(line)] or lines or [program]
    return Problem("publish.server-refused", {"place": place, "program": program, "reason": hidden(telling[-1])})
