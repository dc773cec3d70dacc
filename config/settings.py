"""Every setting of Endcap: read once from the environment, checked at once, frozen."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "ENDCAP_"


class SettingsError(Exception):
    """Some settings are missing or malformed; the message names every one of them."""


class Settings(BaseSettings):
    """Values from ``ENDCAP_*`` environment variables; ``config/env.example`` explains each."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data_dir: Path = Path("data")
    database_url: str = ""
    database_system_url: str = ""
    database_owner_url: str = ""
    redis_url: str
    secret_key: str = Field(min_length=32)
    token_keys: str = Field(min_length=44)
    public_url: str = "http://127.0.0.1:8000"
    trusted_hosts: str = ""
    proxy_hops: int = Field(default=0, ge=0, le=5)
    host_name: str = Field(default_factory=socket.gethostname, pattern=r"^[A-Za-z0-9_.-]{1,63}$")
    durability: Literal["process", "disk"] = "process"
    shopify_admin_url: str = "https://{shop}"
    shopify_client_id: str = ""
    shopify_client_secrets: str = ""
    allow_local_shops: bool = False
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8000, ge=1, le=65_535)
    web_workers: int = Field(default=1, ge=1, le=64)
    worker_processes: int = Field(default=2, ge=1, le=64)
    sync_seconds: int = Field(default=300, ge=5, le=86_400)
    full_sync_seconds: int = Field(default=604_800, ge=5, le=604_800)
    log_format: Literal["json", "console"] = "json"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("database_url", "database_system_url", "database_owner_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value.replace("postgresql://", "postgresql+psycopg://", 1)

    @field_validator("redis_url")
    @classmethod
    def _known_redis(cls, value: str) -> str:
        if not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("must begin with http:// or https://")
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database: the given one, else SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'endcap.db'}"

    @property
    def owner_database(self) -> str:
        """As `database`, for whoever owns the tables and migrates them."""
        return self.database_owner_url or self.database

    @property
    def app_secrets(self) -> tuple[str, ...]:
        """The app's secrets, the newest first: two of them while one takes the other's place."""
        given = (secret.strip() for secret in self.shopify_client_secrets.split(","))
        return tuple(secret for secret in given if secret)

    @property
    def segments_dir(self) -> Path:
        return self.data_dir / "segments"


def load_settings(env_file: Path | None = None) -> Settings:
    """Read the environment; raise `SettingsError` that names every fault at once.

    *env_file* holds ``ENDCAP_*`` lines for what the environment does not say.
    """
    environment_only: dict[str, Any] = {"_env_file": env_file}
    try:
        return Settings(**environment_only)
    except ValidationError as error:
        faults = sorted(_fault(e["loc"], e["type"], e["msg"]) for e in error.errors())
        raise SettingsError("settings: " + "; ".join(faults)) from None


def _fault(where: tuple[int | str, ...], kind: str, message: str) -> str:
    name = PREFIX + "_".join(str(part) for part in where).upper()
    if kind == "missing":
        return f"{name} is missing"
    sentence = message.removeprefix("Value error, ")
    return f"{name}: {sentence[0].lower()}{sentence[1:]}"
