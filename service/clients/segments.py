"""Segments: the files in which events are safe before the database has them."""

from __future__ import annotations

import fcntl
import os
import re
import threading
import uuid
import weakref
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from service.domain.catalog import ShopId
from service.domain.engagement import Event, EventLine
from service.domain.errors import NotDurableError
from service.storage import documents

SEGMENT_BYTES = 8 * 1024 * 1024
SUFFIX = ".jsonl"
_CONTENT = re.compile(rb"[^\n]")


class SegmentLog:
    """
    Appends events to a file of this process, and reads what any process of this host wrote.

    A segment belongs to one process, which holds a lock on it for as long as it may write: a file
    without that lock is finished, however its writer ended. *sync_to_disk*: wait for the disk
    before saying that an event is kept, so that it survives a power cut and not only a crash.
    """

    def __init__(self, folder: Path, *, sync_to_disk: bool) -> None:
        self._folder = folder
        self._sync_to_disk = sync_to_disk
        self._lock = threading.Lock()
        self._open: _Segment | None = None
        self._blanked: dict[str, int] = {}
        _logs.add(self)

    def append(self, shop_id: ShopId, events: Sequence[Event]) -> None:
        """Keep *events*, all or none; raise `NotDurableError` when they are not kept."""
        lines = b"".join(
            documents.encode(EventLine(shop_id, event)).encode() + b"\n" for event in events
        )
        try:
            with self._lock:
                segment = self._segment()
                end = self._write(segment, lines)
            if self._sync_to_disk:
                self._sync(segment, end)
        except OSError as error:
            raise NotDurableError(str(error)) from error

    def close(self) -> None:
        """Finish the segment of this process."""
        with self._lock:
            self._finish()

    def segments(self) -> Sequence[str]:
        """Return the names of all segments in the folder."""
        return sorted(path.name for path in self._folder.glob(f"*{SUFFIX}"))

    def size(self, name: str) -> int:
        """Return the length in bytes, 0 when the segment is gone."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            return 0

    def read(self, name: str, offset: int, max_bytes: int) -> bytes:
        """Return whole lines from *offset*; nothing when no line ends within *max_bytes*."""
        block = self.rest(name, offset, max_bytes)
        return block[: block.rfind(b"\n") + 1]

    def rest(self, name: str, offset: int, max_bytes: int) -> bytes:
        """Return what stands at *offset*, whether a line ends there or not."""
        try:
            with self._path(name).open("rb") as file:
                file.seek(offset)
                return file.read(max_bytes)
        except FileNotFoundError:
            return b""

    def is_finished(self, name: str) -> bool:
        """Whether nobody will write to it again. Ask this *before* reading its end."""
        try:
            fd = os.open(self._path(name), os.O_RDONLY)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(fd)
        return True

    def blank(self, name: str, end: int) -> None:
        """Overwrite what stands before *end* with blanks: it is kept elsewhere by now, and must
        not lie about here. Lines keep their places; the writer only appends."""
        start = self._blanked.get(name, 0)
        if start >= end or not self._path(name).exists():
            return
        lines = self.rest(name, start, end - start)
        fd = os.open(self._path(name), os.O_WRONLY)
        try:
            os.pwrite(fd, _CONTENT.sub(b" ", lines), start)
        finally:
            os.close(fd)
        self._blanked[name] = start + len(lines)

    def remove(self, name: str) -> None:
        self._blanked.pop(name, None)
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / name

    def _segment(self) -> _Segment:
        if self._open is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._open = _Segment(self._folder, sync_to_disk=self._sync_to_disk)
        return self._open

    def _write(self, segment: _Segment, lines: bytes) -> int:
        try:
            end = segment.write(lines)
        except OSError:
            # A reader may already have passed what was cut off here: nothing may follow in its
            # place, so this segment ends.
            self._finish()
            raise
        if end >= SEGMENT_BYTES:
            self._finish()
        return end

    def _sync(self, segment: _Segment, end: int) -> None:
        try:
            segment.sync(end)
        except OSError:
            with self._lock:
                if self._open is segment:
                    self._finish()
            raise

    def _finish(self) -> None:
        if self._open is not None:
            segment, self._open = self._open, None
            segment.close()

    def begin_again_after_fork(self) -> None:
        self._lock = threading.Lock()
        if self._open is not None:
            os.close(self._open.fd)  # the parent's; kept open it would look alive for ever
            self._open = None


class _Segment:
    """A file that this process writes; the log above lets one thread write at a time."""

    def __init__(self, folder: Path, *, sync_to_disk: bool) -> None:
        name = f"{uuid.uuid4().hex}-{os.getpid()}"
        self.path = folder / f"{name}{SUFFIX}"
        self.fd = _create_locked(folder / f".{name}", self.path)
        self._sync_to_disk = sync_to_disk
        self._syncing = threading.Lock()
        self._size = self._synced = 0
        self._failed = False
        if sync_to_disk:
            _sync_folder(folder)

    def write(self, lines: bytes) -> int:
        """Append all of *lines* or nothing, in one call; return where the file now ends."""
        written = 0
        try:
            written = os.write(self.fd, lines)
        finally:
            if written < len(lines):
                os.ftruncate(self.fd, self._size)
        if written < len(lines):
            raise OSError("the disk is full")
        self._size += written
        return self._size

    def sync(self, end: int) -> None:
        """Return once the file is on disk up to *end*; who waits meanwhile shares one call."""
        with self._syncing:
            if self._synced < end:
                self._sync()

    def close(self) -> None:
        """Finish the file. One that holds nothing goes away."""
        with self._syncing:
            try:
                if self._size == 0:
                    self.path.unlink(missing_ok=True)
                elif self._sync_to_disk:
                    with suppress(OSError):  # who still waits will see that it is not synced
                        self._sync()
            finally:
                os.close(self.fd)
                self.fd = -1

    def _sync(self) -> None:
        size = self._size
        if self._failed:
            raise OSError("the disk has failed on this segment")
        try:
            os.fdatasync(self.fd)
        except OSError:
            self._failed = True  # the kernel reports it once; asked again it would say all is well
            raise
        self._synced = size


def _create_locked(hidden: Path, path: Path) -> int:
    """Open a new file; it is locked before it can be seen, so that it never looks finished."""
    fd = os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        hidden.rename(path)
    except OSError:
        os.close(fd)
        hidden.unlink(missing_ok=True)
        raise
    return fd


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


_logs: weakref.WeakSet[SegmentLog] = weakref.WeakSet()


def _after_fork() -> None:
    for log in list(_logs):
        log.begin_again_after_fork()


os.register_at_fork(after_in_child=_after_fork)
