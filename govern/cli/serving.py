"""Serving: the service and its worker in one process, or the worker alone on another host."""

from __future__ import annotations

import importlib
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import click
from waitress.server import create_server

from govern.cli.opening import open_home, open_in_force, warned
from govern.cli.options import home_option, json_option, port_option, say
from govern.errands.worker import Worker
from govern.errors import Busy
from govern.installation import Installation

THREADS = 8
LOG = "%(levelname)s %(name)s %(message)s"


@click.command()
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it is reached.")
@port_option
@json_option
def serve(home: Path, host: str, port: int, as_json: bool) -> None:
    """Serve the installation: the HTTP interface, and the worker in a thread beside it."""
    with told_to_stop(), listening(host, port) as door:
        installation = open_in_force(home)
        warning = warned(installation, home)
        if warning:
            click.echo(warning, err=True)

        def announce(url: str) -> None:
            say(as_json, {"url": url}, f"Serving {home} at {url} (stop with Ctrl-C)")

        run(installation, door, announce)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on which nobody else listens any more; Busy where that cannot be had.

    Taken first of all: whoever cannot be reached need not begin.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, *_, address = min(found)  # of several, version 4
        door = socket.create_server(address[:2], family=family)
    except OSError as error:
        # the library's own text repeats the address; a name that is not found has no number
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise Busy(
            f"Port {port} on {host} cannot be used: {reason}. "
            "Choose another with --port; 0 takes any that is free."
        ) from error
    with door:
        yield door


def run(installation: Installation, door: socket.socket, announce: Callable[[str], None]) -> None:
    """Serves until told to stop; `announce` gets the address once requests are answered."""
    logging.basicConfig(level=logging.WARNING, format=LOG)
    # at run time: in a wheel the HTTP layer lies inside this package, in a checkout beside it
    application = importlib.import_module("govern.api").create_app(installation)
    server: Any = create_server(
        application,
        sockets=[door],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=True,
    )
    worker = Worker(installation)
    worker.start()
    announce(_address(door))
    try:
        server.run()
    finally:
        server.close()
        worker.stop()


def _address(door: socket.socket) -> str:
    host, port = door.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def told_to_stop() -> Iterator[None]:
    """SIGTERM and Ctrl-C end what is inside as if it had come to its end, exit code 0."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        signal.signal(signal.SIGTERM, before)


@click.command()
@home_option
def worker(home: Path) -> None:
    """Do background work only: for another process or another host (PostgreSQL)."""
    logging.basicConfig(level=logging.WARNING, format=LOG)
    with told_to_stop():
        mine = Worker(open_home(home))
        mine.start()
        click.echo(f"Working for {home} (stop with Ctrl-C)")
        try:
            while True:
                signal.pause()
        finally:
            mine.stop()
