"""The Hub, GitHub, arXiv and the peers' files on loopback: a real HTTP server that answers in their shapes, and fails on demand.

Shapes from the services' documentation, read in November 2026; every value is made up.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

from faults import packed_bomb

APACHE = b"Apache License\nVersion 2.0, January 2004\nthe words of a license\n"  # any text will do: what counts is its fingerprint
FAULTS = (
    "gated", "absent", "limited", "500", "502", "503", "cut", "cut-gzip", "wrong-type", "not-json", "shape", "hostile-id", "hostile-text", "deep",
    "huge", "bomb", "elsewhere", "loop", "reset", "unasked-304", "echo", "slow",
)  # fmt: skip


def sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()


class Services(ThreadingHTTPServer):
    """One server for all; `base` is its address."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.models: dict[str, dict] = {}
        self.datasets: dict[str, dict] = {}
        self.files: dict[tuple[str, str], bytes] = {}  # (id, path) -> content
        self.repositories: dict[str, dict] = {}
        self.papers: dict[str, str] = {}  # id -> license address
        self.peer_files: dict[str, dict[str, bytes]] = {}  # repository -> path -> content
        self.stale: dict[str, bytes] = {}  # path of a peer's file -> what is served in its place
        self.pages: dict[str, int] = {}  # path -> status
        self.asked: list[tuple[str, str, dict[str, str]]] = []  # (method, path, headers)
        self.fault_rate, self.seed, self.faults = 0.0, 0, FAULTS
        self.injected: list[tuple[str, str]] = []  # (fault, path)
        self.github_left: int | None = None  # requests until GitHub's window is used up
        self.limit_left: int | None = None  # requests until the Hub's window is used up
        self.page = 1000  # models in a page of the Hub's list
        self.pause_after: int | None = None  # requests that are answered before one is kept waiting
        self.paused = False
        self._times: dict[str, int] = {}
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def environment(self) -> dict[str, str]:
        raw = f"{self.base}/raw"
        return {
            "HF_ENDPOINT": self.base, "GITHUB_API_URL": self.base, "GITHUB_RAW_URL": raw, "ARXIV_OAI_URL": self.base, "EPOCH_URL": f"{raw}/epoch/site/main",
        }  # fmt: skip

    def model(self, name: str, license_: object = "apache-2.0", *, text: bytes | None = None, **more) -> dict:
        """A model on the Hub."""
        files = [{"rfilename": "README.md"}, {"rfilename": "model-00001-of-00002.safetensors"}, {"rfilename": "model-00002-of-00002.safetensors"}]
        card = {"license": license_, **more.pop("card", {})}
        answer = {
            "_id": "64aa00000000000000000001", "id": name, "author": name.split("/")[0], "sha": sha1(name.encode()), "private": False, "disabled": False,
            "gated": False, "downloads": 1234, "likes": 56, "createdAt": "2025-02-03T10:00:00.000Z", "lastModified": "2025-06-01T09:30:00.000Z",
            "tags": ["safetensors", f"license:{license_}"], "cardData": card, "safetensors": {"parameters": {"BF16": 7}, "total": 7},
            "siblings": files + ([{"rfilename": "LICENSE"}] if text is not None else []), **more,
        }  # fmt: skip
        self.models[name.lower()] = answer
        if text is not None:
            self.files[name.lower(), "LICENSE"] = text
        return answer

    def dataset(self, name: str, license_: object = "odc-by", **more) -> None:
        self.model(name, license_, **more)
        answer = self.models.pop(name.lower())
        self.datasets[name.lower()] = {key: value for key, value in answer.items() if key != "safetensors"}

    def repository(self, name: str, spdx: str | None = "Apache-2.0", text: bytes = APACHE, **more) -> None:
        license_ = {"key": (spdx or "").lower(), "name": spdx, "spdx_id": spdx, "url": None, "node_id": "x"} if spdx else None
        repository = {"id": 1, "full_name": name, "html_url": f"https://github.com/{name}", "license": license_, "archived": False, "default_branch": "main"}
        self.repositories[name.lower()] = repository | {"_text": text} | more

    def fault(self, path: str) -> str | None:
        """The fault for this request, the same for the same seed, path and number of times asked."""
        with self._lock:
            self._times[path] = self._times.get(path, 0) + 1
            dice = random.Random(f"{self.seed} {path} {self._times[path]}")
            if dice.random() >= self.fault_rate:
                return None
            fault = dice.choice(self.faults)
            self.injected.append((fault, path))
            return fault


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every answer waits 40 ms for its second packet
    server: Services

    def log_message(self, *_) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, {key.lower(): value for key, value in self.headers.items()}))
        while self.server.pause_after is not None and len(self.server.asked) > self.server.pause_after:
            self.server.paused = True
            time.sleep(0.02)
            self.close_connection = True  # whoever asked may have been killed meanwhile
        fault = self.server.fault(self.path) if self.server.fault_rate else None
        if fault:
            self.fail(fault)
        else:
            self.answer(unquote(urlsplit(self.path).path), parse_qs(urlsplit(self.path).query))

    # ---- as they answer -----------------------------------------------------------------------------------------------

    def answer(self, path: str, query: dict[str, list[str]]) -> None:
        services = self.server
        for kind, things in (("models", services.models), ("datasets", services.datasets)):
            if path.startswith(f"/api/{kind}/"):
                name = path.removeprefix(f"/api/{kind}/").lower()
                return self.hub(things.get(name), name)
        if path == "/api/models":
            return self.listed(query)
        if path.startswith("/raw/"):
            return self.raw(path.removeprefix("/raw/"))
        if "/resolve/" in path:
            return self.resolve(path)
        if path.startswith("/api/resolve-cache/"):
            owner, repository, file = path.removeprefix("/api/resolve-cache/").split("/", 2)
            name = f"{owner}/{repository}"
            return self.send(200, services.files[name.lower(), file], "text/plain", etag=f'"{sha1(services.files[name.lower(), file])}"')
        if path.startswith("/repos/"):
            return self.repository(path.removeprefix("/repos/"))
        if path == "/oai":
            return self.paper(query["identifier"][0].rpartition(":")[2])
        return self.send(services.pages.get(path, 404), b"<p>a page", "text/html")

    def hub(self, thing: dict | None, name: str) -> None:
        headers = {}
        if self.server.limit_left is not None:
            self.server.limit_left -= 1
            if self.server.limit_left < 0:
                self.server.limit_left = None
                return self.send(429, b"{}", headers={"RateLimit": '"api";r=0;t=120', "RateLimit-Policy": '"fixed window";"api";q=500;w=300'})
            headers["RateLimit"] = f'"api";r={self.server.limit_left};t=120'
        if thing is None:
            return self.send(401, b'{"error":"Repository not found"}', headers=headers | {"X-Error-Code": "RepoNotFound"})
        if thing.get("_moved"):
            to = thing["_moved"] if "://" in thing["_moved"] else f"/api/models/{thing['_moved']}"
            return self.send(307, b"", headers=headers | {"Location": f"{to}?{urlsplit(self.path).query}"})
        body = json.dumps({key: value for key, value in thing.items() if not key.startswith("_")}).encode()
        return self.send(200, body, etag=f'W/"{sha1(body)[:20]}"', headers=headers)

    def listed(self, query: dict[str, list[str]]) -> None:
        """A page of the list of models, most downloads first."""
        every = sorted(self.server.models.values(), key=lambda one: -one.get("downloads", 0))
        first, most = int(query.get("cursor", ["0"])[0]), min(int(query.get("limit", ["1000"])[0]), self.server.page)
        further = f'<{self.server.base}/api/models?cursor={first + most}>; rel="next"'
        self.send(200, json.dumps(every[first : first + most]).encode(), headers={"Link": further} if first + most < len(every) else {})

    def resolve(self, path: str) -> None:
        name, _, rest = path.removeprefix("/datasets").removeprefix("/").partition("/resolve/")
        file = rest.partition("/")[2]
        thing = self.server.models.get(name.lower()) or self.server.datasets.get(name.lower()) or {}
        if thing.get("gated"):
            return self.send(401, b"Access to this model is restricted", "text/plain", headers={"X-Error-Code": "GatedRepo"})
        if (name.lower(), file) not in self.server.files:
            return self.send(404, b"Entry not found", "text/plain", headers={"X-Error-Code": "EntryNotFound"})
        return self.send(307, b"", headers={"Location": f"/api/resolve-cache/{name}/{file}"})

    def repository(self, rest: str) -> None:
        name, what = "/".join(rest.split("/")[:2]), "/".join(rest.split("/")[2:])
        limits = {"x-ratelimit-limit": "1000", "x-ratelimit-remaining": "900", "x-ratelimit-reset": "1"}
        if self.server.github_left is not None:
            self.server.github_left -= 1
            limits |= {"x-ratelimit-remaining": str(max(0, self.server.github_left)), "x-ratelimit-reset": "1795003000"}
            if self.server.github_left < 0:
                return self.send(403, b'{"message":"API rate limit exceeded"}', headers=limits)
        if what.startswith("git/trees/"):
            files = self.server.peer_files.get(name, {})
            tree = [{"path": path, "type": "blob", "sha": sha1(b"blob %d\0" % len(content) + content), "size": len(content)} for path, content in files.items()]
            body = json.dumps({"sha": "0" * 40, "tree": tree, "truncated": False}).encode()
            return self.send(200, body, etag=f'W/"{sha1(body)}"', headers=limits)
        found = self.server.repositories.get(name.lower())
        if found is None:
            return self.send(404, b'{"message":"Not Found"}', headers=limits)
        if what == "license":
            answer = {"name": "LICENSE", "path": "LICENSE", "sha": sha1(found["_text"]), "encoding": "base64", "license": found["license"]}
            answer["content"] = base64.encodebytes(found["_text"]).decode()
        else:
            answer = {key: value for key, value in found.items() if not key.startswith("_")}
        body = json.dumps(answer).encode()
        return self.send(200, body, etag=f'W/"{sha1(body)}"', headers=limits)

    def raw(self, rest: str) -> None:
        owner, name, _branch, path = rest.split("/", 3)
        content = self.server.stale.get(path) or self.server.peer_files.get(f"{owner}/{name}", {}).get(path)
        return self.send(404, b"404: Not Found", "text/plain") if content is None else self.send(200, content, "text/plain; charset=utf-8")

    def paper(self, name: str) -> None:
        head = '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-11-23</responseDate>'
        if name not in self.server.papers:
            return self.send(200, f'{head}<error code="idDoesNotExist">nothing</error></OAI-PMH>'.encode(), "text/xml")
        license_ = f"<license>{self.server.papers[name]}</license>" if self.server.papers[name] else ""
        raw = f'<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{name}</id>{license_}<abstract>a &lt;license&gt; b</abstract></arXivRaw>'
        return self.send(200, f"{head}<GetRecord><record><metadata>{raw}</metadata></record></GetRecord></OAI-PMH>".encode(), "text/xml")

    def send(self, status: int, body: bytes, kind: str = "application/json; charset=utf-8", *, etag: str = "", headers: dict | None = None) -> None:
        unchanged = status == 200 and etag and self.headers.get("If-None-Match", "").removeprefix("W/") == etag.removeprefix("W/")
        packed = "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 200 and status == 200
        body = b"" if unchanged or self.command == "HEAD" else gzip.compress(body, mtime=0) if packed else body
        self.send_response(304 if unchanged else status)
        if etag:
            self.send_header("ETag", etag.removeprefix("W/") if unchanged else etag)  # as GitHub does
        if not unchanged:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if packed and self.command != "HEAD":
                self.send_header("Content-Encoding", "gzip")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    # ---- as they fail -------------------------------------------------------------------------------------------------

    def fail(self, fault: str) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        valid = {"id": "a/b", "sha": "1" * 40, "full_name": "a/b", "license": None, "tree": []}
        plain = {
            "gated": (401, b"", {"X-Error-Code": "GatedRepo"}),
            "absent": (404, b"{}", {}),
            "limited": (429, b"{}", {"Retry-After": "7"}),
            "500": (500, b"oops", {}),
            "502": (502, b"", {}),
            "503": (503, b"", {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
            "not-json": (200, b'{"id": ', {}),
            "shape": (200, b'["not", "what", "you", "think"]', {}),
            "hostile-id": (200, json.dumps(valid | {"id": "../../../etc/passwd", "full_name": "../.."}).encode(), {}),
            "hostile-text": (200, json.dumps(valid | {"sha": "1" * 39 + "\u202e", "license": {"spdx_id": "x\n::error::"}}).encode(), {}),
            "deep": (200, b"[" * 100_000, {}),
            "elsewhere": (302, b"", {"Location": "http://example.org/license"}),
            "loop": (302, b"", {"Location": self.path}),
            "unasked-304": (304, b"", {}),
            "echo": (200, json.dumps(valid | {"cardData": {"license": token}}).encode(), {"ETag": f'"{token}"'}),
        }
        if fault in plain:
            status, body, headers = plain[fault]
            if fault == "unasked-304" and "If-None-Match" in self.headers:
                status, body, headers = 500, b"", {}
            if fault == "echo" and not token:
                status, body, headers = 500, b"", {}
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.close_connection = True
        if fault == "reset":
            self.connection.close()
            return
        self.send_response(200)
        if fault == "wrong-type":
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<h1>Please log in")
            return
        self.send_header("Content-Type", "application/json")
        if fault in ("bomb", "cut-gzip"):
            self.send_header("Content-Encoding", "gzip")
        if fault == "cut":
            self.send_header("Content-Length", "100000")
        self.end_headers()
        try:
            if fault == "huge":
                for _ in range(6 * 16):
                    self.wfile.write(b" " * 65536)
            elif fault == "slow":
                for _ in range(12):
                    self.wfile.write(b" ")
                    self.wfile.flush()
                    time.sleep(0.05)
            elif fault == "bomb":
                self.wfile.write(packed_bomb())
            else:
                self.wfile.write({"cut-gzip": gzip.compress(b"{}" * 500)[:-12], "cut": b'{"id"'}[fault])
        except OSError:
            pass  # whoever asked had enough
