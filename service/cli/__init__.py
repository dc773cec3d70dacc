"""The command line: ``endcap COMMAND``. A command's module is imported only when it runs."""

from __future__ import annotations

import importlib
import logging
import sys

import click
import structlog

from config.settings import SettingsError
from service.domain.errors import EndcapError

COMMANDS = {
    "up": "Run everything on this machine, with --demo the demo shop too.",
    "try": "See what a store's articles would show, without installing anything.",
    "sync": "Bring a shop's products and articles in.",
    "reread": "Read a shop's texts again, where they may read otherwise.",
    "terms": "Show and change a shop's own terms and what it ignores.",
    "rules": "Write a shop's product rules to a sheet, or take a sheet into the draft.",
    "read": "Read one article and say what was found in it.",
    "read-products": "Read products and say what each is for.",
    "evaluate": "Compare readings with labels, and say where they differ.",
    "learn": "Learn how stances are worded, from labelled texts.",
    "recommend": "Say which products stand beside an article or a text, and why.",
    "export": "Write recorded clicks to a file.",
    "doctor": "Look at every part and say what is wrong.",
    "connect": "Connect a shop step by step, and look whether it is.",
    "user": "Create a person who may sign in.",
    "shops": "List the shops, installed or not, and how each is doing.",
    "key": "Create a key for programs.",
    "keys": "List or end the keys of programs.",
    "migrate": "Bring the database to the newest schema.",
    "web": "Run the web server (a role of production).",
    "worker": "Run a worker (a role of production).",
    "scheduler": "Run the schedule (a role of production).",
}


class LazyGroup(click.Group):
    """Shows every command in ``--help`` without importing it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"service.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = getattr(module, _NAMES.get(cmd_name, cmd_name.replace("-", "_")))
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


_MODULES = {
    "try": "try_store",
    "read-products": "read",
    "migrate": "roles",
    "web": "roles",
    "worker": "roles",
    "scheduler": "roles",
    "user": "people",
    "key": "people",
    "keys": "people",
}

_NAMES = {"try": "try_store"}
"""Commands that Python can't name so."""


def _keep_logs_quiet() -> None:
    """Say nothing but the command's own words; a role of production sets its logs up itself."""
    structlog.configure(logger_factory=structlog.stdlib.LoggerFactory())
    logging.getLogger().addHandler(logging.NullHandler())


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="endcap", prog_name="endcap")
def cli() -> None:
    """Endcap reads a store's articles and puts the right products beside them.

    Begin with: endcap up --demo, or on a store of yours: endcap try https://store.com
    """


def main() -> None:
    """Run a command; an expected fault is one sentence and exit code 2."""
    _keep_logs_quiet()
    try:
        cli.main(standalone_mode=True)
    except (EndcapError, SettingsError) as error:
        click.echo(f"endcap: {error}", err=True)
        sys.exit(2)
