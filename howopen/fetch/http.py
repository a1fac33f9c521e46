"""HTTP client: conditional GET and HEAD, one request after the other at each host, bounded and suspicious.

Bounds: time to connect, to read and in all; bytes, on the wire and unpacked, and their pieces; redirects, few and only to https; tries; and how long
a host may make us wait. A token goes to the origin it is for and nowhere else, and an answer that repeats it is thrown away. Nothing
in a private network is asked, unless the host that a person named stands there.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import re
import ssl
import zlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx

from howopen.fetch import body, limits, reach
from howopen.fetch.bounds import Bounds
from howopen.fetch.failures import Failed, GivenUp, Kind
from howopen.fetch.runtime import Runtime
from howopen.fetch.secrets import Secrets
from howopen.records.errors import Refused

RETRIED = {429, 500, 502, 503, 504}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
ELSEWHERE, ENDLESS, PRIVATE = "it leads to another host", "too many redirects", "it leads into a private network"
TOLD = 5  # seconds; a shorter wait is not worth a word
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable answer."""

    status: int  # 200, or 304: unchanged since the etag
    body: bytes
    headers: dict[str, str]  # those we read, in lower case
    etag: str = ""
    address: str = ""  # where it came from in the end

    def json(self) -> Any:
        """The body's value. Raises Failed."""
        return self.decoded(json.loads)

    def decoded(self, decode: Callable[[bytes], T]) -> T:
        """The body, which has to be JSON by its own account, as `decode` reads it. Raises Failed."""
        if "json" not in self.headers.get("content-type", ""):
            raise Failed(Kind.WRONG_TYPE, self.status, "the answer is no JSON by its own account")
        try:
            return decode(self.body)
        except (ValueError, RecursionError):
            raise Failed(Kind.NOT_JSON, self.status) from None


Connections = httpx.AsyncClient


@contextlib.asynccontextmanager
async def connections() -> AsyncIterator[Connections]:
    """Connections that all hosts of a run share. Raises Refused when the environment names a proxy that cannot be used."""
    try:
        client = httpx.AsyncClient(verify=_authorities(), limits=httpx.Limits(max_connections=32))
    except (ValueError, ImportError, httpx.InvalidURL):
        raise Refused("the proxy that the environment names cannot be used; look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY") from None
    async with client:
        yield client


@functools.cache
def _authorities() -> ssl.SSLContext:
    """Certificates that are trusted. To read them takes longer than to ask on this machine."""
    return httpx.create_ssl_context()


