"""Whether the process lives, and whether the whole is ready."""

from __future__ import annotations

from typing import Any

from flask_openapi.blueprint import APIBlueprint
from flask_openapi.models.tag import Tag

from service.api.schemas import LiveSaid, ReadySaid
from service.auth.current import services
from service.usecases.check_readiness import check_readiness

api = APIBlueprint(
    "health", __name__, url_prefix="/health", abp_tags=[Tag(name="Health", description="")]
)


@api.get("/live", responses={200: LiveSaid})
def live() -> dict[str, str]:
    """Whether this process answers; it asks nobody else"""
    return {"status": "ok"}


@api.get("/ready", responses={200: ReadySaid, 503: ReadySaid})
def ready() -> tuple[dict[str, Any], int]:
    """Whether everything that serving and counting need is there, check by check"""
    known = services()
    checks = check_readiness(
        database=known.database, ping_redis=known.ping_redis, clock=known.clock
    )
    is_ready = all(check.ok for check in checks)
    said = {check.name: {"ok": check.ok, "detail": check.detail} for check in checks}
    return {"status": "ok" if is_ready else "unready", "checks": said}, 200 if is_ready else 503
