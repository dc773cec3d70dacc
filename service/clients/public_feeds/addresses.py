"""Which addresses may be asked: http(s), and never one of a private network that nobody typed."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, cast
from urllib.parse import SplitResult, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError
from urllib3.util import Retry

from service.domain.errors import InvalidFieldError, StoreUnreadableError

_TRANSLATED = ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}
LONGEST = 2_000


def store_origin(typed: str) -> str:
    """Return ``https://host`` of what a person typed; raise `InvalidFieldError`."""
    text = typed.strip()
    said = text if "://" in text else f"https://{text}"
    parts = _split(said)
    if len(said) > LONGEST or parts is None or parts.scheme not in _PORTS or not parts.hostname:
        raise InvalidFieldError("STORE", f"{typed[:80]!r} is no address such as https://store.com")
    if parts.username is not None or parts.password is not None:
        raise InvalidFieldError("STORE", "leave out the name and password in the address")
    if "." not in parts.hostname and not is_loopback(parts.hostname) and ":" not in parts.hostname:
        raise InvalidFieldError("STORE", f"{parts.hostname!r} is no store's name")
    try:
        return origin_of(parts)
    except ValueError as error:
        raise InvalidFieldError("STORE", f"{parts.hostname!r} is no store's name") from error


def origin_of(parts: SplitResult) -> str:
    """Return where *parts* lead; raise `ValueError` or `KeyError` for no page of the web."""
    host = parts.hostname
    if not host or not re.fullmatch(r"[\w.:-]{1,255}", host):
        raise ValueError("no host")
    named = f"[{host}]" if ":" in host else host
    port = parts.port
    return f"{parts.scheme}://{named}" + (
        f":{port}" if port not in {None, _PORTS[parts.scheme]} else ""
    )


def is_local(origin: str) -> bool:
    """Whether the store runs on this machine."""
    return is_loopback(urlsplit(origin).hostname or "")


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # it is looked at only here
    except ValueError:
        return None
    return parts


def guarded_session(typed_origin: str) -> requests.Session:
    """Return a session that connects to public addresses only, and asks only once.

    A store on this machine can be reached when it was typed as such, and only that one.
    """
    parts = urlsplit(typed_origin)
    host = parts.hostname or ""
    local = (host, parts.port or _PORTS[parts.scheme]) if is_loopback(host) else None
    session = _Session()
    session.trust_env = False  # a proxy would look names up for us, out of the guard's sight
    for scheme in _PORTS:
        session.mount(f"{scheme}://", _GuardedAdapter(local))
    return session


class _Session(requests.Session):
    """Sees no redirects: to look where one leads it would read the whole body, however large."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None


def is_public(address: str) -> bool:
    """Whether *address* is on the internet, also by what it carries inside."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (ip in _TRANSLATED or ip.sixtofour or ip.teredo):
        return False
    inner: IPv4Address | IPv6Address = getattr(ip, "ipv4_mapped", None) or ip
    return inner.is_global and not inner.is_multicast


def _checked(host: str, port: int, local: tuple[str, int] | None) -> list[str]:
    """Return the addresses of *host*: what is connected to is what was looked at."""
    found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if (host.strip("[]"), port) == local:
        return addresses
    if not addresses or not all(is_public(address) for address in addresses):
        raise StoreUnreadableError(
            f"{host} is an address of a private network; endcap try reads public stores only"
        )
    return addresses


class _Guarded:
    """Connects to the very addresses that were looked at: names may mean another one later."""

    local: tuple[str, int] | None = None

    def _new_conn(self) -> socket.socket:
        connection = cast("Any", self)  # a mixin of urllib3's two kinds of connections
        named = connection._dns_host
        try:
            addresses = _checked(named, connection.port, self.local)
        except (socket.gaierror, UnicodeError) as error:
            raise StoreUnreadableError(
                f"there is no host called {named}; check the address"
            ) from error
        last: Exception | None = None
        for address in addresses:
            connection._dns_host = address
            try:
                return cast("socket.socket", cast("Any", super())._new_conn())
            except NewConnectionError as error:
                last = error
            finally:
                connection._dns_host = named
        raise last or StoreUnreadableError(f"{named} has no address")


class _GuardedAdapter(HTTPAdapter):
    def __init__(self, local: tuple[str, int] | None) -> None:
        self._local = local
        super().__init__(max_retries=Retry(total=0, redirect=False, read=False))

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        kinds = {"local": self._local}
        plain = type("GuardedHTTP", (_Guarded, HTTPConnection), kinds)
        secure = type("GuardedHTTPS", (_Guarded, HTTPSConnection), kinds)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("HTTPPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("HTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": secure}),
        }
