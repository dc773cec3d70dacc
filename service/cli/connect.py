"""``endcap connect``: walks a shop in, step by step, and looks at last whether it really is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from service.cli.asking import is_a_person_there, secret
from service.cli.connect_steps import State, Step, steps_after
from service.cli.folder import data_option, json_option, services_of
from service.cli.printing import print_json
from service.clients.shopify.oauth import App, ClientRefusedError
from service.domain.admin_queries import checked_shop_domain
from service.domain.catalog import Shop, ShopDomain
from service.domain.errors import (
    EndcapError,
    InvalidFieldError,
    ReauthNeededError,
    ShopClosedError,
    ShopifyError,
    ShopifyRefusedError,
    ShopifyUnavailableError,
)
from service.storage import connections
from service.wiring import Services, connect_shop, find_open, install_with

TOKEN_VARIABLE = "ENDCAP_SHOP_TOKEN"  # noqa: S105  the name of a variable, not a secret
SECRET_VARIABLE = "ENDCAP_SHOP_SECRET"  # noqa: S105  likewise

MARKS = {State.DONE: ("✓", "green"), State.TO_DO: ("○", "yellow"), State.WRONG: ("✗", "red")}

WHAT_TO_DO: tuple[tuple[type[ShopifyError], str], ...] = (
    (ReauthNeededError, "copy the access token of the shop's app once more, it is shown only once"),
    (ClientRefusedError, "compare client id and secret with the app's settings at Shopify"),
    (ShopClosedError, "open the shop at Shopify first"),
    (ShopifyUnavailableError, "see that the domain is right, and run this again"),
    (ShopifyRefusedError, "see that the app is installed in this shop, and run this again"),
)


class NotConnectedError(EndcapError):
    """Nothing was connected; the message says why and what to do."""


@click.command()
@click.argument("domain")
@click.option(
    "--client-id", metavar="ID", help="Of an app of your own, instead of an access token."
)
@click.option("--anew", is_flag=True, help="Connect again, though the shop lets us in.")
@click.option(
    "--wait",
    type=click.IntRange(0, 3600),
    default=0,
    metavar="SECONDS",
    help="How long to wait for the first webhook.  [default: not at all]",
)
@data_option
@json_option
def connect(
    domain: str, client_id: str | None, wait: int, data: Path, *, anew: bool, as_json: bool
) -> None:
    """Connect the shop DOMAIN (name.myshopify.com), and say what is left to do.

    \b
    1. app       an app of your own (its client id and secret), or the access token
                 of one made in the shop's admin; either is kept sealed
    2. scopes    what the shop has granted, beside what Endcap needs
    3. webhooks  whether Shopify's news arrives, and how to send some
    4. block     where the block goes into the theme
    5. live      whether Shopify lets us in now, in our version of its API

    Run it again after each thing that was left to do: it goes on where it is. The token comes from
    ENDCAP_SHOP_TOKEN, or is asked for; with --client-id it is the app's secret that is asked for,
    or comes from ENDCAP_SHOP_SECRET. Without a terminal, a line of standard input does.
    It ends with 1 while something is wrong, and with 2 when the shop could not be connected. A new
    shop begins in observe: nothing is shown until a person says so.
    """
    checked = _shop_domain(domain)
    services = services_of(data)
    shop, said = _connected(checked, client_id, services, anew=anew)
    steps = [_told(Step("app", State.DONE, said), quiet=as_json)]
    steps += [_told(step, quiet=as_json) for step in steps_after(shop, services, patience=wait)]
    if as_json:
        print_json(steps)
    else:
        click.echo(_next(shop, steps))
    if any(step.state is State.WRONG for step in steps):
        sys.exit(1)


def _connected(
    domain: ShopDomain, client_id: str | None, services: Services, *, anew: bool
) -> tuple[Shop, str]:
    """Return the shop and how it is connected; a step that was made is not made again."""
    known = None if anew else find_open(domain, services)
    if known is not None and (client_id is None or client_id == _own_app(known, services)):
        return known, f"{known.name} is connected already; --anew connects it again"
    if client_id is None and is_a_person_there() and TOKEN_VARIABLE not in os.environ:
        asked = "Client id of an app of your own (Enter alone: an access token)"
        client_id = click.prompt(asked, default="", show_default=False) or None
    try:
        if client_id is not None:
            return _by_app(domain, client_id, services), "connected by an app of the shop's own"
        return _by_token(domain, services), "connected by an access token"
    except ShopifyError as error:
        todo = next(todo for kind, todo in WHAT_TO_DO if isinstance(error, kind))
        raise NotConnectedError(f"{error}; {todo}") from error


def _by_app(domain: ShopDomain, client_id: str, services: Services) -> Shop:
    own = App(client_id, (os.environ.get(SECRET_VARIABLE) or secret("Client secret"),))
    return install_with(
        domain, lambda oauth: oauth.client_credentials(domain), services, own_app=own
    )


def _by_token(domain: ShopDomain, services: Services) -> Shop:
    token = os.environ.get(TOKEN_VARIABLE) or secret("Access token")
    return connect_shop(domain, token, services)


def _own_app(shop: Shop, services: Services) -> str:
    with services.database.transaction(shop.id, read_only=True) as tx:
        connection = connections.find(tx, shop.id)
    return connection.client_id if connection is not None else ""


def _shop_domain(said: str) -> ShopDomain:
    try:
        return checked_shop_domain(said)
    except InvalidFieldError:
        hint = "must be like name.myshopify.com, in lower case"
        raise InvalidFieldError("DOMAIN", hint) from None


def _told(step: Step, *, quiet: bool) -> Step:
    """Say a step as soon as it is made: the next may take a while."""
    if not quiet:
        console = Console(highlight=False)
        mark, style = MARKS[step.state]
        console.print(Text(mark, style=style), Text(f"{step.part}: {step.says}"), soft_wrap=True)
        if step.to_do:
            console.print(Text(f"  {step.to_do}"), soft_wrap=True)
    return step


def _next(shop: Shop, steps: list[Step]) -> str:
    again = f"endcap connect {shop.domain}"
    if any(step.state is State.WRONG for step in steps):
        return f"Mend what is wrong, then go on with: {again}"
    left = f" What is left (○) can be looked at again with: {again}."
    rest = left if any(step.state is State.TO_DO for step in steps) else ""
    return f"{shop.name} is connected.{rest} Next: endcap sync, and endcap user --help"
