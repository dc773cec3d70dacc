"""The files in which events are safe: one writer each, whole lines, a lock as a sign of life."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from service.clients import segments as module
from service.clients.segments import SegmentLog
from service.domain.articles import ArticleId
from service.domain.catalog import ProductId, ShopId
from service.domain.engagement import Event, EventKind, EventLine, EventSource, VisitorClass
from service.domain.errors import NotDurableError
from service.storage import documents
from tests.builders import NOW

SHOP = ShopId(1)
MUCH = 10_000_000


def a_click() -> Event:
    return Event(
        id=str(uuid4()),
        kind=EventKind.CLICKED,
        source=EventSource.BEACON,
        article=ArticleId(1),
        product=ProductId(2),
        visitor_class=VisitorClass.HUMAN,
        occurred_at=NOW,
        received_at=NOW,
    )


@pytest.fixture(params=[False, True], ids=["process", "disk"])
def log(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SegmentLog]:
    log = SegmentLog(tmp_path / "segments", sync_to_disk=request.param)
    yield log
    log.close()


def lines_of(log: SegmentLog) -> list[EventLine]:
    blocks = [log.read(name, 0, MUCH) for name in log.segments()]
    return [documents.decode(EventLine, line) for block in blocks for line in block.splitlines()]


def test_a_line_brings_back_the_event(log: SegmentLog) -> None:
    event = a_click()

    log.append(SHOP, [event])

    assert [EventLine(SHOP, event)] == lines_of(log)


def test_makes_no_file_before_there_is_an_event(log: SegmentLog) -> None:
    assert log.segments() == []


def test_a_segment_is_finished_when_its_writer_closes_it(log: SegmentLog) -> None:
    log.append(SHOP, [a_click()])
    [name] = log.segments()

    before = log.is_finished(name)
    log.close()

    assert (before, log.is_finished(name)) == (False, True)


def test_goes_on_in_another_segment_when_one_is_full(
    log: SegmentLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 1000)

    for _ in range(10):
        log.append(SHOP, [a_click()])

    assert len(lines_of(log)) == 10
    assert len(log.segments()) > 1
    assert sum(not log.is_finished(name) for name in log.segments()) <= 1


def test_many_threads_write_whole_lines(log: SegmentLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 20_000)
    events = [[a_click() for _ in range(20)] for _ in range(8)]

    def write(mine: list[Event]) -> None:
        for event in mine:
            log.append(SHOP, [event])

    threads = [threading.Thread(target=write, args=(mine,)) for mine in events]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    expected = sorted(event.id for mine in events for event in mine)
    assert expected == sorted(line.event.id for line in lines_of(log))


def test_reads_whole_lines_only(log: SegmentLog) -> None:
    log.append(SHOP, [a_click(), a_click()])
    [name] = log.segments()
    whole = log.read(name, 0, MUCH)
    first = whole.index(b"\n") + 1

    assert whole[:first] == log.read(name, 0, first + 5)
    assert whole[first:] == log.read(name, first, MUCH)
    assert log.read(name, 0, 5) == b""
    assert log.read(name, len(whole), MUCH) == b""


def test_a_segment_that_is_gone_is_finished_and_empty(log: SegmentLog) -> None:
    assert (log.is_finished("x.jsonl"), log.read("x.jsonl", 0, 9), log.size("x")) == (True, b"", 0)


def test_a_child_process_writes_a_segment_of_its_own(log: SegmentLog) -> None:
    log.append(SHOP, [a_click()])

    child = os.fork()
    if child == 0:
        log.append(SHOP, [a_click()])
        os._exit(0)
    os.waitpid(child, 0)

    assert len(log.segments()) == 2
    assert sum(log.is_finished(name) for name in log.segments()) == 1


def test_a_child_that_lives_on_does_not_keep_the_segment_of_its_parent(log: SegmentLog) -> None:
    log.append(SHOP, [a_click()])
    [name] = log.segments()

    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(says, b"!")
        signal.pause()
    os.read(hears, 1)
    log.close()
    finished = log.is_finished(name)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(hears)
    os.close(says)

    assert finished is True


@contextmanager
def small_disk() -> Iterator[None]:
    """No file of this process may grow beyond 1,000 bytes: what a full disk does to a write.

    Only around the write itself: the report of the tests may go to a file too.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)


def append_too_much(log: SegmentLog) -> None:
    with small_disk(), pytest.raises(NotDurableError):
        log.append(SHOP, [a_click() for _ in range(5)])


def test_takes_back_what_did_not_fit(log: SegmentLog) -> None:
    log.append(SHOP, [a_click()])

    append_too_much(log)

    [name] = log.segments()
    assert len(lines_of(log)) == 1
    assert log.is_finished(name)  # a reader may have passed its end


def test_leaves_no_empty_segment_when_nothing_fits(log: SegmentLog) -> None:
    append_too_much(log)

    assert log.segments() == []


def test_goes_on_when_there_is_room_again(log: SegmentLog) -> None:
    append_too_much(log)

    log.append(SHOP, [a_click()])

    assert len(lines_of(log)) == 1


WRITER = """
import sys
from pathlib import Path
from uuid import uuid4
from dataclasses import replace
from service.clients.segments import SegmentLog
from service.domain.catalog import ShopId
from service.domain.engagement import EventLine
from service.storage import documents
log = SegmentLog(Path(sys.argv[1]), sync_to_disk=False)
event = documents.decode(EventLine, sys.argv[2]).event
while True:
    events = [replace(event, id=str(uuid4())) for _ in range(3)]
    log.append(ShopId(1), events)
    sys.stdout.write("".join(e.id + "\\n" for e in events))
    sys.stdout.flush()
"""


def test_what_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    line = documents.encode(EventLine(SHOP, a_click()))
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), line], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().strip() for _ in range(300)]
    writer.kill()
    acknowledged += writer.stdout.read().split()
    writer.wait()

    log = SegmentLog(tmp_path, sync_to_disk=False)
    assert [log.is_finished(name) for name in log.segments()] == [True]
    assert set(acknowledged) - {line.event.id for line in lines_of(log)} == set()
