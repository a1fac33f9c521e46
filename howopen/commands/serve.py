"""The site on this machine, made anew on every save. Loopback only; for looking at one's own changes, not for the world."""

from __future__ import annotations

import contextlib
import gc
import http.server
import mimetypes
import os
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from howopen.files import harmless
from howopen.files.folders import walk
from howopen.records.errors import BadData, Refused

SECONDS = 0.4  # between looks at the folders
PATIENCE = 10  # seconds that a request may let wait for its next byte
MOST_CONNECTIONS = 64  # at once; a browser opens six
_Address = tuple[str, int]
_Request = socket.socket | tuple[bytes, socket.socket]  # as the library's types have it; of TCP always a socket
OWN = "/-/"  # where this room's own two files lie; no page of the site can have that name
# The site's policy lets pages run scripts from their own host only, so the reload comes as a file from there.
RELOAD = """\
let seen = null;
async function look() {
  try {
    const version = await (await fetch("/-/version", { cache: "no-store" })).text();
    if (seen !== null && version !== seen) location.reload();
    seen = version;
  } catch { /* the server is away; it may come back */ }
  setTimeout(look, 500);
}
look();
"""
_SCRIPT = '<script src="/-/reload.js" defer></script>'
_TROUBLE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Problems</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'">
<h1>{title}</h1>
<p>This page comes back by itself when the files are saved without them.</p>
<pre>{text}</pre>
{script}
</html>
"""


class Files(Protocol):
    """Content that is served, by path, such as `models/x/index.html`."""

    def get(self, path: str) -> str | bytes | None: ...


class Shown:
    """Content served now, and the number that tells browsers to reload."""

    def __init__(self, fresh: Callable[[], Files]) -> None:
        self._fresh = fresh
        self._lock = threading.Lock()
        self.version = 0
        self.files: Files | None = None
        self.problems = ""

    def renew(self) -> str:
        """Make everything anew; returns what is wrong with the data, or nothing. Then the last good files are kept out of sight."""
        try:
            files, problems = self._fresh(), ""
        except BadData as bad:
            files, problems = None, "\n".join(map(str, bad.problems))
        except Refused as refused:
            files, problems = None, str(refused)
        except Exception:  # whatever a template or this program does wrong, the next save may mend
            files, problems = None, f"This is a fault of the program or of a template, not of the data:\n{traceback.format_exc(limit=-4)}"
        with self._lock:
            self.files, self.problems, self.version = files, problems, self.version + 1
        return problems

    def content(self, path: str) -> str | bytes | None:
        """The file, made when it is asked for."""
        with self._lock:  # one at a time: what a page is made from is shared
            return self.files.get(path) if self.files else None


def run(folders: Iterable[Path], fresh: Callable[[], Files], port: int, say: Callable[[str], object], stop: threading.Event | None = None) -> None:
    """Serve what `fresh` makes until interrupted or told to stop; made anew when a file in the folders changes. Raises Refused when the port is taken."""
    stop = stop or threading.Event()
    folders = list(folders)
    shown = Shown(fresh)
    before = _state(folders)
    problems = shown.renew()
    try:
        server = Server(("127.0.0.1", port), handler(shown))
    except OSError as error:
        raise Refused(f"port {port} cannot be used ({error.strerror}); choose another with --port") from None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    say(f"http://localhost:{server.server_port}/ shows the site; save a file and it follows. End with Ctrl-C.")
    _tell(problems, say)
    try:
        while not stop.wait(SECONDS):
            now = _state(folders)
            if now != before:
                before = now
                _tell(shown.renew(), say)
                gc.collect()  # build.py has turned the collector off, which a program that stays needs
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
        server.server_close()


def _tell(problems: str, say: Callable[[str], object]) -> None:
    if problems:
        say(problems)


def _state(folders: Iterable[Path]) -> frozenset[tuple[str, int, int]]:
    """Name, time of change and size of every file."""
    found = set()
    for folder in folders:
        for place, _, names in walk(folder):
            for name in names:
                file = os.path.join(place, name)  # noqa: PTH118  some thousand times every half second
                try:
                    about = os.lstat(file)
                except OSError:
                    continue  # it went away too
                found.add((file, about.st_mtime_ns, about.st_size))
    return frozenset(found)


class Server(http.server.ThreadingHTTPServer):
    """A thread for each of a few connections; who comes when all are taken is told so."""

    daemon_threads = True
    request_queue_size = 2 * MOST_CONNECTIONS  # five, the default, loses some of many that come at once

    def __init__(self, address: tuple[str, int], handler: type[http.server.BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)

    def process_request(self, request: _Request, client_address: _Address) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            _say(request, "503 Service Unavailable", f"More than {MOST_CONNECTIONS} connections are open; close some and try again.")
            self.shutdown_request(request)

    def process_request_thread(self, request: _Request, client_address: _Address) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: _Request, client_address: _Address) -> None:
        """Silent where the other side went away, which is no fault."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _say(request: _Request, status: str, sentence: str) -> None:
    """Answer with a status and one sentence, if the other side still listens."""
    head = f"HTTP/1.0 {status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
    if isinstance(request, socket.socket):
        with contextlib.suppress(OSError):
            request.sendall(f"{head}{sentence}\n".encode())


