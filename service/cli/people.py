"""Commands that let people and programs in."""

from __future__ import annotations

from pathlib import Path

import click

from service.api.explanations import RECOMMENDATIONS_READ
from service.auth.api_keys import EXPORTS_READ, LEXICON_READ, LEXICON_WRITE
from service.auth.users import create_user, ensure_user, set_role
from service.cli.asking import secret
from service.cli.folder import chosen_shop, data_option, json_option, services_of
from service.cli.printing import print_json
from service.domain.errors import InvalidFieldError
from service.domain.members import MemberRole
from service.storage import api_keys
from service.storage.api_keys import ApiKeyId
from service.storage.system import called, shop_named

SCOPES = (EXPORTS_READ, RECOMMENDATIONS_READ, LEXICON_READ, LEXICON_WRITE)


@click.command()
@click.argument("email")
@click.option("--shop", required=True, metavar="DOMAIN")
@click.option(
    "--role",
    type=click.Choice([role.value for role in MemberRole]),
    default=MemberRole.EDITOR.value,
    show_default=True,
)
@click.option("--new-password", is_flag=True, help="Give somebody who has an account another one.")
@data_option
def user(email: str, shop: str, role: str, data: Path, *, new_password: bool) -> None:
    """Let a person sign in with EMAIL, and work on the shop DOMAIN.

    The password is asked for, or read from standard input. Somebody who has an account
    keeps it, and gets the role on this shop too.
    """
    services = services_of(data)
    shop_id = shop_named(services.database, shop).id
    known = set_role(services.database, email, shop_id=shop_id, role=MemberRole(role))
    if known and not new_password:
        click.echo(f"{email} has an account, and may now work on {shop} as {role}.")
        return
    give = ensure_user if known else create_user
    password = secret("Password", twice=True)
    give(services.database, email, password, shop_id=shop_id, role=MemberRole(role))
    click.echo(f"{email} may sign in, and work on {shop} as {role}.")


@click.command()
@click.argument("name")
@click.option("--shop", required=True, metavar="DOMAIN")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    default=[EXPORTS_READ],
    show_default=True,
)
@data_option
@json_option
def key(name: str, shop: str, scopes: tuple[str, ...], data: Path, *, as_json: bool) -> None:
    """Create an API key called NAME for a program; it is shown once."""
    if not name.strip():
        raise InvalidFieldError("NAME", "must say what the key is for")
    services = services_of(data)
    with called(services.database, shop) as (tx, its, _):
        made = api_keys.create(tx, its.id, name.strip(), scopes, now=services.clock())
    if as_json:
        print_json({"name": name.strip(), "key": made, "scopes": scopes})
    else:
        click.echo(made)


@click.command()
@click.option("--shop", metavar="DOMAIN", help="Default: the only shop there is.")
@click.option("--revoke", "ended", type=int, metavar="ID", help="End this key at once.")
@data_option
@json_option
def keys(shop: str | None, ended: int | None, data: Path, *, as_json: bool) -> None:
    """List a shop's API keys and when each was used last, or end one."""
    services = services_of(data)
    chosen = chosen_shop(shop, services)
    with services.database.transaction(chosen.id) as tx:
        if ended is not None and not api_keys.revoke(
            tx, chosen.id, ApiKeyId(ended), now=services.clock()
        ):
            raise InvalidFieldError("--revoke", f"{chosen.domain} has no key {ended}")
        living = api_keys.all_of(tx, chosen.id)
    if as_json:
        print_json(living)
        return
    for one in living:
        used = f"used {one.last_used_at:%Y-%m-%d %H:%M} UTC" if one.last_used_at else "never used"
        click.echo(f"{one.id}  {one.name}  {', '.join(sorted(one.scopes))}  {used}")
    if not living:
        click.echo(f"{chosen.domain} has no key; make one with: endcap key NAME --shop DOMAIN")
