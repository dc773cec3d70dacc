"""What lies in Redis, and whose it is."""

from __future__ import annotations

from redis import Redis

OF_NO_SHOP = {
    "endcap:_kombu.": "which queues there are",
    "endcap:endcap": "the queue: a message rings for a kind of job, and names nothing",
    "endcap:segments": "the queue of a host: rings for its files of events, and names nothing",
    "endcap:unacked": "messages on their way",
    "segments.": "a ring that a leaving worker gave back: Kombu leaves out the prefix, nobody hears"
    " it there, and the sweep rings again",
    "LIMITS:LIMITER/events/": "how many events an address has sent, before it is known for whom",
    "LIMITS:LIMITER/sign-in/": "tries to sign in, by account and address, before a shop is known",
}
"""Beginnings of keys that are not a shop's, and why."""


def keys_of_nobody(redis_url: str) -> list[str]:
    """Return the keys that name neither a shop nor one of `OF_NO_SHOP`."""
    listed = tuple(OF_NO_SHOP)
    found = (key.decode() for key in Redis.from_url(redis_url).scan_iter(count=1000))
    return sorted(k for k in found if ".myshopify.com" not in k and not k.startswith(listed))
