"""The demo shop's pictures, as files and with their sizes."""

from __future__ import annotations

import re
import struct
from functools import cache

from service.demo.shop import IMAGES

_SVG_SIZE = re.compile(rb'<svg\b[^>]*?\bviewBox="0 0 (\d+)(?:\.\d+)? (\d+)')
_PNG_MARK = b"\x89PNG\r\n\x1a\n"


@cache
def size(name: str) -> tuple[int | None, int | None]:
    """Return width and height of a picture, ``None`` when they can not be told."""
    path = IMAGES / name
    if not path.is_file():
        return None, None
    head = path.read_bytes()[:2048]
    if head.startswith(_PNG_MARK):
        width, height = struct.unpack(">II", head[16:24])
        return width, height
    if found := _SVG_SIZE.search(head):
        return int(found[1]), int(found[2])
    return None, None
