"""Sets of a shop's products as the bits of one number: a hundred thousand are joined at once."""

from __future__ import annotations

from array import array
from collections import abc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.catalog import ProductId


@dataclass(frozen=True, slots=True)
class Numbering:
    """Gives every product that is there, or is named, a bit; the smaller its id, the lower."""

    products: Sequence[ProductId]
    bits: abc.Mapping[ProductId, int]

    @classmethod
    def of(cls, products: Sequence[ProductId]) -> Numbering:
        """*products*: each once, the smallest first."""
        return cls(products, {product: bit for bit, product in enumerate(products)})

    def set_of(self, products: Iterable[ProductId]) -> int:
        return joined((self.bits[product] for product in products), len(self.products))

    def lowest(self, found: int) -> Iterator[ProductId]:
        """Yield the products of a set, the smallest id first."""
        words = array("Q", found.to_bytes(len(self.products) // 64 * 8 + 8, "little"))
        for at, word in enumerate(words):
            left = word
            while left:
                yield self.products[at * 64 + (left & -left).bit_length() - 1]
                left &= left - 1


def joined(bits: Iterable[int], size: int) -> int:
    """Return the set of *bits*, each of them below *size*."""
    field = bytearray(size // 8 + 1)
    for bit in bits:
        field[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(field, "little")


def without(found: int, others: int) -> int:
    """Return what is in *found* and not in *others*."""
    return found ^ (found & others)
