"""The license of papers on arXiv, by OAI-PMH. Rules: info.arxiv.org/help/oa, one request in three seconds."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as xml
from collections.abc import Iterable

from howopen.fetch.http import Failed, Host, Kind
from howopen.fetch.session import Asked, Desk
from howopen.files.snapshots import built
from howopen.records.fetched import PaperFacts
from howopen.records.model import Model

SOURCE = "arxiv"
EVERY = 3.0  # seconds between two requests
AGAIN = 30  # days; a paper's license changes at most with a new version
_ID = re.compile(r"\d{4}\.\d{4,5}\Z")


def papers(of: Iterable[Model], confirmed: dict[str, str], today: str) -> list[str]:
    """The ids of the papers that the files name and that nobody asked for within a month."""
    names = sorted({name for model in of for name in model.sources.arxiv if _ID.match(name)})
    since = (datetime.date.fromisoformat(today) - datetime.timedelta(days=AGAIN)).isoformat()
    return [name for name in names if confirmed.get(name, "") <= since]


async def refresh(names: Iterable[str], host: Host, desk: Desk) -> None:
    """Visit each paper, in order."""
    for name in names:

        async def ask(_before: PaperFacts | None, etags: dict[str, str], name: str = name) -> Asked:
            path = f"/oai?verb=GetRecord&identifier=oai:arXiv.org:{name}&metadataPrefix=arXivRaw"
            answer = await host.get(path, etag=etags.get("record", ""), accept="text/xml, application/xml", most=512 * 1024)
            if answer.status == 304:
                return _before, etags
            if "xml" not in answer.headers.get("content-type", ""):
                raise Failed(Kind.WRONG_TYPE, answer.status)
            return _facts(name, answer.body), {"record": answer.etag} if answer.etag else {}

        await desk.visit(SOURCE, name, ask)


def _facts(name: str, body: bytes) -> PaperFacts:
    """What the record says. Raises Failed; an unknown id is an answer with an <error> and status 200."""
    if b"<!DOCTYPE" in body or b"<!ENTITY" in body:
        raise Failed(Kind.HOSTILE, detail="it declares entities")
    try:
        root = xml.fromstring(body)  # noqa: S314  without entities, which were refused above, it cannot grow
    except (xml.ParseError, ValueError):
        raise Failed(Kind.SHAPE, detail="it is no XML") from None
    found: dict[str, str] = {}
    for element in root.iter():
        found.setdefault(element.tag.rpartition("}")[2], (element.text or "").strip())
        if element.tag.endswith("}error") and element.get("code") == "idDoesNotExist":
            raise Failed(Kind.ABSENT, 200)
    if found.get("id") != name:
        raise Failed(Kind.SHAPE, detail="it is another paper")
    return built(PaperFacts, {"id": name, "license": found.get("license") or None})
