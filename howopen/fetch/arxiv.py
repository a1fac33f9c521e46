"""Licenses of papers on arXiv, by OAI-PMH. Rules: info.arxiv.org/help/oa, one request in three seconds."""

from __future__ import annotations

import datetime
import re
import xml.etree.ElementTree as xml
from collections.abc import Iterable

from howopen.fetch.endpoints import Service
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.session import Answered, Etags, Session
from howopen.files.snapshots import built
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import PaperFacts
from howopen.records.model import Model

NAME = FOLDER = "arxiv"
SERVICE = Service("arXiv", "https://oaipmh.arxiv.org", "ARXIV_OAI_URL", every=3)
SERVICES = (SERVICE,)
KINDS = {FOLDER: PaperFacts}
AGAIN = 30  # days; a paper's license changes at most with a new version
_ID = re.compile(r"\d{4}\.\d{4,5}\Z", re.ASCII)


async def refresh(models: list[Model], _known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Visit the papers that the models name and that nobody asked for within a month; returns all that they name."""
    host = session.host(SERVICE)

    async def ask(name: str, before: PaperFacts | None, etags: Etags) -> Answered:
        path = f"/oai?verb=GetRecord&identifier=oai:arXiv.org:{name}&metadataPrefix=arXivRaw"
        answer = await host.get(path, etag=etags.get("record", ""), accept="text/xml, application/xml", most=512 * 1024)
        if answer.status == 304:
            return before, etags
        if "xml" not in answer.headers.get("content-type", ""):
            raise Failed(Kind.WRONG_TYPE, answer.status)
        return facts(name, answer.body), {"record": answer.etag} if answer.etag else {}

    named = {name for model in models for name in model.sources.arxiv}
    since = (datetime.date.fromisoformat(session.today) - datetime.timedelta(days=AGAIN)).isoformat()
    await session.visit_all(FOLDER, _due(named, session, since), ask)
    return {FOLDER: named}


def _due(names: Iterable[str], session: Session, since: str) -> list[str]:
    """Valid ids among the names that were last confirmed on that day or before, or never."""
    return [name for name in names if _ID.match(name) and (session.request_state(FOLDER, name).confirmed or "") <= since]


def facts(name: str, body: bytes) -> PaperFacts:
    """Facts in an answer on a paper. Raises Failed, or BadSnapshot where they can be none; an unknown id is an answer with an <error> and status 200."""
    try:
        text = body.decode("utf-8-sig")  # by us: in any other encoding the next line could not see what it looks for
        if "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise Failed(Kind.HOSTILE, detail="it declares entities")
        root = xml.fromstring(text)  # noqa: S314  without entities it cannot grow
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
