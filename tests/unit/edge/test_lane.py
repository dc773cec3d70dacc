from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.edge.generations import Generations
from service.edge.lane import CLAIM_SECONDS, FRESH_SECONDS, MARK, STALE_SECONDS, FastLane
from service.edge.polling import Poller


class App:
    """A small WSGI app to program: what it says, and how often it was asked."""

    def __init__(self) -> None:
        self.status = "200 OK"
        self.body = b"first"
        self.generation = 1
        self.holds = ""
        self.extra: list[tuple[str, str]] = []
        self.marked = True
        self.asked = 0
        self.while_computing: Callable[[], None] = lambda: None
        self.closed = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.asked += 1
        generation, body = self.generation, self.body
        self.while_computing()
        etag = f'"{body.decode()}"'
        headers = [("Content-Type", "application/json"), ("ETag", etag), *self.extra]
        if self.marked and not self.status.startswith("5"):
            headers.append((MARK, f"1:{generation}{self.holds}"))
        if environ.get("HTTP_IF_NONE_MATCH") == etag:
            start_response("304 Not Modified", headers)
            return []
        start_response(self.status, headers)
        return self._chunks(body)

    def _chunks(self, body: bytes) -> Iterator[bytes]:
        yield body[:2]
        yield body[2:]
        self.closed = True


class Bench:
    """A fast lane before an `App`, with a clock to turn."""

    def __init__(self, path: Path) -> None:
        self.now = 1000.0
        self.app = App()
        self.generations = Generations(path)
        self.lane = FastLane(self.app, generations=self.generations, clock=lambda: self.now)

    def get(
        self, path: str = "/a", query: str = "", method: str = "GET", **environ: str
    ) -> tuple[str, dict[str, str], bytes]:
        started: list[Any] = []
        body = self.lane(
            {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method, **environ},
            _starter(started),
        )
        said = b"".join(body)
        return started[0][:3], dict(started[1]), said


def _starter(started: list[Any]) -> Callable[..., Callable[[bytes], object]]:
    def start_response(*said: Any) -> Callable[[bytes], object]:
        started.extend(said)
        return lambda _: None

    return start_response


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "generations")


def test_answers_a_repeat_without_asking_the_app(bench: Bench) -> None:
    first = bench.get()

    again = bench.get()

    assert first == again
    assert ("200", b"first") == (again[0], again[2])
    assert 1 == bench.app.asked


def test_the_mark_never_leaves(bench: Bench) -> None:
    _, headers, _ = bench.get()
    _, of_head, _ = bench.get("/other", method="HEAD")

    assert MARK not in headers
    assert MARK not in of_head


def test_another_query_is_another_answer(bench: Bench) -> None:
    bench.get()

    bench.get(query="limit=2")

    assert 2 == bench.app.asked


def test_a_raised_hint_is_seen_by_the_next_request(bench: Bench) -> None:
    bench.get()
    bench.app.body, bench.app.generation = b"second", 2

    bench.generations.raise_("1")

    assert b"second" == bench.get()[2]


def test_a_hint_for_another_key_costs_nothing(bench: Bench) -> None:
    bench.get()

    bench.generations.raise_("2")
    bench.get()

    assert 1 == bench.app.asked


def test_a_change_while_the_answer_is_computed_is_not_overlooked(bench: Bench) -> None:
    bench.app.while_computing = lambda: bench.generations.raise_("1")
    bench.get()
    bench.app.while_computing = lambda: None
    bench.app.body = b"second"

    assert b"second" == bench.get()[2]


def test_a_newer_generation_row_is_enough_without_a_hint(bench: Bench) -> None:
    bench.get()
    bench.app.body, bench.app.generation = b"second", 2

    bench.lane.learn({"1": 2})

    assert b"second" == bench.get()[2]
    assert b"second" == bench.get()[2]
    assert 2 == bench.app.asked


def test_a_poll_that_lags_does_not_throw_a_newer_answer_away(bench: Bench) -> None:
    bench.app.generation = 5
    bench.get()

    bench.lane.learn({"1": 4})
    bench.get()

    assert 1 == bench.app.asked


def test_an_answer_is_looked_at_again_after_a_minute(bench: Bench) -> None:
    bench.get()
    bench.app.body = b"second"

    bench.now += FRESH_SECONDS

    assert b"second" == bench.get()[2]


def test_an_answer_that_ends_by_the_clock_is_not_given_any_longer(bench: Bench) -> None:
    bench.app.holds = ";12.500"
    bench.get()
    bench.app.body = b"second"

    bench.now += 12.4
    before = bench.get()[2]
    bench.now += 0.1

    assert (b"first", b"second") == (before, bench.get()[2])


def test_an_answer_that_has_ended_is_not_given_when_the_app_fails(bench: Bench) -> None:
    bench.app.holds = ";12.500"
    bench.get()
    bench.app.status = "503 Service Unavailable"
    bench.now += 12.5

    assert "503" == bench.get()[0]


def test_while_one_looks_again_the_others_get_the_copy(bench: Bench) -> None:
    bench.get()
    bench.now += FRESH_SECONDS
    seen: list[bytes] = []
    bench.app.while_computing = lambda: seen.append(bench.get()[2])

    bench.get()

    assert [b"first"] == seen
    assert 2 == bench.app.asked


def test_only_one_request_at_a_time_computes_what_has_changed(bench: Bench) -> None:
    bench.get()
    bench.app.body, bench.app.generation = b"second", 2
    bench.generations.raise_("1")
    everybody = threading.Barrier(4)
    seen: list[bytes] = []

    def ask() -> None:
        everybody.wait()
        seen.append(bench.get()[2])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [b"second"] * 4 == seen
    assert 2 == bench.app.asked


