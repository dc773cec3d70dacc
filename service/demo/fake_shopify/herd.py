"""Products or articles that are made when they are looked at, and what was edited over them."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from typing import Any, Generic, Literal, Protocol, TypeVar, overload


class Made(Protocol):
    """What products and articles have in common."""

    @property
    def id(self) -> int: ...
    @property
    def handle(self) -> str: ...
    @property
    def updated_at(self) -> datetime: ...


Thing = TypeVar("Thing", bound=Made)

Order = Literal["id", "updated_at"]
Key = tuple[int, int]
"""A number to sort by (the id, or seconds since 1970), then the id."""


class Recipe(Generic[Thing]):
    """How *size* things with ids from *first_id* on are made; the same number, the same thing."""

    def __init__(
        self,
        size: int,
        first_id: int,
        make: Callable[[int], Thing],
        updated_at: Callable[[int], int],
    ) -> None:
        self.size = size
        self.first_id = first_id
        self.make = make
        self.updated_at = updated_at

    def number_of(self, identifier: int) -> int | None:
        number = identifier - self.first_id
        return number if 0 <= number < self.size else None

    @cached_property
    def by_update(self) -> tuple[array[int], array[int]]:
        """Seconds in order, and the number of the thing that each belongs to."""
        order = sorted(range(self.size), key=lambda n: (self.updated_at(n), n))
        return array("q", (self.updated_at(n) for n in order)), array("q", order)


@dataclass(frozen=True, eq=False)
class Herd(Sequence[Thing]):
    """A list of things by id that takes no memory for those that nobody edited."""

    recipe: Recipe[Thing]
    changed: Mapping[int, Thing] = field(default_factory=dict)
    gone: frozenset[int] = frozenset()

    def __len__(self) -> int:
        own = (n for n in self.changed if self.recipe.number_of(n) is None)
        return self.recipe.size - len(self.gone) + sum(1 for _ in own)

    def __iter__(self) -> Iterator[Thing]:
        return self.ordered("id")

    @overload
    def __getitem__(self, index: int) -> Thing: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Thing]: ...
    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(islice(self, index.start, index.stop, index.step))
        for thing in islice(self, index, None):
            return thing
        raise IndexError(index)

    def find(self, identifier: int) -> Thing | None:
        if identifier in self.changed:
            return self.changed[identifier]
        number = self.recipe.number_of(identifier)
        return None if number is None or identifier in self.gone else self.recipe.make(number)

    def find_handle(self, handle: str) -> Thing | None:
        """Return the thing with this handle; those that were made end in their number."""
        for thing in self.changed.values():
            if thing.handle == handle:
                return thing
        tail = handle.rpartition("-")[2]
        found = self.find(self.recipe.first_id + int(tail)) if tail.isdecimal() else None
        return found if found is not None and found.handle == handle else None

    def ordered(self, by: Order, *, after: Key | None = None) -> Iterator[Thing]:
        """Yield the things in order, from the first whose key is more than *after*."""
        own = sorted((_key(by, thing), thing.id) for thing in self.changed.values())
        edited = ((key, number) for key, number in own if after is None or key > after)
        for _, identifier in heapq.merge(self._made(by, after), edited):
            thing = self.find(identifier)
            if thing is not None:
                yield thing

    def with_thing(self, thing: Thing) -> Herd[Thing]:
        return replace(self, changed={**self.changed, thing.id: thing})

    def without(self, thing: Thing) -> Herd[Thing]:
        changed = {number: one for number, one in self.changed.items() if number != thing.id}
        made = self.recipe.number_of(thing.id) is not None
        return replace(self, changed=changed, gone=self.gone | {thing.id} if made else self.gone)

    def free_id(self) -> int:
        return max((*self.changed, self.recipe.first_id + self.recipe.size)) + 1000

    def _made(self, by: Order, after: Key | None) -> Iterator[tuple[Key, int]]:
        """Yield key and id of what is as it was made."""
        for key, identifier in self._by_id(after) if by == "id" else self._by_update(after):
            if identifier not in self.changed and identifier not in self.gone:
                yield key, identifier

    def _by_id(self, after: Key | None) -> Iterator[tuple[Key, int]]:
        first = self.recipe.first_id
        start = first if after is None else max(first, after[0] + 1)
        for identifier in range(start, first + self.recipe.size):
            yield (identifier, identifier), identifier

    def _by_update(self, after: Key | None) -> Iterator[tuple[Key, int]]:
        seconds, numbers = self.recipe.by_update
        for at in range(0 if after is None else bisect_left(seconds, after[0]), len(seconds)):
            identifier = self.recipe.first_id + numbers[at]
            key = (seconds[at], identifier)
            if after is None or key > after:
                yield key, identifier


def _key(by: Order, thing: Made) -> Key:
    return (thing.id if by == "id" else int(thing.updated_at.timestamp())), thing.id


def key_of(value: object) -> int:
    """Return the number of a cursor's value, which may say an instant."""
    if isinstance(value, int):
        return value
    instant = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return int((instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp())


def differences(
    old: Sequence[Thing], new: Sequence[Thing]
) -> Iterator[tuple[Thing | None, Thing | None]]:
    """Yield each thing that differs, as it was and as it is; ``None`` where it is not there."""
    if old is new:
        return
    if isinstance(old, Herd) and isinstance(new, Herd):
        ids = {*old.changed, *new.changed, *old.gone, *new.gone}
        touched = [n for n in ids if old.changed.get(n) is not new.changed.get(n)]
        touched += [n for n in old.gone ^ new.gone if n not in touched]
        before = {n: thing for n in touched if (thing := old.find(n))}
        after = {n: thing for n in touched if (thing := new.find(n))}
    else:
        before, after = {t.id: t for t in old}, {t.id: t for t in new}
    for number in before.keys() - after.keys():
        yield before[number], None
    for number, thing in after.items():
        if before.get(number) is not thing:
            yield before.get(number), thing


def by_id(things: Sequence[Thing], number: int) -> Thing | None:
    if isinstance(things, Herd):
        return things.find(number)
    return next((thing for thing in things if thing.id == number), None)
