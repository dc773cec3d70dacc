"""What a command asks a person for, on a terminal, or reads from standard input elsewhere."""

from __future__ import annotations

import sys

import click

from service.domain.errors import InvalidFieldError


def is_a_person_there() -> bool:
    return sys.stdin.isatty()


def secret(what: str, *, twice: bool = False) -> str:
    """Ask for a secret on a terminal; elsewhere read a line of standard input."""
    if is_a_person_there():
        asked: str = click.prompt(what, hide_input=True, confirmation_prompt=twice)
        return asked
    given = sys.stdin.readline().rstrip("\r\n")
    if not given:
        raise InvalidFieldError(
            what.lower(), "run this in a terminal, or give it on standard input"
        )
    return given
