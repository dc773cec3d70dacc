"""Whose each row is, and a guard that lets a shop's transaction touch no other shop's rows.

PostgreSQL says the same once more by row-level security (`row_security`); on SQLite this guard is
the wall. What a statement names is worked out once for each compiled statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Column, Connection, Engine, Table, event
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext
from sqlalchemy.sql import operators
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import (
    BinaryExpression,
    BindParameter,
    BooleanClauseList,
    ClauseElement,
    ColumnClause,
    Grouping,
    TextClause,
)
from sqlalchemy.sql.selectable import Alias, FromClause, Join, Select

from service.storage.tables import metadata

SHOP = "endcap_shop"
"""The execution option of a transaction that holds whose it is."""

OF_NO_SHOP: Mapping[str, str] = {
    "token_locks": "named by domain: whoever installs a shop holds its lock before it is ours",
    "heartbeats": "says that workers live, and when the clock was looked at",
    "segments": "how far each file of events has been stored; a file holds those of all shops",
    "dead_letters": "lines that no event could be made of; some do not say whose they are",
    "users": "a person may work on several shops; their memberships say on which",
}
"""Tables that are not a shop's, and why. A transaction of a shop can not touch them."""


class ForeignRowsError(Exception):
    """A statement of our own could reach rows of another shop; it was not executed."""


def shop_column(table: Table) -> Column[int] | None:
    """Return the column that says whose a row is, ``None`` where none does."""
    return table.c.get("id" if table.name == "shops" else "shop_id")


TENANT_TABLES: frozenset[str] = frozenset(
    table.name for table in metadata.tables.values() if shop_column(table) is not None
)
_TABLE_NAMES = re.compile(rf"\b({'|'.join(sorted(metadata.tables))})\b")


def guard(engine: Engine) -> None:
    """Let no transaction of a shop execute what does not name that shop, and no other."""
    event.listen(engine, "before_cursor_execute", _check)


class _Named(NamedTuple):
    """*parameters*: those that hold a shop's id. *fault*: why it can not be executed at all."""

    parameters: tuple[str, ...]
    fault: str | None


_Equal = tuple[Any, Any]
_KNOWN: WeakKeyDictionary[SQLCompiler, _Named] = WeakKeyDictionary()


def _check(
    connection: Connection,
    _cursor: DBAPICursor,
    statement: str,
    _parameters: Any,
    context: ExecutionContext | None,
    _many: bool,
) -> None:
    shop_id = connection.get_execution_options().get(SHOP)
    if shop_id is None:
        return
    compiled = context.compiled if context is not None else None
    if not isinstance(compiled, SQLCompiler) or compiled.statement is None:
        _refuse(_fault_of_text(statement), statement)
        return
    named = _KNOWN.get(compiled)
    if named is None:
        named = _KNOWN[compiled] = _named(compiled, compiled.statement, statement)
    _refuse(named.fault, statement)
    if named.parameters:
        rows: Sequence[Mapping[str, Any]] = context.compiled_parameters  # type: ignore[union-attr]
        for row in rows:
            for name in named.parameters:
                if row[name] != shop_id:
                    _refuse(f"it names shop {row[name]}, in a transaction of {shop_id}", statement)


def _refuse(fault: str | None, statement: str) -> None:
    if fault is not None:
        raise ForeignRowsError(f"{fault}: {' '.join(statement.split())[:300]}")


def _fault_of_text(statement: str) -> str | None:
    """What is written as text is not understood here, so it may touch no table."""
    found = _TABLE_NAMES.search(statement)
    return f"text that touches {found[0]}; write it with its tables" if found else None


def _named(compiled: SQLCompiler, statement: ClauseElement, said: str) -> _Named:
    look = _Look()
    try:
        look.at(statement, frozenset())
    except ForeignRowsError as error:
        return _Named((), str(error))
    if not look.understood:
        return _Named((), _fault_of_text(said))
    names = {compiled.bind_names[bind] for bind in look.binds if bind in compiled.bind_names}
    return _Named(tuple(sorted(names | look.columns)), None)