@pytest.mark.parametrize("status", ["500 INTERNAL SERVER ERROR", "503 SERVICE UNAVAILABLE"])
def test_when_the_app_fails_the_last_good_answer_is_given_with_its_age(
    bench: Bench, status: str
) -> None:
    bench.get()
    bench.app.status = status
    bench.now += 90

    said, headers, body = bench.get()

    assert ("200", b"first", "90") == (said, body, headers["Age"])


def test_a_failing_app_is_asked_again_only_after_a_moment(bench: Bench) -> None:
    bench.get()
    bench.now += FRESH_SECONDS
    bench.app.status = "503 SERVICE UNAVAILABLE"
    bench.get()
    bench.get()

    assert 2 == bench.app.asked
    bench.now += CLAIM_SECONDS
    bench.get()
    assert 3 == bench.app.asked


def test_what_has_changed_does_not_come_back_when_the_app_fails(bench: Bench) -> None:
    bench.get()
    bench.generations.raise_("1")
    bench.app.status = "503 SERVICE UNAVAILABLE"

    assert ["503", "503"] == [bench.get()[0], bench.get()[0]]


def test_after_a_day_the_failure_is_told(bench: Bench) -> None:
    bench.get()
    bench.app.status = "503 SERVICE UNAVAILABLE"

    bench.now += STALE_SECONDS

    assert "503" == bench.get()[0]


def test_a_recovered_app_is_believed_again(bench: Bench) -> None:
    bench.get()
    bench.app.status = "503 SERVICE UNAVAILABLE"
    bench.now += FRESH_SECONDS
    bench.get()
    bench.app.status, bench.app.body = "200 OK", b"second"

    bench.now += 10

    assert b"second" == bench.get()[2]


@pytest.mark.parametrize("validator", ['"first"', 'W/"first"', '"x", "first"', "*"])
def test_a_validator_that_matches_gets_304(bench: Bench, validator: str) -> None:
    bench.get()

    status, headers, body = bench.get(HTTP_IF_NONE_MATCH=validator)

    assert ("304", b"", '"first"') == (status, body, headers["ETag"])
    assert "Content-Type" not in headers
    assert 1 == bench.app.asked


def test_a_validator_that_does_not_match_gets_the_body(bench: Bench) -> None:
    bench.get()

    assert b"first" == bench.get(HTTP_IF_NONE_MATCH='"other"')[2]


def test_a_conditional_request_fills_the_lane_too(bench: Bench) -> None:
    status, _, _ = bench.get(HTTP_IF_NONE_MATCH='"first"')
    asked = bench.app.asked

    again = bench.get()

    assert ("304", "200", b"first") == (status, again[0], again[2])
    assert asked == bench.app.asked


def test_a_changed_answer_is_sent_whole_to_who_has_the_old_one(bench: Bench) -> None:
    bench.get()
    bench.app.body = b"second"
    bench.generations.raise_("1")

    assert ("200", b"second") == bench.get(HTTP_IF_NONE_MATCH='"first"')[::2]


def test_head_has_the_headers_and_no_body(bench: Bench) -> None:
    _, of_get, _ = bench.get()

    status, of_head, body = bench.get(method="HEAD")

    assert ("200", of_get, b"") == (status, of_head, body)


def test_head_alone_keeps_nothing(bench: Bench) -> None:
    bench.get(method="HEAD")

    bench.get()

    assert 2 == bench.app.asked


def test_other_methods_go_to_the_app(bench: Bench) -> None:
    bench.get()

    bench.get(method="POST")

    assert 2 == bench.app.asked


def test_what_is_not_marked_streams_through(bench: Bench) -> None:
    bench.app.marked = False
    started: list[Any] = []

    body = bench.lane({"PATH_INFO": "/a", "REQUEST_METHOD": "GET"}, _starter(started))

    assert "200 OK" == started[0]
    assert not bench.app.closed
    assert [b"fi", b"rst"] == list(body)


def test_an_answer_with_a_cookie_is_never_kept(bench: Bench) -> None:
    bench.app.extra = [("Set-Cookie", "a=1")]
    bench.get()

    bench.get()

    assert 2 == bench.app.asked


def test_an_error_of_the_caller_is_never_kept(bench: Bench) -> None:
    bench.app.status = "404 NOT FOUND"
    bench.get()

    assert "404" == bench.get()[0]
    assert 2 == bench.app.asked


def test_memory_is_bounded_and_what_is_used_stays(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "generations")
    bench.lane = FastLane(bench.app, generations=bench.generations, max_bytes=40 * 1100)
    bench.get("/hot")
    for number in range(200):
        bench.get(f"/cold/{number}")
        bench.get("/hot")

    kept = bench.lane._entries

    assert 201 == bench.app.asked
    assert len(kept) <= 43
    assert ("/hot", "") in kept


def test_an_answer_too_large_for_the_lane_is_given_but_not_kept(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "generations")
    bench.lane = FastLane(bench.app, generations=bench.generations, max_bytes=1000)

    assert b"first" == bench.get()[2]
    assert {} == bench.lane._entries


def test_the_poller_survives_a_truth_that_can_not_be_read(bench: Bench) -> None:
    truths: list[dict[str, int]] = [{"1": 2}]
    learnt: list[Any] = []
    poller = Poller(truths.pop, learnt.append)

    poller.look()
    poller.look()

    assert [{"1": 2}] == learnt


def test_the_poller_looks_by_itself() -> None:
    learnt = threading.Event()
    poller = Poller(dict, lambda _: learnt.set(), every=0.01)

    poller.start()
    heard = learnt.wait(5)
    poller.stop()

    assert heard
