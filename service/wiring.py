"""``build(settings)``: the only place that picks implementations."""

from __future__ import annotations

from dataclasses import dataclass

from config.settings import Settings
from service.clients.sealing import TokenSeal
from service.clients.segments import SegmentLog
from service.domain.lexicon import Lexicon
from service.domain.signing import Signer
from service.ports import Clock, Doorbell, ShopFeeds, utc_now
from service.storage.database import Database
from service.storage.lexicon import load_default_lexicon


@dataclass(frozen=True)
class Services:
    """What use cases are given, ready to use."""

    settings: Settings
    database: Database
    lexicon: Lexicon
    feeds: ShopFeeds
    doorbell: Doorbell
    seal: TokenSeal
    signer: Signer
    segments: SegmentLog
    clock: Clock


def build(settings: Settings) -> Services:
    """Open everything that *settings* names; nothing is connected before it is used."""
    database = Database(settings.database)
    seal = TokenSeal(settings.token_keys)
    return Services(
        settings=settings,
        database=database,
        lexicon=load_default_lexicon(),
        feeds=_feeds(settings, database, seal),
        doorbell=_doorbell(settings),
        seal=seal,
        signer=Signer(settings.secret_key),
        segments=SegmentLog(settings.segments_dir, sync_to_disk=settings.durability == "disk"),
        clock=utc_now,
    )
