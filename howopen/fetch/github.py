"""Repositories on GitHub: license as detected, every license file, archived, renamed. Shapes: docs.github.com/rest, version 2022-11-28."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from howopen.fetch.endpoints import Service
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.http import Host
from howopen.fetch.session import Answered, Etags, Session, license_text
from howopen.files.snapshots import built
from howopen.licenses import files
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import FILE_PATH, MOST_TEXTS, LicenseText, RepositoryFacts
from howopen.records.model import Model

NAME = FOLDER = "github"
SERVICE = Service(
    "GitHub",
    "https://api.github.com",
    "GITHUB_API_URL",
    token_variable="GITHUB_TOKEN",  # noqa: S106  its name
    headers=(("X-GitHub-Api-Version", "2022-11-28"),),
)
RAW = Service("Files on GitHub", "https://raw.githubusercontent.com", "GITHUB_RAW_URL")  # the files of public repositories; no limit counts them
SERVICES = (SERVICE, RAW)
KINDS = {FOLDER: RepositoryFacts}
ACCEPT = "application/vnd.github+json"
MOST_TREE = 16 * 1024 * 1024
_BLOB = re.compile(r"[0-9a-f]{40}\Z")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.{1,2}\Z)[A-Za-z0-9_.-]+\Z")


class _Hosts(NamedTuple):
    """Clients of GitHub's two hosts: its API, and the one that has raw files."""

    api: Host
    raw: Host


async def refresh(models: list[Model], _known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Visit the repositories that the models name; returns their names."""
    hosts = _Hosts(session.host(SERVICE), session.host(RAW))

    async def ask(name: str, before: RepositoryFacts | None, etags: Etags) -> Answered:
        return await _ask(name, hosts, before, etags, session.today)

    names = repositories(models)
    await session.visit_all(FOLDER, names, ask)
    return {FOLDER: set(names)}


def repositories(models: Iterable[Model]) -> list[str]:
    """Repositories that the models name, as owner/name, sorted."""
    found = {name.lower(): name for model in models for name in model.sources.github if _ID.match(name)}
    return sorted(found.values(), key=str.lower)


async def _ask(name: str, hosts: _Hosts, before: RepositoryFacts | None, etags: Etags, today: str) -> Answered:
    answer = await hosts.api.get(f"/repos/{name}", etag=etags.get("repository", ""), accept=ACCEPT)
    if answer.status == 304 and before is not None:
        facts, etag = before, etags["repository"]  # a 304 may spell it without its W/
    else:
        facts, etag = _facts(answer.json()), answer.etag
    kept = {"repository": etag} if etag else {}
    tree, etag = await _tree(facts.id, hosts.api, etags.get("tree", "") if before is not None else "")
    kept |= {"tree": etag} if etag else {}
    if tree is None and before is not None:
        return facts.model_copy(update={"texts": before.texts}), etags | kept
    paths = files.chosen(tree or {}, MOST_TEXTS)
    known = {one.path: one for one in before.texts} if before is not None else {}
    if paths:
        found = [await _read(facts.id, path, (tree or {})[path], known.get(path), hosts.raw, today) for path in paths]
        return facts.model_copy(update={"texts": tuple(sorted(found, key=lambda one: one.path))}), kept
    if facts.license is None:
        return facts.model_copy(update={"texts": ()}), kept
    file = await hosts.api.get(f"/repos/{facts.id}/license", etag=etags.get("license", ""), accept=ACCEPT)
    if file.status == 304 and before is not None:
        return facts.model_copy(update={"texts": before.texts}), kept | {"license": etags["license"]}
    text = _text(file.json(), known, today)
    return facts.model_copy(update={"texts": (text,)}), kept | ({"license": file.etag} if file.etag else {})


async def _tree(name: str, host: Host, etag: str) -> tuple[dict[str, str] | None, str]:
    """The blob of each file of the repository, by path, and the answer's etag; None when nothing changed since. Empty where no list is to be had."""
    try:
        answer = await host.get(f"/repos/{name}/git/trees/HEAD?recursive=1", etag=etag, accept=ACCEPT, most=MOST_TREE)
    except Failed as failed:
        if failed.kind in (Kind.ABSENT, Kind.TOO_LARGE) or failed.status == 409:  # 409: it has no commit
            return {}, ""
        raise
    if answer.status == 304:
        return None, etag
    tree = answer.json()
    if not isinstance(tree, dict) or not isinstance(tree.get("tree"), list):
        raise Failed(Kind.SHAPE, detail="no list of files")
    listed = [one for one in tree["tree"] if isinstance(one, dict) and one.get("type") == "blob" and isinstance(one.get("path"), str)]
    return {one["path"]: one["sha"] for one in listed if isinstance(one.get("sha"), str) and _BLOB.match(one["sha"]) and _is_path(one["path"])}, answer.etag


def _is_path(path: str) -> bool:
    return len(path) <= 200 and re.match(FILE_PATH, path) is not None


async def _read(name: str, path: str, blob: str, before: LicenseText | None, host: Host, today: str) -> LicenseText:
    """A license file's digests, asked for only when it changed. Raises Failed or BadSnapshot."""
    if before is not None and before.blob == blob:
        return before
    answer = await host.get(f"/{name}/HEAD/{quote(path)}", accept="*/*", most=files.most_of(path))
    return license_text(path, answer.body, before, today, blob)


def _facts(answer: Any) -> RepositoryFacts:
    if not isinstance(answer, dict):
        raise Failed(Kind.SHAPE, detail="no repository")
    license_ = answer.get("license")
    if license_ is not None and not isinstance(license_, dict):
        raise Failed(Kind.SHAPE, detail="license")
    return built(
        RepositoryFacts,
        {
            "id": answer.get("full_name"),
            "license": license_.get("spdx_id") if license_ else None,
            "archived": answer.get("archived") is True,
        },
    )


def _text(answer: Any, known: Mapping[str, LicenseText], today: str) -> LicenseText:
    """Digests of the license file that GitHub's detector looks at. Raises Failed or BadSnapshot."""
    if not isinstance(answer, dict) or not isinstance(answer.get("content"), str) or answer.get("encoding") != "base64":
        raise Failed(Kind.SHAPE, detail="no license file")
    try:
        content = base64.b64decode(answer["content"])
    except (binascii.Error, ValueError):
        raise Failed(Kind.SHAPE, detail="license file") from None
    path = str(answer.get("path") or answer.get("name"))
    before = known.get(path) or (next(iter(known.values())) if len(known) == 1 else None)
    return license_text(path, content, before, today)
