"""Segments become rows: each event once, whatever is killed, and no bad line stops the others."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from service.clients import segments as segments_module
from service.clients.segments import SegmentLog
from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, Shop, ShopId
from service.domain.engagement import Event, EventKind, EventLine, EventSource, VisitorClass
from service.storage import documents, events, segments
from service.storage.database import Database, DatabaseUnavailableError
from service.usecases import store_segments as module
from service.usecases.store_segments import store_segments
from tests.builders import NOW


def a_click(**changes: Any) -> Event:
    values: dict[str, Any] = {
        "id": str(uuid4()),
        "kind": EventKind.CLICKED,
        "source": EventSource.BEACON,
        "article": ArticleId(1),
        "product": ProductId(2),
        "visitor_class": VisitorClass.HUMAN,
        "occurred_at": NOW,
        "received_at": NOW,
    }
    return Event(**{**values, **changes})


def drain(database: Database, log: SegmentLog) -> int:
    return store_segments(database=database, segments=log, clock=lambda: NOW)


def count(database: Database, shop: Shop) -> int:
    with database.system(read_only=True) as tx:
        return events.count(tx, shop.id)


def dead(database: Database) -> list[str]:
    with database.system(read_only=True) as tx:
        return [letter.reason for letter in segments.dead(tx)]


def test_stores_what_waits(database: Database, shop: Shop, log: SegmentLog) -> None:
    event = a_click(slot="end", position=1, set_id="s", arm="published", mapping_version=3)
    log.append(shop.id, [event])

    new = drain(database, log)

    with database.system(read_only=True) as tx:
        [stored] = events.stream(tx, shop.id, EventKind.CLICKED)
    assert (1, event) == (new, stored.event)
    assert (stored.article_handle, stored.product_handle) == ("news/article-1", "product-2")


def test_goes_on_where_it_stopped(database: Database, shop: Shop, log: SegmentLog) -> None:
    log.append(shop.id, [a_click()])
    drain(database, log)
    log.append(shop.id, [a_click(), a_click()])

    new = [drain(database, log), drain(database, log)]

    assert new == [2, 0]


def test_an_event_that_comes_again_counts_once(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    event = a_click()
    log.append(shop.id, [event, event])
    drain(database, log)
    log.append(shop.id, [event])

    drain(database, log)

    assert count(database, shop) == 1


def test_the_same_id_in_two_shops_is_two_events(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    with database.system() as tx:
        tx.execute(
            text(
                "INSERT INTO shops (id, domain, name, currency, timezone, url, mode, paused,"
                " hand_placed_links, new_articles, installed_at) SELECT 77, 'b.myshopify.com',"
                " name, currency, timezone, url, mode, paused, hand_placed_links, new_articles,"
                " installed_at FROM shops"
            )
        )
    event = a_click()
    log.append(shop.id, [event])
    log.append(ShopId(77), [event])

    assert drain(database, log) == 2


def test_removes_a_finished_segment_with_its_row(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    log.append(shop.id, [a_click()])
    log.close()

    drain(database, log)

    with database.system(read_only=True) as tx:
        assert segments.offsets(tx) == {}
    assert log.segments() == []


def test_keeps_a_segment_that_is_still_written(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    log.append(shop.id, [a_click()])

    drain(database, log)

    assert len(log.segments()) == 1


def test_takes_several_transactions_for_a_long_segment(
    database: Database, shop: Shop, log: SegmentLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_BYTES", 1500)
    log.append(shop.id, [a_click() for _ in range(20)])

    assert drain(database, log) == 20


def a_line() -> bytes:
    return documents.encode(EventLine(ShopId(1), a_click())).encode() + b"\n"


def lay(log: SegmentLog, *lines: bytes) -> None:
    """Leave a segment whose writer is gone."""
    log.append(ShopId(1), [a_click()])
    [name] = log.segments()
    log.close()
    (log._folder / name).write_bytes(b"".join(lines))


GOOD = a_line()
POISON = [
    b"\n",
    b"null\n",
    b"[]\n",
    b"{}\n",
    b"\x00\x00\x00\n",
    b"\xff\xfe\n",
    b"not json\n",
    GOOD[:50] + b"\n",
    GOOD.replace(b'"v":1', b'"v":2'),
    GOOD.replace(b'"shop_id":1', b'"shop_id":1e400'),
    GOOD.replace(b'"shop_id":1', b'"shop_id":"1"'),
    GOOD.replace(b'"shop_id":1', b'"shop_id":424242'),
    GOOD.replace(b'"shop_id":1', b'"shop_id":99999999999999999999'),
    GOOD.replace(b'"kind":"clicked"', b'"kind":"danced"'),
    GOOD.replace(b'"position":0', b'"position":99999999999'),
    GOOD.replace(b'"position":0', b'"position":-1'),
    GOOD.replace(b'"slot":""', b'"slot":"a\\u0000b"'),
    GOOD.replace(b'"arm":""', b'"arm":"' + b"a" * 300 + b'"'),
    GOOD.replace(b'"propensity":"1"', b'"propensity":"NaN"'),
    GOOD.replace(b"2026-11-02T09:30:00Z", b"2026-11-02T09:30:00"),
    b"[" * 90_000 + b"\n",
]


@pytest.mark.parametrize("poison", POISON, ids=lambda line: repr(line[:24]))
def test_a_bad_line_is_kept_with_its_reason_and_its_neighbours_are_stored(
    database: Database, shop: Shop, log: SegmentLog, poison: bytes
) -> None:
    lay(log, a_line(), poison, a_line())

    stored = drain(database, log)

    with database.system(read_only=True) as tx:
        [letter] = segments.dead(tx)
    assert (2, poison) == (stored, letter.line)
    assert letter.reason
    assert log.segments() == []


def test_a_torn_last_line_of_a_finished_segment_never_blocks(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    lay(log, a_line(), a_line()[:100])

    stored = drain(database, log)

    assert (stored, dead(database)) == (1, ["not an event: the line was cut off"])
    assert log.segments() == []


def test_waits_for_the_rest_of_a_line_while_its_writer_lives(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    log.append(shop.id, [a_click()])
    [name] = log.segments()
    line, path = a_line(), log._folder / name
    with path.open("ab") as file:
        file.write(line[:60])
    first = drain(database, log)
    with path.open("ab") as file:
        file.write(line[60:])

    second = drain(database, log)

    assert (first, second, dead(database)) == (1, 1, [])


def test_gets_past_a_line_without_end(
    database: Database, shop: Shop, log: SegmentLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK_BYTES", 1000)
    lay(log, b"x" * 2500 + b"\n", a_line())

    assert drain(database, log) == 1


def test_a_segment_shorter_than_what_was_stored_of_it_is_over(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    log.append(shop.id, [a_click(), a_click()])
    drain(database, log)
    [name] = log.segments()
    log.close()
    (log._folder / name).write_bytes(b"")

    assert drain(database, log) == 0
    assert log.segments() == []


def test_gives_up_no_event_when_the_database_itself_fails(
    database: Database, owners_database: Database, shop: Shop, log: SegmentLog
) -> None:
    log.append(shop.id, [a_click()])
    with owners_database.system() as tx:
        tx.execute(text("ALTER TABLE events RENAME TO elsewhere"))

    with pytest.raises(Exception, match="events"):
        drain(database, log)

    with owners_database.system() as tx:
        tx.execute(text("ALTER TABLE elsewhere RENAME TO events"))
    assert (drain(database, log), dead(database)) == (1, [])


DRAINER = """
import sys
from pathlib import Path
from service.clients.segments import SegmentLog
from service.ports import utc_now
from service.storage.database import Database
from service.usecases import store_segments as module
module.CHUNK_BYTES = 4000
database = Database(sys.argv[1], system_url=sys.argv[3])
log = SegmentLog(Path(sys.argv[2]), sync_to_disk=False)
print("ready", flush=True)
while log.segments():
    module.store_segments(database=database, segments=log, clock=utc_now)
