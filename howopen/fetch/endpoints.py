"""Services that sources ask, where they stand for one run, and one HTTP host for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from howopen.fetch.bounds import Bounds
from howopen.fetch.http import LOOPBACK, Connections, Host
from howopen.fetch.runtime import Runtime
from howopen.fetch.secrets import Secrets
from howopen.records.errors import Refused

_SECURE = re.compile(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|\Z)")


@dataclass(frozen=True, slots=True)
class Service:
    """A host that sources ask, and its rules."""

    name: str  # for people
    address: str  # without a slash at the end
    variable: str = ""  # environment variable that gives another address
    token_variable: str = ""  # environment variable with a token for it
    every: float = 0  # seconds between two requests
    stranger: bool = False  # whether its address was written by anybody, as those of evidence are
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses and tokens of services, by the service's name."""

    addresses: Mapping[str, str]  # without a slash at the end
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, services: Iterable[Service], environment: Mapping[str, str]) -> Endpoints:
        """Endpoints by the variables that people set. Raises Refused for an address or token that cannot be one."""
        addresses, tokens = {}, {}
        for service in services:
            address = environment.get(service.variable, "").rstrip("/") or service.address
            if not _SECURE.match(address):
                raise Refused(f"{service.variable} must be an address that starts with https://")
            token = environment.get(service.token_variable, "").strip()
            if not re.fullmatch(r"[!-~]*", token):
                raise Refused(f"{service.token_variable} holds something that is no token")
            addresses[service.name], tokens[service.name] = address, token
        return cls(addresses, tokens)

    @property
    def local(self) -> bool:
        """Whether every service stands on this machine, as in tests."""
        return all(urlsplit(address).hostname in LOOPBACK for address in self.addresses.values())


class Hosts:
    """HTTP hosts of one run, made when first asked for; sources that ask the same service share its limits."""

    def __init__(self, connections: Connections, endpoints: Endpoints, runtime: Runtime, agent: str, bounds: Bounds) -> None:
        self.endpoints = endpoints
        self.secrets = Secrets(endpoints.tokens.values())
        self.runtime = runtime
        self._connections, self._agent, self._bounds = connections, agent, bounds
        self._hosts: dict[Service, Host] = {}

    def of(self, service: Service) -> Host:
        """Host of the service."""
        if service not in self._hosts:
            address = self.endpoints.addresses.get(service.name, service.address)
            self._hosts[service] = Host(
                service.name,
                address,
                self._connections,
                self.runtime,
                self._agent,
                token=self.endpoints.tokens.get(service.name, ""),
                token_variable=service.token_variable,
                bounds=self._bounds,
                every=0 if urlsplit(address).hostname in LOOPBACK else service.every,
                stranger=service.stranger,
                headers=dict(service.headers),
                secrets=self.secrets,
            )
        return self._hosts[service]

    def counts(self) -> list[tuple[str, int, int, int]]:
        """(name, requests, conditional, unchanged) of each host that was asked; those asked only for links are one row, the last."""
        named = [(host.name, host.requests, host.conditional, host.unchanged) for host in self._hosts.values() if "." not in host.name and host.requests]
        others = [host for host in self._hosts.values() if "." in host.name and host.requests]
        return named + ([(f"{len(others)} hosts of evidence", sum(host.requests for host in others), 0, 0)] if others else [])