def handler(shown: Shown) -> type[http.server.BaseHTTPRequestHandler]:
    """Answers GET and HEAD from what is shown, to this machine under its own name only."""

    class Handler(http.server.BaseHTTPRequestHandler):
        server_version = "howopen"
        sys_version = ""
        timeout = PATIENCE
        error_message_format = "%(code)d: %(message)s. Ask for a page of the site with GET or HEAD.\n"
        error_content_type = "text/plain; charset=utf-8"

        def log_error(self, format: str, *args: object) -> None:
            if args and isinstance(args[0], TimeoutError):  # which is how the library tells of it
                _say(self.connection, "408 Request Timeout", f"The request did not come within {PATIENCE} seconds; send it at once.")

        def do_GET(self) -> None:
            host = self.headers.get("Host", "").rpartition(":")[0] or self.headers.get("Host", "")
            if host not in ("localhost", "127.0.0.1"):  # a page elsewhere could have its name point here
                return self._send(403, "text/plain; charset=utf-8", "This answers to localhost only.\n")
            try:
                path = unquote(urlsplit(self.path).path)
            except ValueError:
                return self._send(400, "text/plain; charset=utf-8", "This is no address; ask for a path such as /models/.\n")
            if path == f"{OWN}version":
                return self._send(200, "text/plain; charset=utf-8", str(shown.version))
            if path == f"{OWN}reload.js":
                return self._send(200, "text/javascript; charset=utf-8", RELOAD)
            if shown.problems:
                return self._trouble("The data have problems", shown.problems)
            try:
                return self._file(path.removeprefix("/"))
            except Exception:  # whatever a template does wrong is shown where one looks at it
                return self._trouble("This page cannot be made", traceback.format_exc(limit=-4))

        do_HEAD = do_GET

        def _file(self, path: str) -> None:
            content = shown.content(f"{path}index.html" if path == "" or path.endswith("/") else path)
            if content is None and path and not path.endswith("/") and shown.content(f"{path}/index.html") is not None:
                return self._send(301, "text/plain; charset=utf-8", "", location=f"/{path}/")
            status = 200 if content is not None else 404
            if content is None:
                path, content = "404.html", shown.content("404.html") or "Not found.\n"
            kind = mimetypes.guess_type(path)[0] or ("text/html" if path == "" or path.endswith("/") else "application/octet-stream")
            if kind == "text/html" and isinstance(content, str):
                content = content.replace("</body>", f"{_SCRIPT}</body>", 1)
            text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml", "application/xml")
            return self._send(status, f"{kind}; charset=utf-8" if text else kind, content)

        def _trouble(self, title: str, text: str) -> None:
            self._send(500, "text/html; charset=utf-8", _TROUBLE.format(title=harmless.markup(title), text=harmless.markup(text), script=_SCRIPT))

        def _send(self, status: int, kind: str, content: str | bytes, location: str = "") -> None:
            body = content.encode() if isinstance(content, str) else content
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            if location:
                self.send_header("Location", location)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing: the terminal is for problems."""

    return Handler
