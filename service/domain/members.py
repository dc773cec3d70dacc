"""People who work on a shop, and how much each of them may do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from service.domain.catalog import ShopId

UserId = NewType("UserId", int)


class MemberRole(StrEnum):
    """Each may do what those before it may: look; edit the draft; publish; manage people."""

    VIEWER = "viewer"
    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"

    def allows(self, needed: MemberRole) -> bool:
        ranks = list(MemberRole)
        return ranks.index(self) >= ranks.index(needed)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. *uniquifier* names the sessions: changing it ends them all."""

    id: UserId
    email: str
    password: str | None
    active: bool
    uniquifier: str


@dataclass(frozen=True, slots=True)
class Membership:
    user_id: UserId
    shop_id: ShopId
    role: MemberRole
