"""Servers on loopback for the tests of the doors of `fetch`: well-behaved ones, and ones that say any bytes at all."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

Reply = tuple[int, Mapping[str, str], bytes]


@dataclass
class Server:
    """Where it stands, and what it was asked: the path and the headers of every request."""

    port: int
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/", scheme: str = "http", host: str = "127.0.0.1") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


@contextmanager
def serving(reply: Callable[[str, Mapping[str, str]], Reply], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A web server that answers each path and its headers by `reply`."""
    server = Server(0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            status, headers, content = reply(self.path, self.headers)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # a client that hangs up is what these tests are about

    http = Quiet(("127.0.0.1", 0), Handler)
    server.port = http.server_address[1]
    if tls:
        http.socket = tls.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


@contextmanager
def saying(say: Callable[[socket.socket], None], heard: bytes = b"\r\n\r\n") -> Iterator[Server]:
    """A server that reads each request until it has `heard` enough, and then lets `say` write what it likes."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener.getsockname()[1])

    def run() -> None:
        with suppress(OSError):
            while True:
                Thread(target=answer, args=(listener.accept()[0],), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            head = b""
            while heard not in head and (part := connection.recv(4096)):
                head += part
            say(connection)

    Thread(target=run, daemon=True).start()
    try:
        yield server
    finally:
        listener.close()


def dripping(head: bytes, part: bytes) -> Callable[[socket.socket], None]:
    """What a server says that is never silent for long and never done."""

    def say(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(part)
            time.sleep(0.02)

    return say
