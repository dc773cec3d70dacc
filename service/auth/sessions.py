"""Signing in with a password: Flask-Security over our accounts, and the cookie that remembers."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import Any

from flask import Flask, Request, session
from flask_login import user_logged_in, user_logged_out
from flask_security import Security

from config.settings import Settings
from service.auth.datastore import Accounts, User
from service.auth.passwords import SHORTEST
from service.storage.database import Database

SIGN_IN = "security.login"
SESSION_LASTS = timedelta(hours=12)


def register(app: Flask, settings: Settings, database: Database) -> None:
    """Add sign-in, sign-out and the session cookie to *app*."""
    app.config.update(_cookie(settings), **_flask_security(settings))
    accounts = Accounts(database)
    security = Security(app, accounts, register_blueprint=True)
    app.extensions["endcap_accounts"] = accounts
    user_logged_in.connect(_begin_afresh, app)
    user_logged_out.connect(_end_every_session, app)
    security.login_manager.session_protection = "basic"
    security.login_manager.request_loader(_nobody)


def _cookie(settings: Settings) -> dict[str, Any]:
    secure = settings.public_url.startswith("https://")
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "__Host-endcap" if secure else "endcap_session",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": SESSION_LASTS,
    }


def _flask_security(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": "unused: argon2 salts each password",
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {
            "check_deliverability": False,
            "test_environment": True,  # accepts addresses of the reserved .test domain
        },
        "SECURITY_RETURN_GENERIC_RESPONSES": True,  # never says whether an account exists
        "SECURITY_LOGIN_USER_TEMPLATE": "signing_in/sign_in.html",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/",
        "SECURITY_POST_LOGOUT_VIEW": "/login",
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_EMAIL_SENDER": "nobody@localhost",
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_FRESHNESS": timedelta(minutes=-1),  # no page asks for the password again
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_CACHE_CONTROL": None,  # the app says it, for every answer
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_MSG_GENERIC_AUTHN_FAILED": ("That email and password do not match.", "error"),
        "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Type your email.", "error"),
        "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Type your password.", "error"),
    }


def _nobody(_request: Request) -> None:
    """The cookie alone says who is in: no token is looked for in a query, header or body.

    The library's own search would read each body first, by its own limits instead of ours.
    """


def _begin_afresh(_app: Flask, user: User) -> None:
    """Keep nothing of the session that was there before: its id and CSRF token are new."""
    kept = {name: session[name] for name in ("_user_id", "_fresh", "_id") if name in session}
    session.clear()
    session.update(kept)
    session["sid"] = secrets.token_urlsafe(16)
    session.permanent = True


def _end_every_session(app: Flask, user: User) -> None:
    """A cookie that was copied is worth nothing after signing out."""
    accounts: Accounts = app.extensions["endcap_accounts"]
    user.fs_uniquifier = uuid.uuid4().hex
    accounts.put(user)
    session.clear()