@dataclass
class Host:
    """Client of one host, which asks one thing after the other."""

    name: str  # for people
    base: str  # its address, without a slash at the end
    http: Connections
    runtime: Runtime
    agent: str  # who asks, and where to complain
    token: str = field(default="", repr=False)
    token_variable: str = ""  # environment variable that a person gives a token by
    bounds: Bounds = field(default_factory=Bounds)
    every: float = 0  # seconds between two requests
    stranger: bool = False  # whether its address was written by anybody, and must not lead into a private network
    headers: dict[str, str] = field(default_factory=dict)
    secrets: Secrets = field(default_factory=lambda: Secrets(()))  # never to be kept or shown, whoever repeats them
    requests: int = 0
    conditional: int = 0
    unchanged: int = 0
    waited: float = 0
    _open_at: dict[str, float] = field(default_factory=dict)  # by rate limit: when it lets us in again
    _next: float = 0
    _began: float | None = None
    _row: int = 0
    _over: str = ""
    _inside: bool = False  # whether it stands in a private network itself, where it may send us further
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(
        self, path: str, *, etag: str = "", limit: str = "", accept: str = "application/json", most: int | None = None, method: str = "GET"
    ) -> Answer:
        """Answer to `path`, an address at this host. 304 only when `etag` was given. Raises Failed; GivenUp when the host is out of bounds."""
        address = path if "://" in path else self.base + path
        headers = {"User-Agent": self.agent, "Accept": accept, "Accept-Encoding": "gzip", **self.headers}
        if etag:
            headers["If-None-Match"] = etag
        async with self._lock:  # in order, whoever asks
            return await self._tried(method, address, headers, limit, most or self.bounds.bytes_)

    async def _tried(self, method: str, address: str, headers: dict[str, str], limit: str, most: int) -> Answer:
        etag = headers.get("If-None-Match", "")
        failure = Failed(Kind.UNREACHABLE)
        for attempt in range(self.bounds.tries):
            await self._turn(limit, self.bounds.pause * 2 ** (attempt - 1) * self.runtime.jitter.uniform(0.5, 1.5) if attempt else 0)
            self.requests += 1
            self.conditional += bool(etag)
            try:
                answer = await self._within_time(method, address, headers, most)
            except Failed as failed:
                failure = failed
                if failed.kind in (Kind.LIMITED, Kind.UNAVAILABLE, Kind.UNREACHABLE, Kind.TIMEOUT, Kind.CUT):
                    continue
                self._row = 0
                raise
            self._row = 0
            if answer.status == 304 and not etag:
                raise Failed(Kind.STATUS, 304, "unchanged since nothing")
            self.unchanged += answer.status == 304
            return answer
        self._row += 1
        if self._row >= self.bounds.in_a_row:
            self._over = f"{self.name} failed {self._row} times in a row"
        raise failure

    async def _turn(self, limit: str, pause: float) -> None:
        """Wait until the host may be asked again. Raises GivenUp when that would take longer than the bounds allow."""
        now = self.runtime.clock()
        self._began = now if self._began is None else self._began
        if self._over:
            raise GivenUp(Kind.NOT_ASKED, detail=self._over)
        if now - self._began > self.bounds.run:
            self._over = f"{self.name} was asked for {round((now - self._began) / 60)} minutes, which is all that a run may take"
            raise GivenUp(Kind.NOT_ASKED, detail=self._over)
        until = max(self._next, now + pause, self._open_at.get(limit, 0), self._open_at.get(limits.EVERY_LIMIT, 0))
        wait = until - now
        if wait > self.every + 0.001 and self.waited + wait > self.bounds.wait:
            cure = f"; set {self.token_variable}, since a token raises the limit" if self.token_variable and not self.token else ""
            self._over = f"{self.name} is at its rate limit for {round(wait)} more seconds{cure}"
            raise GivenUp(Kind.NOT_ASKED, detail=self._over)
        if wait > 0:
            self.waited += wait if wait > self.every else 0
            if wait > TOLD:
                self.runtime.waiting(self.name, wait)
            await self.runtime.sleep(wait)
        self._next = max(until, now) + self.every

    async def _within_time(self, method: str, address: str, headers: dict[str, str], most: int) -> Answer:
        try:
            async with asyncio.timeout(self.bounds.whole):
                return await self._follow(method, address, headers, most)
        except TimeoutError:
            raise Failed(Kind.TIMEOUT) from None
        except (httpx.TimeoutException, zlib.error, httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _as_failure(error) from None  # a name such as xn--zz is a ValueError only where it is looked up

    async def _follow(self, method: str, address: str, headers: dict[str, str], most: int) -> Answer:
        for _ in range(self.bounds.redirects + 1):
            _ = urlsplit(address).port  # raises for one that no socket takes
            own = dict(headers)
            if self.token and _origin(address) == _origin(self.base):
                own["Authorization"] = f"Bearer {self.token}"
            timeout = httpx.Timeout(self.bounds.read, connect=self.bounds.connect)
            watched = {"trace": self._watch(address)}
            async with self.http.stream(method, address, headers=own, timeout=timeout, follow_redirects=False, extensions=watched) as response:
                self.http.cookies.clear()  # nobody here is a visitor
                if _origin(address) == _origin(self.base):
                    self._open_at = limits.openings(response.status_code, response.headers, self.runtime.clock(), self._open_at)
                if response.status_code in (301, 302, 303, 307, 308):
                    address = self._redirected(address, response.headers.get("location", ""))
                    continue
                if response.status_code not in (200, 304):
                    raise self._refusal(response)
                packing = response.headers.get("content-encoding", "identity")
                content = b"" if response.status_code == 304 or method == "HEAD" else await body.whole(response.aiter_raw(), packing, most)
                return self._answer(response, content, address)
        raise Failed(Kind.REDIRECT, detail=ENDLESS)

    def _answer(self, response: httpx.Response, body: bytes, address: str) -> Answer:
        kept = {key: response.headers[key] for key in ("content-type", "etag", "link") if key in response.headers}
        said = body + " ".join((*kept.values(), address)).encode(errors="replace")
        if self.secrets.within(said.decode("latin-1")):
            raise Failed(Kind.HOSTILE, response.status_code, "it repeats a secret")
        etag = kept.get("etag", "")
        return Answer(response.status_code, body, kept, etag if re.fullmatch(r'(W/)?"[!#-~]{1,150}"', etag) else "", address)

    def _watch(self, address: str) -> reach.Trace:
        """Watch over a new connection. It raises Failed where one leads into a private network that nobody named."""
        trusted = self._inside or (_origin(address) == _origin(self.base) and not self.stranger)

        def reached(private: bool) -> None:
            if private and not trusted:
                raise Failed(Kind.REDIRECT, detail=PRIVATE)
            self._inside = self._inside or private

        return reach.watching(httpx.URL(address).raw_host.decode("ascii"), reached)

    def _redirected(self, address: str, to: str) -> str:
        """The next address. Raises Failed unless it is https and in no private network, or in one when we are there already."""
        try:
            target = urljoin(address, to)
            parts = urlsplit(target)
            _ = parts.port  # raises for one that is no number
        except ValueError:
            raise Failed(Kind.REDIRECT, detail="it leads to no address") from None
        at_loopback = parts.hostname in LOOPBACK and urlsplit(address).hostname in LOOPBACK
        if not to or parts.username or parts.password or not (parts.scheme == "https" or (parts.scheme == "http" and at_loopback)):
            raise Failed(Kind.REDIRECT, detail="it leads elsewhere than https")
        if reach.is_private(parts.hostname or "") and not (self._inside or at_loopback):
            raise Failed(Kind.REDIRECT, detail=PRIVATE)
        if self.bounds.same_origin and _origin(target) != _origin(self.base):
            raise Failed(Kind.REDIRECT, detail=ELSEWHERE)
        if self.secrets.within(target):
            raise Failed(Kind.HOSTILE, detail="it repeats a secret")
        return target

    def _refusal(self, response: httpx.Response) -> Failed:
        """Failure that a status other than 200 and 304 means."""
        status, code = response.status_code, response.headers.get("x-error-code", "")
        if status == 429 or (status == 403 and (response.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in response.headers)):
            return Failed(Kind.LIMITED, status)
        if code == "GatedRepo":
            return Failed(Kind.GATED, status)
        if code in ("RepoNotFound", "EntryNotFound", "RevisionNotFound") or status in (404, 410):
            return Failed(Kind.ABSENT, status)
        if status in RETRIED:
            return Failed(Kind.UNAVAILABLE, status)
        if status in (401, 403, 451):
            return Failed(Kind.REFUSED, status, "the token may be refused" if status == 401 and self.token else "")
        return Failed(Kind.STATUS, status)


def _as_failure(error: Exception) -> Failed:
    if isinstance(error, httpx.TimeoutException):
        return Failed(Kind.TIMEOUT)
    if isinstance(error, zlib.error):
        return Failed(Kind.CUT, detail="it cannot be unpacked")
    if isinstance(error, httpx.ProxyError):
        return Failed(Kind.UNREACHABLE, detail="the proxy that the environment names refuses")
    if isinstance(error, httpx.ConnectError):
        unknown = any(sign in str(error) for sign in ("Name or service not known", "nodename nor servname", "No address associated", "getaddrinfo failed"))
        return Failed(Kind.UNKNOWN_HOST if unknown else Kind.UNREACHABLE)
    if isinstance(error, httpx.RemoteProtocolError) and "location header" in str(error):
        return Failed(Kind.REDIRECT, detail="it leads to no address")  # which the library finds before we do
    if isinstance(error, (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError)):
        return Failed(Kind.CUT)
    if isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError)):
        return Failed(Kind.REDIRECT, detail="no address that can be asked")
    return Failed(Kind.UNREACHABLE)


def _origin(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port
