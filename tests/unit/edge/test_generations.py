from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from service.edge.generations import Generations


def test_a_raised_key_has_another_number(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "generations")
    before = generations.get("1")

    generations.raise_("1")

    assert generations.get("1") != before


def test_other_keys_keep_their_number(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "generations")
    before = generations.get("2")

    generations.raise_("1")

    assert generations.get("2") == before


def test_a_number_and_its_text_are_one_key(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "generations")

    generations.raise_(7)

    assert 0 != generations.get("7")
    assert generations.get(7) == generations.get("7")


def test_a_snapshot_does_not_move(tmp_path: Path) -> None:
    generations = Generations(tmp_path / "generations")
    before = generations.snapshot()

    generations.raise_(7)

    assert set(before) == {0}


def test_another_process_sees_it(tmp_path: Path) -> None:
    path = tmp_path / "data" / "generations"
    generations = Generations(path)
    script = (
        "import sys; from pathlib import Path; from service.edge.generations import Generations;"
        "Generations(Path(sys.argv[1])).raise_('1')"
    )

    subprocess.run([sys.executable, "-c", script, str(path)], check=True)

    assert 0 != generations.get("1")
