"""Commands that let people, programs and shops in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from service.auth.users import create_user
from service.cli.folder import data_option, json_option, services_of
from service.cli.printing import print_json
from service.domain.catalog import ShopDomain
from service.domain.errors import InvalidFieldError
from service.domain.members import MemberRole
from service.storage import api_keys, shops
from service.wiring import connect_shop

TOKEN_VARIABLE = "ENDCAP_SHOP_TOKEN"  # noqa: S105  the name of a variable, not a secret


@click.command()
@click.argument("domain")
@data_option
def connect(domain: str, data: Path) -> None:
    """Connect the shop DOMAIN (name.myshopify.com) with an Admin API access token.

    The token comes from ENDCAP_SHOP_TOKEN, or is asked for; it is kept sealed. It needs the scopes
    read_products and read_content. A new shop begins in observe: nothing is shown until a person
    says so.
    """
    token = os.environ.get(TOKEN_VARIABLE) or click.prompt("Access token", hide_input=True)
    if not domain.endswith(".myshopify.com") or domain != domain.lower():
        raise InvalidFieldError("DOMAIN", "must be like name.myshopify.com, in lower case")
    shop = connect_shop(ShopDomain(domain), token, services_of(data))
    click.echo(f"{shop.name} is connected; bring everything in now with: endcap sync")


@click.command()
@click.argument("email")
@click.option("--shop", required=True, metavar="DOMAIN")
@click.option(
    "--role",
    type=click.Choice([role.value for role in MemberRole]),
    default=MemberRole.EDITOR.value,
    show_default=True,
)
@data_option
def user(email: str, shop: str, role: str, data: Path) -> None:
    """Create a person who signs in with EMAIL and a password that is asked for."""
    services = services_of(data)
    with services.database.transaction(read_only=True) as tx:
        shop_id = shops.get_by_domain(tx, shop).id
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    if len(password) < 12:
        raise InvalidFieldError("password", "must have at least 12 characters")
    create_user(services.database, email, password, shop_id=shop_id, role=MemberRole(role))
    click.echo(f"{email} may sign in as {role}.")


@click.command()
@click.argument("name")
@click.option("--shop", required=True, metavar="DOMAIN")
@click.option("--scope", "scopes", multiple=True, default=["exports:read"], show_default=True)
@data_option
@json_option
def key(name: str, shop: str, scopes: tuple[str, ...], data: Path, *, as_json: bool) -> None:
    """Create an API key called NAME for a program; it is shown once."""
    services = services_of(data)
    with services.database.transaction() as tx:
        shop_id = shops.get_by_domain(tx, shop).id
        secret = api_keys.create(tx, shop_id, name, scopes, now=services.clock())
    if as_json:
        print_json({"name": name, "key": secret, "scopes": scopes})
    else:
        click.echo(secret)
