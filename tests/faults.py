"""Kinds of faults of a service, each as what it sends on the wire, with what a run is to make of it."""

from __future__ import annotations

import functools
import gzip
import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler

SHA = "b" * 40
GOOD = {"id": "org/Model", "sha": SHA, "cardData": {"license": "mit"}, "gated": False, "siblings": [{"rfilename": "model.safetensors"}]}
Sent = Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Fault:
    """One kind of fault."""

    send: Sent
    kind: str  # of the failure; empty where the answer can be used all the same
    text: bool = False  # whether it is the license file that fails, and not the record
    token: bool = False  # whether a token is sent


def answer(status: int, body: bytes | object = b"", kind: str = "application/json", **headers: str) -> Sent:
    """A whole answer; underscores in the names of headers are hyphens."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        lines = {"Content-Type": kind, "Content-Length": str(len(content))} | {name.replace("_", "-"): value for name, value in headers.items()}
        head = f"HTTP/1.1 {status} x\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value) + "Connection: close\r\n\r\n"
        raw(head.encode("latin-1") + (b"" if status in (204, 304) else content))(handler)

    return send


@functools.cache
def packed_bomb() -> bytes:
    """Sixty megabytes in sixty kilobytes, packed when first sent."""
    return gzip.compress(b"\0" * 60_000_000, compresslevel=9)


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """A small answer that is large when unpacked."""
    answer(200, packed_bomb(), Content_Encoding="gzip")(handler)


def raw(content: bytes) -> Sent:
    """Bytes as they are, and then the end of the connection."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(content)

    return send


