"""Work in a process that is killed at one of the things that it says to the database."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import event

from service.storage.database import Database


def killed_at(
    statement: int, database: Database, work: Callable[[Database], object], *, noted: Path | None
) -> int:
    """
    Do *work* with a database of its own, and die before the *statement*-th; 0: never.

    Return how the process ended, 0 where *work* was truly done. What it said in all then is
    *noted*.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    done: object = False
    try:
        its = Database(database.url, system_url=database.system_url)
        said = 0

        def count(*_: Any) -> None:
            nonlocal said
            said += 1
            if said == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        for engine in {its.engine, its._system}:
            event.listen(engine, "before_cursor_execute", count)
        done = work(its)
        if noted is not None:
            noted.write_text(str(said))
    finally:
        os._exit(0 if done else 1)
