"""``application``: what the server runs. Each worker process imports it for itself."""

from __future__ import annotations

from functools import partial

from config.logging import configure_logging
from config.settings import load_settings
from service.api.proxy_door import ProxyDoor
from service.app import MAX_BODY_BYTES, create_app
from service.edge.bodies import FewBodies
from service.edge.lane import FastLane
from service.edge.polling import Poller
from service.usecases.known_secrets import KnownSecrets
from service.usecases.serve_recommendations import read_generations
from service.wiring import build

_settings = load_settings()
configure_logging(_settings)
_services = build(_settings)

_app = FewBodies(create_app(_services), most_bytes=MAX_BODY_BYTES)
_lane = FastLane(_app, generations=_services.generations)
_own = KnownSecrets(_services.shopify.tokens.own_secrets)
application = ProxyDoor(_lane, secrets=_settings.app_secrets, own=_own.of, clock=_services.clock)
Poller(partial(read_generations, database=_services.database), _lane.learn).start()