def slowly(*pieces: bytes, every: float = 0.05, times: int = 60) -> Sent:
    """The first piece, then the others again and again."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.wfile.write(pieces[0])
        for _ in range(times):
            time.sleep(every)
            handler.wfile.write(pieces[-1])
            handler.wfile.flush()

    return send


def reset(handler: BaseHTTPRequestHandler) -> None:
    """The connection, torn down without a word."""
    handler.close_connection = True
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


def with_token(form: str) -> Sent:
    """An answer that repeats the token that it was asked with, in one of its parts."""

    def send(handler: BaseHTTPRequestHandler) -> None:
        token = handler.headers["Authorization"].removeprefix("Bearer ")
        parts = {
            "body": answer(200, GOOD | {"cardData": {"license": token}}),
            "escapes": answer(200, BODY.replace(b"mit", "".join(f"\\u{ord(c):04x}" for c in token).encode())),
            "etag": answer(200, GOOD, ETag=f'"{token}"'),
            "redirect": answer(302, Location=f"/api/models/{token}"),
            "link": answer(200, GOOD, Link=f'<https://example.org/?t={token}>; rel="next"'),
        }
        parts[form](handler)

    return send


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
BODY = json.dumps(GOOD).encode()
RETRIED = "server-error"
FAULTS: dict[str, Fault] = {
    # statuses
    **{f"status {status}": Fault(answer(status, b"{}"), "unexpected-status") for status in (201, 202, 203, 204, 206, 207, 226, 300, 305, 306)},
    **{f"status {status}": Fault(answer(status, b"{}"), "unexpected-status") for status in (400, 402, 405, 406, 408, 409, 412, 413, 414, 415, 418, 421)},
    **{f"status {status}": Fault(answer(status, b"{}"), "unexpected-status") for status in (422, 423, 425, 426, 428, 431, 501, 505, 507, 508, 511, 520)},
    **{f"status {status}": Fault(answer(status, b"oops", "text/html"), RETRIED) for status in (500, 502, 503, 504)},
    **{f"status {status}": Fault(answer(status, b"{}"), "refused") for status in (401, 403, 451)},
    **{f"status {status}": Fault(answer(status, b"{}"), "absent-or-private") for status in (404, 410)},
    "a missing repository as the Hub tells it": Fault(answer(401, b"{}", X_Error_Code="RepoNotFound"), "absent-or-private"),
    "a gate as the Hub tells it": Fault(answer(401, b"{}", X_Error_Code="GatedRepo"), "gated"),
    "a gate with another status": Fault(answer(403, b"{}", X_Error_Code="GatedRepo"), "gated"),
    "unchanged, as was asked": Fault(answer(304), ""),
    # limits
    "a limit that says nothing": Fault(answer(429, b"{}"), "rate-limited"),
    "a limit of seconds": Fault(answer(429, b"{}", Retry_After="7"), "rate-limited"),
    "a limit to a date that is past": Fault(answer(429, b"{}", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), "rate-limited"),
    "a limit of nonsense": Fault(answer(429, b"{}", Retry_After="soon"), "rate-limited"),
    "a limit of a lifetime": Fault(answer(429, b"{}", Retry_After="999999999"), "rate-limited"),
    "a limit below nothing": Fault(answer(429, b"{}", Retry_After="-5"), "rate-limited"),
    "a limit of two hours": Fault(answer(429, b"{}", Retry_After="7200"), "not-asked"),
    "a limit as the Hub tells it": Fault(answer(429, b"{}", RateLimit='"api";r=0;t=9'), "rate-limited"),
    "a limit of nonsense as the Hub tells it": Fault(answer(429, b"{}", RateLimit='"api";r=0;t=9999999999'), "rate-limited"),
    "a limit as GitHub tells it": Fault(answer(403, b"{}", X_RateLimit_Remaining="0", X_RateLimit_Reset="1"), "rate-limited"),
    "a server that asks to wait": Fault(answer(503, b"{}", Retry_After="3"), RETRIED),
    # redirects
    **{f"redirect {status} in a circle": Fault(answer(status, Location="/api/models/org/Model"), "bad-redirect") for status in (301, 302, 303, 307, 308)},
    "a redirect to nowhere": Fault(answer(302), "bad-redirect"),
    **{
        f"a redirect to {to[:40]}": Fault(answer(302, Location=to), "bad-redirect")
        for to in (
            "http://example.org/", "//example.org/", "ftp://example.org/", "file:///etc/passwd", "javascript:0", "https://u:p@example.org/", "https://[::1",
            "https://example.org:port/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "gopher://127.0.0.1/",
        )
    },
    # bodies
    "no body": Fault(answer(200, b""), "not-json"),
    "only spaces": Fault(answer(200, b"  \n"), "not-json"),
    "no JSON": Fault(answer(200, b"<html>"), "not-json"),
    "half of a JSON": Fault(answer(200, BODY[:-9]), "not-json"),
    "JSON and more": Fault(answer(200, BODY + b"}"), "not-json"),
    "no UTF-8": Fault(answer(200, b'{"id": "\xff\xfe"}'), "not-json"),
    "very deep JSON": Fault(answer(200, b"[" * 100_000), "not-json"),
    "a page for people": Fault(answer(200, b"<h1>Please log in", "text/html"), "wrong-type"),
    "no type": Fault(answer(200, BODY, ""), "wrong-type"),
    "another type": Fault(answer(200, BODY, "application/xml"), "wrong-type"),
    **{f"{value} for a record": Fault(answer(200, value.encode()), "unexpected-shape") for value in ("[]", "null", "7", '"x"', "true", "NaN", "{}")},
    "more than is taken": Fault(slowly(HEAD + b"\r\n", b" " * 1_000_000, every=0), "too-large"),
    "a bomb": Fault(bomb, "too-large"),
    "half of a packed body": Fault(answer(200, gzip.compress(BODY)[:-12], Content_Encoding="gzip"), "cut-short"),
    "what is not packed as it says": Fault(answer(200, BODY, Content_Encoding="gzip"), "cut-short"),
    "another packing": Fault(answer(200, BODY, Content_Encoding="br"), "wrong-type"),
    "fewer bytes than promised": Fault(answer(200, BODY, Content_Length="100000"), "cut-short"),
    "pieces of nonsense": Fault(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}"), "cut-short"),
    "pieces without an end": Fault(raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{\"id\""), "cut-short"),
    # connections
    "a reset": Fault(reset, "cut-short"),
    "an end without a word": Fault(raw(b""), "cut-short"),
    "an end within the head": Fault(raw(b"HTTP/1.1 200 OK\r\nContent-Ty"), "cut-short"),
    "no HTTP": Fault(raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "cut-short"),
    "a head without an end": Fault(slowly(b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 50_000 + b"\r\n", every=0), "cut-short"),
    "no answer": Fault(slowly(b"", b""), "timeout"),
    "a head that drips": Fault(slowly(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"), "timeout"),
    "a body that drips": Fault(slowly(HEAD + b"\r\n", b" "), "timeout"),
    # records
    **{
        f"{about} in a record": Fault(answer(200, GOOD | changes), "unexpected-shape")
        for about, changes in {
            "no id": {"id": None}, "a number for an id": {"id": 7}, "an id that leads elsewhere": {"id": "../../etc/passwd"}, "an id of dots": {"id": ".."},
            "an id with a line": {"id": "org/a\nb"}, "an id that nobody sees": {"id": "org/\u202eb"}, "an id without an end": {"id": "o/" + "x" * 999},
            "no revision": {"sha": None}, "half a revision": {"sha": "b" * 7}, "a revision of no number": {"sha": "z" * 40},
        }.items()
    },
    "a private record": Fault(answer(200, GOOD | {"private": True}), "absent-or-private"),
    **{
        f"{about} in a record": Fault(answer(200, GOOD | changes), "")
        for about, changes in {
            "a gate of another form": {"gated": "members"}, "no word on a gate": {"gated": None}, "a list for a card": {"cardData": []},
            "a number for files": {"siblings": 7}, "a name without an end": {"cardData": {"license": "other", "license_name": "x" * 9999}},
            "a license that nobody sees": {"cardData": {"license": "mit\u202e"}}, "a license that moves a cursor": {"cardData": {"license": "mit\x1b[2J"}},
            "a name that nobody sees": {"cardData": {"license": "other", "license_name": "a\u202eb"}}, "a day of no calendar": {"createdAt": "2025-13-45T"},
            "many licenses": {"cardData": {"license": [f"l-{at}" for at in range(99)]}},
            "a number below nothing": {"downloads": -1, "safetensors": {"total": -7}},
        }.items()
    },
    # an etag that is none is not kept
    "an etag of a whole page": Fault(answer(200, GOOD, ETag='"' + "x" * 5000 + '"'), ""),
    "an etag of nonsense": Fault(answer(200, GOOD, ETag="x y\x7f"), ""),
    # tokens
    **{f"a token in its {form}": Fault(with_token(form), "hostile", token=True) for form in ("body", "escapes", "etag", "redirect", "link")},
    # the license file
    "a file behind a gate": Fault(answer(401, b"", X_Error_Code="GatedRepo"), "", text=True),
    "a file that is too large": Fault(slowly(HEAD + b"\r\n", b" " * 1_000_000, every=0), "", text=True),
    "a file that is gone": Fault(answer(404, b"", X_Error_Code="EntryNotFound"), "absent-or-private", text=True),
    "a file that is refused": Fault(answer(403, b""), "refused", text=True),
    "a file that cannot be had": Fault(answer(500, b""), RETRIED, text=True),
    "half of a file": Fault(answer(200, b"Apache", "text/plain", Content_Length="9999"), "cut-short", text=True),
    "a file elsewhere": Fault(answer(302, Location="http://example.org/LICENSE"), "bad-redirect", text=True),
    "a file of no text": Fault(answer(200, bytes(range(256)), "application/octet-stream"), "", text=True),
    "a file that drips": Fault(slowly(HEAD + b"\r\n", b"x"), "timeout", text=True),
}  # fmt: skip