"""


def start_drainer(database: Database, log: SegmentLog) -> subprocess.Popen[bytes]:
    where = database.url, str(log._folder), database.system_url
    return subprocess.Popen([sys.executable, "-c", DRAINER, *where], stdout=subprocess.PIPE)


def test_stores_each_event_once_though_killed_again_and_again(
    database: Database,
    shop: Shop,
    log: SegmentLog,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(segments_module, "SEGMENT_BYTES", 50_000)
    clicks = [a_click() for _ in range(1500)]
    for start in range(0, len(clicks), 10):
        log.append(shop.id, clicks[start : start + 10])
    log.close()
    chance = random.Random(7)

    killed = 0
    while True:
        drainer = start_drainer(database, log)
        assert drainer.stdout is not None
        drainer.stdout.readline()
        try:
            drainer.wait(timeout=chance.uniform(0.0, 0.08) if killed < 8 else 60)
            break
        except subprocess.TimeoutExpired:
            drainer.kill()
            drainer.wait()
            killed += 1

    with database.system(read_only=True) as tx:
        stored = sorted(row.event.id for row in events.stream(tx, shop.id, EventKind.CLICKED))
    assert sorted(click.id for click in clicks) == stored
    assert (dead(database), log.segments()) == ([], [])
    assert killed > 0


def test_two_drains_at_once_store_each_event_once(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    clicks = [a_click() for _ in range(600)]
    log.append(shop.id, clicks)
    log.close()

    drainers = [start_drainer(database, log) for _ in range(2)]

    assert [drainer.wait(60) for drainer in drainers] == [0, 0]
    assert count(database, shop) == 600


def test_what_could_not_be_stored_is_tried_again_later(
    database: Database, shop: Shop, log: SegmentLog
) -> None:
    elsewhere = "sqlite:////nowhere/endcap.db"
    unreachable = Database(elsewhere if database.is_sqlite else f"{database.url}_nowhere")
    log.append(shop.id, [a_click()])

    with pytest.raises(DatabaseUnavailableError):
        drain(unreachable, log)

    assert drain(database, log) == 1
