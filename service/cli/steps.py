"""Says which step a long command is at: a moving line on a terminal, plain lines elsewhere."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


class Steps:
    """``with Steps(console) as steps: steps.begin("Doing this")``; a step ends with the next."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress: Progress | None = None

    def __enter__(self) -> Steps:
        if self._console.is_terminal:
            self._progress = Progress(
                SpinnerColumn(finished_text="[green]✓"),
                TextColumn("{task.description}"),
                TimeElapsedColumn(),
                console=self._console,
            )
            self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            if error is None:
                self._end_last()
            self._progress.stop()

    def begin(self, what: str) -> None:
        if self._progress is None:
            self._console.print(f"{what} …")
            return
        self._end_last()
        self._progress.add_task(what, total=1)

    def tell(self, what: str, detail: str) -> None:
        """Say more of the step that has begun last; plain lines are not repeated."""
        if self._progress is not None and self._progress.task_ids:
            said = f"{what}: {detail}" if detail else what
            self._progress.update(self._progress.task_ids[-1], description=said)

    def _end_last(self) -> None:
        if self._progress is not None and self._progress.task_ids:
            self._progress.update(self._progress.task_ids[-1], completed=1)
