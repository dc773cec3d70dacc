"""What the syncs brought in and removed, what one is at, and another try."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from service.auth.current import services
from service.auth.members import member, require
from service.domain.members import MemberRole
from service.domain.sync_runs import RunKind, RunState
from service.storage.sync_runs import Wanted
from service.usecases.ask_for_sync import ask_for_sync, confirm_deletion, repeat_run
from service.usecases.show_syncs import show_run, show_standing, show_syncs
from service.web.sync import sayings

pages = Blueprint("sync", __name__)

ASKED = {
    RunKind.FULL: "Everything is brought in anew.",
    RunKind.INCREMENT: "Endcap looks for changes.",
    RunKind.NIGHTLY: "Everything is compared.",
    RunKind.WEBHOOK: "What Shopify told is looked at.",
}


@pages.get("/")
def page() -> str:
    """How it stands, and the runs of before."""
    shown = show_syncs(
        member().shop.id,
        _wanted(),
        page=request.args.get("page", 1, type=int),
        database=services().database,
        clock=services().clock,
    )
    return render_template(
        "sync/page.html",
        shown=shown,
        standing=shown.standing,
        connection=shown.standing.connection,
        sayings=sayings,
        wanted=_wanted(),
        RunKind=RunKind,
        RunState=RunState,
        can_install=_can_install(),
    )


@pages.get("/now")
def now() -> str:
    """What is being done now, for who waits."""
    standing = show_standing(member().shop.id, database=services().database, clock=services().clock)
    return render_template("sync/now.html", standing=standing, sayings=sayings, was_open=True)


@pages.get("/<int:run>")
def one(run: int) -> str:
    """A run, and by name what it changed."""
    shown = show_run(
        member().shop.id,
        run,
        page=request.args.get("page", 1, type=int),
        database=services().database,
        clock=services().clock,
    )
    return render_template(
        "sync/run.html",
        shown=shown,
        run=shown.run,
        standing=shown.standing,
        connection=shown.standing.connection,
        sayings=sayings,
        can_install=_can_install(),
    )


@pages.post("/")
def ask() -> Response:
    """Let a sync begin now."""
    who, wanted = require(MemberRole.PUBLISHER), request.form.get("kind", "")
    if wanted not in {RunKind.FULL, RunKind.INCREMENT}:
        abort(400)
    s = services()
    kind = ask_for_sync(
        who.shop.id,
        RunKind(wanted),
        author=who.email,
        database=s.database,
        doorbell=s.doorbell,
        clock=s.clock,
    )
    return _back(ASKED[kind])


@pages.post("/<int:run>/again")
def again(run: int) -> Response:
    """Try once more what went wrong."""
    who, s = require(MemberRole.PUBLISHER), services()
    kind = repeat_run(
        who.shop.id,
        run,
        author=who.email,
        database=s.database,
        doorbell=s.doorbell,
        clock=s.clock,
    )
    return _back(f"Tried again. {ASKED[kind]}")


@pages.post("/<int:run>/gone")
def gone(run: int) -> Response:
    """Say that what is missing is really gone."""
    who, s = require(MemberRole.PUBLISHER), services()
    confirm_deletion(
        who.shop.id,
        run,
        author=who.email,
        database=s.database,
        doorbell=s.doorbell,
        clock=s.clock,
    )
    return _back("Shopify is asked once more; what it lacks again is removed.")


def _wanted() -> Wanted:
    """Return which runs the address asks for."""
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    return Wanted(
        kinds=(RunKind(kind),) if kind in set(RunKind) else (),
        states=(RunState(state),) if state in set(RunState) else (),
        changing=request.args.get("changing") == "yes",
    )


def _can_install() -> bool:
    return bool(services().settings.shopify_client_id)


def _back(said: str) -> Response:
    session["said"] = said
    return redirect(url_for(".page"), 303)
