"""Hosts of this machine and of private networks, which nothing that strangers write may lead to: by how a host is written, and by where it is."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from howopen.fetch.failures import Failed, Kind

_NUMBER = re.compile(r"(?:0x[0-9a-f]*|\d+)\Z")  # how a name ends that is an IPv4 address in some other way, such as 127.1
_LAST_32 = [ipaddress.ip_network(one) for one in ("::/96", "64:ff9b::/96")]  # IPv6 that ends in an IPv4 address
Trace = Callable[[str, Mapping[str, Any]], Awaitable[None]]


def is_private(host: str) -> bool:
    """Whether a host, as an address or a name, is of this machine or a private network by how it is written; a name may still lead there."""
    host = host.strip("[]").removesuffix(".").lower()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost")) or bool(_NUMBER.match(host.rpartition(".")[2]))
    if isinstance(address, ipaddress.IPv6Address):
        within = any(address in network for network in _LAST_32)
        address = address.ipv4_mapped or address.sixtofour or (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if within else address)
    return not address.is_global or address.is_multicast


def watching(host: str, reached: Callable[[bool], None]) -> Trace:
    """Trace of httpx that calls `reached` with whether a new connection to the host leads into a private network, before a byte is sent there.

    It looks at the address that was connected to, so no second look-up can answer otherwise. A connection to a proxy, which the person chose, is let be;
    one that cannot be made is told as such. What `reached` raises ends the connection.
    """
    asked = ""

    async def trace(event: str, info: Mapping[str, Any]) -> None:
        nonlocal asked
        if event == "connection.connect_tcp.started":
            asked = str(info["host"])
        elif event == "connection.connect_tcp.complete" and asked == host:
            stream = info["return_value"]
            try:
                reached(is_private(str((stream.get_extra_info("server_addr") or [""])[0])))
            except Exception:
                await stream.aclose()
                raise
        elif event == "connection.connect_tcp.failed" and asked != host:
            raise Failed(Kind.UNREACHABLE, detail="the proxy that the environment names does not answer")

    return trace
