"""
The lines of a bulk operation's result, gathered into one block an object, and checked as a whole.

Most files hold a child right after its parent: a block is cut out without being looked into, and
skipped when its digest is the one that was kept. Shopify does not promise that order, so a file
that has another is read again and sorted into parts on disk. Nothing is given out before the last
byte was counted: a file that is cut off, or short, gives nothing.
"""

from __future__ import annotations

import hashlib
import struct
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Generic, TypeVar

import msgspec

from service.ports import BrokenExportError, Export

LARGEST_BLOCK = 32 * 1024 * 1024
"""No product with all its variants has more bytes."""

PAGE = 4_000
PAGE_BYTES = 8 * 1024 * 1024
"""A page ends at so many objects, or when their blocks have come to so many bytes."""

PARTS = 64
"""A scattered file is sorted into so many parts, each of which has to fit into memory."""

BUFFER = 1024 * 1024

_HEAD = struct.Struct("<Q32sI")
_DIGEST = hashlib.sha256

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KindOfFile(Generic[T]):
    """*root*: the type of what has no parent. *read*: makes it of its line and its children's."""

    root: str
    read: Callable[[bytes], T]


@dataclass(frozen=True, slots=True)
class Gathered(Generic[T]):
    """*ids*: of all that the file holds. *pages*: what is not known yet, each with its digest; it
    is read as it is gone through, so that little of it is held at a time."""

    ids: Sequence[int]
    pages: Iterator[Iterator[tuple[T, str]]]


class _ScatteredError(Exception):
    """A child stands elsewhere than right after its parent."""


class _Line(msgspec.Struct, gc=False):
    id: str
    parent: str | None = msgspec.field(name="__parentId", default=None)


_LINE = msgspec.json.Decoder(_Line)


@contextmanager
def gathered(
    chunks: Callable[[], Iterator[bytes]],
    export: Export,
    known: Mapping[int, str],
    kind: KindOfFile[T],
) -> Iterator[Gathered[T]]:
    """
    Read the file that *chunks* yields; raise `BrokenExportError` unless all of it has come.

    *known*: the digests of the blocks that need not come again, by id.
    """
    with ExitStack() as stack:
        spool = stack.enter_context(TemporaryFile(buffering=BUFFER))
        try:
            ids = _cut(_counted(chunks(), export), known, kind.root, spool)
        except _ScatteredError:
            spool.seek(0)
            spool.truncate()
            parts = [stack.enter_context(TemporaryFile()) for _ in range(PARTS)]
            _sort(_counted(chunks(), export), kind.root, parts)
            ids = _join(parts, spool)
        except ValueError as error:
            raise BrokenExportError(f"Shopify's list can not be read: {error}") from error
        yield Gathered(ids, _pages(spool, kind))


def _counted(chunks: Iterator[bytes], export: Export) -> Iterator[bytes]:
    """Pass the file on, and raise at its end when something of it is missing."""
    size = lines = 0
    last = b"\n"
    for chunk in chunks:
        size += len(chunk)
        lines += chunk.count(b"\n")
        last = chunk[-1:] or last
        yield chunk
    lines += last != b"\n"
    if (size, lines) != (export.size, export.objects):
        raise BrokenExportError(
            f"Shopify's list is not whole: {lines} of {export.objects} lines, "
            f"{size} of {export.size} bytes"
        )


def _cut(
    chunks: Iterator[bytes], known: Mapping[int, str], root: str, spool: IO[bytes]
) -> array[int]:
    """Write every block that is not *known* to *spool*; return the ids of all."""
    ids = array("q")
    for start, blocks in _blocks(chunks, root):
        for block in blocks:
            number = int(block[: block.index(b'"')])
            digest = _DIGEST(block).hexdigest()[:32]
            ids.append(number)
            if known.get(number) == digest:
                continue
            whole = start + block
            parent = whole[len(b'{"id":') : whole.index(b'"', len(start)) + 1]
            if whole.count(b"\n") != whole.count(b'"__parentId":' + parent):
                raise _ScatteredError
            spool.write(_HEAD.pack(number, digest.encode(), len(whole)))
            spool.write(whole)
    if len(set(ids)) != len(ids):
        raise _ScatteredError
    return ids


