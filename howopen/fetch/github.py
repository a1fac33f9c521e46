"""Repositories on GitHub: license as detected, archived, renamed, default branch. Shapes: docs.github.com/rest, version 2022-11-28."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Any

from howopen.fetch.endpoints import Service
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.http import Host
from howopen.fetch.session import Answered, Etags, Session, license_text
from howopen.files.snapshots import built
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import LicenseText, RepositoryFacts
from howopen.records.model import Model

NAME = FOLDER = "github"
SERVICE = Service(
    "GitHub",
    "https://api.github.com",
    "GITHUB_API_URL",
    token_variable="GITHUB_TOKEN",  # noqa: S106  its name
    headers=(("X-GitHub-Api-Version", "2022-11-28"),),
)
SERVICES = (SERVICE,)
KINDS = {FOLDER: RepositoryFacts}
ACCEPT = "application/vnd.github+json"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/(?!\.{1,2}\Z)[A-Za-z0-9_.-]+\Z")


async def refresh(models: list[Model], _known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Visit the repositories that the models name; returns their names."""
    host = session.host(SERVICE)

    async def ask(name: str, before: RepositoryFacts | None, etags: Etags) -> Answered:
        return await _ask(name, host, before, etags, session.today)

    names = repositories(models)
    await session.visit_all(FOLDER, names, ask)
    return {FOLDER: set(names)}


def repositories(models: Iterable[Model]) -> list[str]:
    """Repositories that the models name, as owner/name, sorted."""
    found = {name.lower(): name for model in models for name in model.sources.github if _ID.match(name)}
    return sorted(found.values(), key=str.lower)


async def _ask(name: str, host: Host, before: RepositoryFacts | None, etags: Etags, today: str) -> Answered:
    answer = await host.get(f"/repos/{name}", etag=etags.get("repository", ""), accept=ACCEPT)
    if answer.status == 304 and before is not None:
        facts, etag = before, etags["repository"]  # a 304 may spell it without its W/
    else:
        facts, etag = _facts(answer.json()), answer.etag
    kept = {"repository": etag} if etag else {}
    if facts.license is None:
        return facts, kept
    file = await host.get(f"/repos/{facts.id}/license", etag=etags.get("license", ""), accept=ACCEPT)
    old = before.text if before else None
    if file.status == 304 and old is not None:
        return facts.model_copy(update={"text": old}), kept | {"license": etags["license"]}
    return facts.model_copy(update={"text": _text(file.json(), old, today)}), kept | ({"license": file.etag} if file.etag else {})


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


def _text(answer: Any, before: LicenseText | None, today: str) -> LicenseText:
    """The license file's fingerprints. Raises Failed or BadSnapshot."""
    if not isinstance(answer, dict) or not isinstance(answer.get("content"), str) or answer.get("encoding") != "base64":
        raise Failed(Kind.SHAPE, detail="no license file")
    try:
        content = base64.b64decode(answer["content"])
    except (binascii.Error, ValueError):
        raise Failed(Kind.SHAPE, detail="license file") from None
    text = license_text("LICENSE", content, before, today)
    return built(LicenseText, text.model_dump(by_alias=True) | {"path": answer.get("name")})
