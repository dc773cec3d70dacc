"""Texts given on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.cli.texts import TextFileError, read_file
from service.domain.lexicon import Lexicon

LEXICON = Lexicon("test", {}, ())


def test_does_not_read_a_file_that_never_ends() -> None:
    with pytest.raises(TextFileError, match="larger than 4 MiB"):
        read_file(Path("/dev/zero"), form="text", title=None, language="en", lexicon=LEXICON)


def test_names_the_byte_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_bytes(b"Retinol \xff")

    with pytest.raises(TextFileError, match=r"not UTF-8 text \(byte 8\)"):
        read_file(tmp_path / "article.txt", form="text", title=None, language="en", lexicon=LEXICON)
