from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app
from werkzeug.wrappers import Request, Response

from service.edge.bodies import FewBodies


@Request.application
def echo(request: Request) -> Response:
    return Response(request.get_data())


def a_door(*, most: int = 2, most_of_one: int = 2) -> FewBodies:
    return FewBodies(echo, most_bytes=10, most=most, most_of_one=most_of_one)


def send(
    door: FewBodies, body: io.IOBase, *, length: int | None, address: str = "192.0.2.9"
) -> str:
    """Return the status of a POST whose body has *length* bytes, it says; ``None``: in chunks."""
    environ = EnvironBuilder(method="POST", environ_base={"REMOTE_ADDR": address}).get_environ()
    environ |= {"wsgi.input": body, "wsgi.input_terminated": True}
    if length is None:
        environ.pop("CONTENT_LENGTH", None)
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    else:
        environ["CONTENT_LENGTH"] = str(length)
    _, status, _ = run_wsgi_app(door, environ, buffered=True)
    return status


class SlowBody(io.RawIOBase):
    """Gives nothing until it is told to end."""

    def __init__(self) -> None:
        self.is_waited_for = threading.Event()
        self.ends = threading.Event()

    def read(self, _size: int = -1, /) -> bytes:
        self.is_waited_for.set()
        self.ends.wait(10)
        return b""


@contextmanager
def waiting(door: FewBodies, *, address: str) -> Iterator[None]:
    """Somebody at *address* sends, and does not come to an end."""
    body = SlowBody()
    thread = threading.Thread(target=lambda: send(door, body, length=5, address=address))
    thread.start()
    assert body.is_waited_for.wait(10)
    yield
    body.ends.set()
    thread.join(10)


def test_the_app_gets_a_body_whole() -> None:
    assert "0123456789" == Client(a_door()).post("/", data=b"0123456789").text


def test_the_app_gets_a_body_that_comes_in_chunks() -> None:
    said = {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}

    answer = Client(a_door()).post("/", input_stream=io.BytesIO(b"chunks"), environ_overrides=said)

    assert "chunks" == answer.text


def test_the_app_is_told_the_length_of_chunks() -> None:
    lengths: list[int | None] = []

    @Request.application
    def app(request: Request) -> Response:
        lengths.append(request.content_length)
        return Response()

    send(FewBodies(app, most_bytes=10), io.BytesIO(b"far more than ten"), length=None)

    assert [11] == lengths


def test_a_longer_body_is_left_to_the_app() -> None:
    left = threading.Event()

    @Request.application
    def app(request: Request) -> Response:
        left.set()
        return Response(status=413)

    status = send(FewBodies(app, most_bytes=10, most=0), io.BytesIO(b"0123456789x"), length=11)

    assert "413 REQUEST ENTITY TOO LARGE" == status
    assert left.is_set()


def test_what_a_get_brings_means_nothing() -> None:
    assert "" == Client(a_door()).get("/", data=b"meaning").text


def test_a_body_that_was_cut_off_does_not_reach_the_app() -> None:
    assert "400 Bad Request" == send(a_door(), io.BytesIO(b"half"), length=8)


def test_whoever_comes_while_too_many_send_is_put_off() -> None:
    door = a_door()

    with waiting(door, address="192.0.2.1"), waiting(door, address="192.0.2.2"):
        answer = Client(door).post("/", data=b"more")

        assert (503, "1") == (answer.status_code, answer.headers["Retry-After"])
        assert 200 == Client(door).get("/").status_code
    assert 200 == Client(door).post("/", data=b"more").status_code


def test_one_address_does_not_take_every_place() -> None:
    door = a_door(most=3, most_of_one=1)

    with waiting(door, address="192.0.2.1"):
        same, another = (
            send(door, io.BytesIO(b"x"), length=1, address=address)
            for address in ("192.0.2.1", "192.0.2.2")
        )

    assert ("503 Service Unavailable", "200 OK") == (same, another)


@pytest.mark.parametrize("length", ["", "0"])
def test_a_post_without_a_body_waits_for_nothing(length: str) -> None:
    answer = Client(a_door(most=0)).post("/", environ_overrides={"CONTENT_LENGTH": length})

    assert 200 == answer.status_code
