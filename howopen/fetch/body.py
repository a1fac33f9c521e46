"""Bodies of answers, as they come: bounded in bytes, packed and unpacked, and in pieces."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable

from howopen.fetch.failures import Failed, Kind

OK = 200
MOST_PIECES = 50_000  # of one answer; by single letters a megabyte takes a minute


async def whole(pieces: AsyncIterable[bytes], packing: str, most: int) -> bytes:
    """The body of an answer, unpacked. Raises Failed when it is larger than `most`, packed or not, in very many pieces or a packing that
    was not asked for, or cut short.
    """
    packing = packing.strip().lower()
    if packing not in ("identity", "gzip", ""):
        raise Failed(Kind.WRONG_TYPE, OK, "packed in a way that was not asked for")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packing == "gzip" else None
    parts, size, packed = list[bytes](), 0, 0
    async for chunk in pieces:
        if len(parts) == MOST_PIECES:
            raise Failed(Kind.HOSTILE, detail=f"it comes in more than {MOST_PIECES:,} pieces")
        packed += len(chunk)
        part = unpack.decompress(chunk, most - size + 1) if unpack else chunk
        size += len(part)
        if size > most or packed > most:
            raise Failed(Kind.TOO_LARGE, OK)
        parts.append(part)
        if unpack is not None and unpack.eof:
            break  # what follows is nothing, and zlib would copy all of it anew for each piece
    if unpack is not None and not unpack.eof:
        raise Failed(Kind.CUT, OK)
    return b"".join(parts)