def _blocks(chunks: Iterator[bytes], root: str) -> Iterator[tuple[bytes, list[bytes]]]:
    """Yield the blocks without what they begin with, and that."""
    rest, start = b"", b""
    for chunk in chunks:
        rest += chunk
        if not start:
            if b"\n" not in rest and len(rest) < LARGEST_BLOCK:
                continue
            start = _start(rest, root)
            rest = rest[len(start) :]
        *whole, rest = rest.split(b"\n" + start)
        if len(rest) > LARGEST_BLOCK:
            raise BrokenExportError("a line of Shopify's list is longer than any should be")
        yield start, whole
    if rest and not start:
        start = _start(rest, root)
        rest = rest[len(start) :]
    if rest:
        yield start, [rest.rstrip(b"\n")]


def _start(rest: bytes, root: str) -> bytes:
    """Return how each root's line begins here: Shopify may write its slashes with a backslash."""
    for slash in ("\\/", "/"):
        start = f'{{"id":"gid:{slash}{slash}shopify{slash}{root}{slash}'.encode()
        if rest.startswith(start):
            return start
    raise _ScatteredError


def _sort(chunks: Iterator[bytes], root: str, parts: Sequence[IO[bytes]]) -> None:
    """Write each line to the part that its root's is in."""
    rest = b""
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > LARGEST_BLOCK:
            raise BrokenExportError("a line of Shopify's list is longer than any should be")
        for line in lines:
            _put(line, root, parts)
    if rest:
        _put(rest, root, parts)


def _put(line: bytes, root: str, parts: Sequence[IO[bytes]]) -> None:
    try:
        its = _LINE.decode(line)
    except msgspec.MsgspecError as error:
        raise BrokenExportError(f"a line of Shopify's list can not be read: {error}") from error
    kind, _, number = (its.parent or its.id).removeprefix("gid://shopify/").partition("/")
    if kind != root or not number.isdecimal():
        raise BrokenExportError(f"Shopify's list holds something that was not asked for: {its.id}")
    is_root = its.parent is None
    part = parts[int(number) % PARTS]
    part.write(_HEAD.pack(int(number), b"r" if is_root else b"c", len(line)))
    part.write(line)


def _join(parts: Sequence[IO[bytes]], spool: IO[bytes]) -> array[int]:
    """Write the blocks of all parts to *spool*, without digests; raise where one has no root."""
    ids = array("q")
    for part in parts:
        roots: dict[int, bytes] = {}
        children: defaultdict[int, list[bytes]] = defaultdict(list)
        for number, mark, line in _framed(part):
            if mark != "r":
                children[number].append(line)
            elif roots.setdefault(number, line) is not line:
                raise BrokenExportError(f"Shopify's list holds {number} twice")
        if not children.keys() <= roots.keys():
            raise BrokenExportError("Shopify's list holds variants of a product that it lacks")
        for number, line in roots.items():
            whole = b"\n".join([line, *children.get(number, ())])
            spool.write(_HEAD.pack(number, b"", len(whole)))
            spool.write(whole)
            ids.append(number)
    return ids


def _framed(file: IO[bytes]) -> Iterator[tuple[int, str, bytes]]:
    file.seek(0)
    while head := file.read(_HEAD.size):
        number, mark, length = _HEAD.unpack(head)
        yield number, mark.rstrip(b"\0").decode(), file.read(length)


def _pages(spool: IO[bytes], kind: KindOfFile[T]) -> Iterator[Iterator[tuple[T, str]]]:
    blocks: list[tuple[int, str, bytes]] = []
    size = 0
    for framed in _framed(spool):
        blocks.append(framed)
        size += len(framed[2])
        if len(blocks) == PAGE or size >= PAGE_BYTES:
            yield _read(blocks, kind)
            blocks, size = [], 0
    if blocks:
        yield _read(blocks, kind)


def _read(blocks: Sequence[tuple[int, str, bytes]], kind: KindOfFile[T]) -> Iterator[tuple[T, str]]:
    for number, digest, block in blocks:
        try:
            thing = kind.read(block)
        except (msgspec.MsgspecError, ValueError) as error:
            raise BrokenExportError(f"{kind.root} {number} can not be read: {error}") from error
        yield thing, digest