class _Look:
    """Goes through one statement and notes which parameters name its shop."""

    def __init__(self) -> None:
        self.binds: set[BindParameter[Any]] = set()
        self.columns: set[str] = set()
        self.understood = False

    def at(self, element: ClauseElement, around: frozenset[FromClause]) -> None:
        """*around*: what the selects around this one select from, which it may refer to."""
        if isinstance(element, Select):
            roots = element.get_final_froms()
            froms = [each for root in roots for each in _flat(root)]
            own = [each for each in froms if each not in around] or froms
            self._need(own, [*_of_where(element.whereclause), *_of_joins(roots)])
            self._deeper(roots, frozenset())  # what stands in FROM may not refer to its neighbours
            around |= frozenset(froms)
        elif isinstance(element, Insert):
            self._need_column(element)
        elif isinstance(element, (Update, Delete)):
            where = element.whereclause
            others = getattr(where, "_from_objects", ())
            froms = list(dict.fromkeys([element.table, *others]))
            self._need(froms, _of_where(where))
            if isinstance(element, Update):
                self._refuse_moving(element)
            around |= frozenset(froms)
        elif isinstance(element, TextClause) and (fault := _fault_of_text(element.text)):
            raise ForeignRowsError(fault)
        self._deeper(element.get_children(), around)

    def _deeper(self, children: Iterable[Any], around: frozenset[FromClause]) -> None:
        for child in children:
            if isinstance(child, ClauseElement) and not isinstance(child, Table):
                self.at(child, around)

    def _need(self, froms: Sequence[FromClause], equalities: Iterable[_Equal]) -> None:
        """Raise unless each of *froms* that is a table is held to a shop by the equalities."""
        self.understood = True
        held, follows = set[FromClause](), list[tuple[FromClause, FromClause]]()
        for one, other in equalities:
            table, elsewhere = _whose(one), _whose(other)
            if table is None:
                continue
            if isinstance(other, BindParameter):
                self.binds.add(other)
                held.add(table)
            elif elsewhere is not None and elsewhere in froms:
                follows.append((table, elsewhere))
            elif elsewhere is not None:  # of a select around this one, which is held itself
                held.add(table)
        for _ in follows:
            held |= {table for table, elsewhere in follows if elsewhere in held}
        for each in froms:
            table = _table(each)
            if table is not None and (table.name in OF_NO_SHOP or each not in held):
                raise ForeignRowsError(f"nothing says whose rows of {table.name} are meant")

    def _need_column(self, statement: Insert) -> None:
        self.understood = True
        table = statement.table
        column = shop_column(table) if isinstance(table, Table) else None
        if column is None or table.name == "shops":
            raise ForeignRowsError(f"rows of {statement.table.description} are not one shop's")
        self.columns.add(column.name)

    def _refuse_moving(self, statement: Update) -> None:
        """Whose a row is never changes."""
        column = shop_column(statement.table) if isinstance(statement.table, Table) else None
        for given in getattr(statement, "_values", None) or {}:
            if column is not None and getattr(given, "key", given) == column.key:
                raise ForeignRowsError(f"gives rows of {column.table} to a shop")


def _of_where(condition: Any) -> Iterator[_Equal]:
    """Yield both sides, either first, of what has to be equal."""
    if isinstance(condition, Grouping):
        yield from _of_where(condition.element)
    elif isinstance(condition, BooleanClauseList) and condition.operator is operators.and_:
        for each in condition.clauses:
            yield from _of_where(each)
    elif isinstance(condition, BinaryExpression) and condition.operator is operators.eq:
        yield condition.left, condition.right
        yield condition.right, condition.left


def _of_joins(roots: Iterable[FromClause]) -> Iterator[_Equal]:
    """As `_of_where`; an outer join holds nothing but what is on its right."""
    for root in roots:
        if not isinstance(root, Join):
            continue
        yield from _of_joins([root.left, root.right])
        right = [] if root.full else list(_flat(root.right))
        for one, other in _of_where(root.onclause):
            if not (root.isouter or root.full) or _whose(one) in right:
                yield one, other


def _whose(element: Any) -> FromClause | None:
    """Return what the column is of, if it says whose its rows are."""
    if not isinstance(element, ColumnClause) or element.table is None:
        return None
    table = _table(element.table)
    column = shop_column(table) if table is not None else None
    return element.table if column is not None and column.key == element.key else None


def _flat(root: FromClause) -> Iterator[FromClause]:
    if isinstance(root, Join):
        yield from _flat(root.left)
        yield from _flat(root.right)
    else:
        yield root


def _table(element: FromClause) -> Table | None:
    if isinstance(element, Table):
        return element
    return _table(element.element) if isinstance(element, Alias) else None
