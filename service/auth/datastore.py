"""Gives Flask-Security our accounts: plain values, a transaction a call."""

from __future__ import annotations

from typing import Any

from flask_security.core import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from service.domain.members import Account, UserId
from service.storage import users
from service.storage.database import Database


class User(UserMixin):
    """An `Account` as Flask-Security wants to see it; it has no roles but those on a shop."""

    fs_uniquifier: str = ""
    email: str = ""

    def __init__(self, account: Account) -> None:
        self.id = int(account.id)
        self.email = account.email
        self.password = account.password
        self.active = account.active
        self.fs_uniquifier = account.uniquifier
        self.roles: list[RoleMixin] = []

    @property
    def account(self) -> Account:
        return Account(UserId(self.id), self.email, self.password, self.active, self.fs_uniquifier)


class Role(RoleMixin):
    """Flask-Security asks for one. What a person may do is said by the membership of a shop."""


class Accounts(UserDatastore):
    """Finds and saves accounts; nothing is pending, so there is nothing to commit."""

    def __init__(self, database: Database) -> None:
        super().__init__(User, Role)
        self._database = database

    def find_user(self, case_insensitive: bool = False, **by: Any) -> User | None:
        attribute, value = by.popitem()
        with self._database.system(read_only=True) as tx:
            match attribute:
                case "fs_uniquifier":
                    account = users.find_by_uniquifier(tx, str(value))
                case "email":
                    account = users.find_by_email(tx, str(value))
                case _:
                    account = users.find(tx, UserId(int(value)))
        return User(account) if account is not None else None

    def find_role(self, role: str) -> None:
        return None

    def put(self, model: User) -> None:
        with self._database.system() as tx:
            users.save(tx, model.account)

    def delete(self, model: User) -> None:
        raise NotImplementedError("an account is deactivated, not deleted")

    def commit(self) -> None: ...
