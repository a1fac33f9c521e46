"""A site made in parts, on as many machines as one likes: each makes the pages of its models, and one puts them together and makes the lists."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from howopen import load
from howopen.pipeline import Site, ledger
from howopen.pipeline.ledger import BadLedger, Kept, Ledger
from howopen.pipeline.output import Edition
from howopen.pipeline.sections import Order, Sections
from howopen.records.errors import Refused

SHARD = "shard.jsonl"  # in the folder of each: what it made, for whoever puts them together


def make(order: Order, into: Path, number: int, count: int, jobs: int) -> tuple[int, int]:
    """Make the pages of every `count`th model, from the `number`th, counted from 1; returns (models, files written).

    Of the other models only what their files say of names and lineage is read. Raises BadData or Refused; then nothing is published.
    """
    site = Site.look(order)
    own = list(site.ids[number - 1 :: count])
    others = sorted(set(site.ids) - set(own))
    with Edition(into) as edition, contextlib.closing(Sections(order, site.shared, site.ids, own, jobs, edition)) as making:
        heads = site.in_order(site.loaded(lambda: load.heads(order.data, site.shared, others) | making.heads()))
        made_of = site.made_of(heads)
        found = site.loaded(lambda: list(making.make(heads, ())))
        models = {key: Kept(key, site.files[key], made_of[key], one, files) for key, one, files in found}
        edition.put(SHARD, b"".join(ledger.lines(Ledger(site.mark, site.lists_of(made_of), models))))
        return len(own), edition.publish(f"{number}/{count} {site.lists_of(made_of)}")


def merge(order: Order, into: Path, parts: Iterable[Path], kept: Path | None, jobs: int) -> tuple[int, int]:
    """Put shards together and make the lists; returns (models, files written). The bytes are those of a site made in one piece.

    Raises Refused when a shard is missing, is there twice or was made of other data, and BadData.
    """
    site = Site.look(order)
    found: dict[str, tuple[Path, Kept]] = {}
    editions = set()
    for part in parts:
        try:
            shard = ledger.read(part / SHARD)
        except (OSError, BadLedger) as error:
            raise Refused(f"{part} is no shard, or not a whole one; make it again with --shard") from error
        editions.add((shard.shared, shard.edition))
        if found.keys() & shard.models.keys():
            raise Refused(f"{part} has models that another shard has; give each shard once")
        found |= {key: (part, one) for key, one in shard.models.items()}
    if found.keys() != set(site.ids):
        raise Refused(f"the shards have {len(found)} models and the data {len(site.ids)}; give all shards of this data")
    made_of = {key: one.made_of for key, (_, one) in found.items()}
    if editions - {(site.mark, site.lists_of(made_of))} or any(one.file != site.files[key] for key, (_, one) in found.items()):
        raise Refused("the shards were made of other data, another program or other options; make them again")
    with Edition(into) as edition:
        for part, one in found.values():
            for path in one.files.paths:
                edition.take(part, path)
        edition.written = sum(len(one.files.paths) for _, one in found.values())
        return len(found), site.publish({key: one for key, (_, one) in found.items()}, made_of, edition, kept, jobs)
