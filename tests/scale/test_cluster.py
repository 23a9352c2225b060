"""Several guides behind nginx: nothing that was answered is lost, nothing is answered twice, and nobody is left without an answer.

Every message holds a word that must be in no log at the end.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import pytest

from scripts.cluster import Cluster
from scripts.running import post

CANARY = "kanarek7391"
HELPLINES = ("112", "116 123")
BOUND = 9.0  # seconds for which anybody waits for an answer, whatever has failed
_QUESTIONS = ("ile trwa kurs", "a ile to kosztuje", "kim jest asystent zdrowienia", "how much do they earn")


class Visitor:
    """Somebody who writes to one address, sends again what got no answer, and notes what came back."""

    def __init__(self, url: str, token: str = "") -> None:
        self.url = url
        self.token = token or post(f"{url}/api/session", {})["token"]
        self.turns = 0
        self.slowest = 0.0

    def say(self, text: str, **fields: Any) -> str:
        """The answer to a new message."""
        return self.send({"text": f"{text} {CANARY}", "id": uuid.uuid4().hex, **fields})

    def send(self, body: dict[str, Any]) -> str:
        """The answer to a message, which must come in time."""
        started = time.monotonic()
        answer = post(f"{self.url}/api/message", body, headers={"Authorization": f"Bearer {self.token}"})
        self.slowest = max(self.slowest, time.monotonic() - started)
        self.turns += 1
        assert answer["messages"]
        assert self.slowest < BOUND
        return "\n".join(message["text"] for message in answer["messages"])

    def at(self, url: str) -> Visitor:
        """The same visitor, whose messages go elsewhere."""
        return Visitor(url, self.token)


def in_database(cluster: Cluster, statement: str) -> list[Any]:
    """Rows of a statement, run by the administrator."""
    connection = psycopg2.connect(cluster.postgres.url.replace("+psycopg2", ""))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def stored_turns(cluster: Cluster) -> list[int]:
    """How many turns each stored conversation has, in order."""
    return sorted(row[0] for row in in_database(cluster, "SELECT version FROM conversations"))


@contextmanager
def crowd(cluster: Cluster, size: int = 6) -> Iterator[list[Visitor]]:
    """Visitors who write one message after the other for the time of a block; an answer that does not come fails the block."""
    visitors = [Visitor(cluster.url) for _ in range(size)]
    going = threading.Event()
    failures: list[BaseException] = []

    def visit(visitor: Visitor) -> None:
        try:
            while not going.is_set():
                visitor.say(_QUESTIONS[visitor.turns % len(_QUESTIONS)])
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=visit, args=(visitor,)) for visitor in visitors]
    for thread in threads:
        thread.start()
    try:
        yield visitors
    finally:
        going.set()
        for thread in threads:
            thread.join()
        assert not failures, failures


def has_way_out(text: str) -> bool:
    return all(number in text for number in HELPLINES)


def test_any_process_answers_any_turn(cluster: Cluster) -> None:
    visitor = Visitor(cluster.urls[0])
    elsewhere = visitor.at(cluster.urls[1])
    visitor.say("szukam asystenta w Krakowie")
    assert "Leonardo" in elsewhere.say("podaj telefon drugiego")
    assert "Łódź" in visitor.say("a w Łodzi?")
    assert "Łódź. Places on my list" in elsewhere.say("in English, please")
    assert "half a year" in visitor.say("how long is the course?")


def test_message_sent_again_elsewhere_is_answered_with_the_same_words_and_counted_once(cluster: Cluster) -> None:
    in_database(cluster, "DELETE FROM conversations")
    visitor = Visitor(cluster.urls[0])
    message = {"text": f"ile trwa kurs? {CANARY}", "id": "the same"}
    assert visitor.send(message) == visitor.at(cluster.urls[1]).send(message) == visitor.send(message)
    assert stored_turns(cluster) == [1]


def test_messages_at_the_same_moment_in_two_processes_are_both_answered(cluster: Cluster) -> None:
    in_database(cluster, "DELETE FROM conversations")
    visitor = Visitor(cluster.urls[0])
    both = [visitor, visitor.at(cluster.urls[1])]
    for _ in range(5):
        threads = [threading.Thread(target=one.say, args=("ile trwa kurs",)) for one in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [one.turns for one in both] == [5, 5] and stored_turns(cluster) == [10]


def test_forgotten_by_one_process_is_forgotten_by_all(cluster: Cluster) -> None:
    in_database(cluster, "DELETE FROM conversations; DELETE FROM unsure_questions")
    visitor = Visitor(cluster.urls[0])
    visitor.say("czy to w ogóle coś daje jak ktoś tak ma inaczej niż wszyscy zielone krzesło")
    visitor.say("ile trwa kurs?")
    visitor.at(cluster.urls[1]).send({"text": "zapomnij o mnie", "id": "last"})
    assert stored_turns(cluster) == []
    assert in_database(cluster, "SELECT 1 FROM unsure_questions WHERE conversation IS NOT NULL") == []


def test_limits_hold_over_all_processes(cluster: Cluster) -> None:
    Visitor(cluster.url).say("ile trwa kurs?")
    keys = in_redis(cluster, "KEYS guide:rate:*")
    assert b"guide:rate:session:" in keys and b"guide:rate:address:" in keys
    assert b"127.0.0.1" not in keys


def in_redis(cluster: Cluster, command: str) -> bytes:
    with socket.create_connection(("127.0.0.1", cluster.redis_port), timeout=2) as server:
        server.sendall(f"{command}\r\n".encode())
        time.sleep(0.2)
        return server.recv(1_000_000)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_process_ends_among_visitors_without_a_lost_or_doubled_turn(cluster: Cluster, how: signal.Signals) -> None:
    in_database(cluster, "DELETE FROM conversations")
    with crowd(cluster) as visitors:
        for number in range(2 if how == signal.SIGTERM else 1):  # one after the other, as for a new model
            time.sleep(1)
            cluster.guides[number].stop(how)
            cluster.guides[number].start()
            cluster.wait_until_ready(number)
            time.sleep(2.5)  # nginx tries it again
    if how == signal.SIGTERM:
        assert b"Traceback" not in cluster.logs()
    assert stored_turns(cluster) == sorted(visitor.turns for visitor in visitors)
    assert min(visitor.turns for visitor in visitors) > 5


def test_database_that_is_away_means_a_way_out_and_nothing_is_lost(cluster: Cluster) -> None:
    visitor = Visitor(cluster.url)
    visitor.say("szukam asystenta w Krakowie")
    cluster.postgres.stop()
    try:
        assert has_way_out(visitor.say("ile trwa kurs?"))
        assert "112" in visitor.say("nie chcę już żyć")
        with pytest.raises(urllib.error.HTTPError) as refused:  # nobody is told that they were forgotten when they were not
            headers = {"Authorization": f"Bearer {visitor.token}"}
            urllib.request.urlopen(
                urllib.request.Request(f"{cluster.url}/api/session", method="DELETE", headers=headers), timeout=9
            )
        assert refused.value.code == 503
    finally:
        cluster.postgres.start()
    assert "Leonardo" in visitor.say("podaj telefon drugiego")


def test_database_that_only_reads_means_a_way_out(cluster: Cluster) -> None:
    visitor = Visitor(cluster.url)
    visitor.say("szukam asystenta w Krakowie")
    read_only = "ALTER SYSTEM SET default_transaction_read_only = {}"
    try:
        in_database(cluster, read_only.format("on"))
        in_database(cluster, "SELECT pg_reload_conf()")
        time.sleep(0.5)
        assert has_way_out(visitor.say("ile trwa kurs?"))
    finally:
        connection = psycopg2.connect(cluster.postgres.url.replace("+psycopg2", ""), options="-c default_transaction_read_only=off")
        connection.autocommit = True
        connection.cursor().execute(read_only.format("off"))
        connection.cursor().execute("SELECT pg_reload_conf()")
        connection.close()
    time.sleep(0.5)
    assert "Leonardo" in visitor.say("podaj telefon drugiego")


def test_database_that_hangs_means_a_way_out_in_time(cluster: Cluster) -> None:
    visitor = Visitor(cluster.url)
    visitor.say("szukam asystenta w Krakowie")
    processes = cluster.postgres.processes()
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        assert has_way_out(visitor.say("ile trwa kurs?"))
        assert "112" in visitor.say("nie chcę już żyć")
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)
    time.sleep(2)  # what hung ends
    assert "Leonardo" in visitor.say("podaj telefon drugiego")


def test_without_redis_everything_goes_on(cluster: Cluster) -> None:
    in_database(cluster, "DELETE FROM conversations")
    with crowd(cluster, 4) as visitors:
        cluster.redis.kill()
        time.sleep(3)
        cluster.redis.start()
        time.sleep(2)
        deadline = time.monotonic() + 30
        while b"guide:rate:" not in in_redis(cluster, "KEYS guide:rate:*"):  # until it is used again
            assert time.monotonic() < deadline
    assert stored_turns(cluster) == sorted(visitor.turns for visitor in visitors)


@contextmanager
def rubbish(port: int) -> Iterator[None]:
    """Something that answers every request with what is no answer."""
    with socket.create_server(("127.0.0.1", port)) as listening:
        listening.settimeout(0.2)
        over = threading.Event()

        def serve() -> None:
            while not over.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.recv(65_536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n[rubbish")

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def test_search_without_its_server_means_a_way_out(cluster: Cluster) -> None:
    visitor = Visitor(cluster.url)
    os.killpg(cluster.actions.process.pid, signal.SIGSTOP)
    try:
        assert has_way_out(visitor.say("szukam asystenta w Krakowie"))
    finally:
        os.killpg(cluster.actions.process.pid, signal.SIGCONT)
    cluster.actions.kill()
    try:
        assert has_way_out(visitor.say("szukam asystenta w Krakowie"))
        with rubbish(cluster.config.actions_port):
            assert has_way_out(visitor.say("szukam asystenta w Krakowie"))
        assert "pół roku" in visitor.say("jak długo trwa kurs na asystenta zdrowienia?")
    finally:
        cluster.actions.start()
    deadline = time.monotonic() + 60
    while "Leonardo" not in visitor.say("szukam asystenta w Krakowie"):
        assert time.monotonic() < deadline
        time.sleep(0.5)


def test_model_that_cannot_be_read_is_told_and_means_a_way_out(cluster: Cluster) -> None:
    broken = cluster.folder / "broken.tar.gz"
    broken.write_bytes(b"no model")
    port = cluster.ports[1]
    cluster.guides[1].stop()
    program = cluster.guide(9, port, model_file=str(broken))
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{cluster.urls[1]}/healthz", timeout=2)
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.2)
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{cluster.urls[1]}/readyz", timeout=5)
        assert refused.value.code == 503 and json.loads(refused.value.read()) == {"ready": False}
        assert has_way_out(Visitor(cluster.urls[1]).say("ile trwa kurs?"))
    finally:
        program.stop()
        cluster.guides[1].start()
        cluster.wait_until_ready(1)


def test_long_conversation_stays_as_small_as_a_short_one(cluster: Cluster) -> None:
    in_database(cluster, "DELETE FROM conversations")
    visitor, sizes = Visitor(cluster.url), []
    for number in range(160):
        visitor.say(_QUESTIONS[number % len(_QUESTIONS)])
        sizes.append(in_database(cluster, "SELECT length(content) FROM conversations")[0][0])
    assert max(sizes[-20:]) <= 1.2 * max(sizes[:20])
    assert stored_turns(cluster) == [160]


def test_no_word_of_a_visitor_and_no_address_is_in_any_log(cluster: Cluster) -> None:
    """Stands last: everything above has been logged by now, at a level that nobody needs in production."""
    visitor = Visitor(cluster.url)
    visitor.say(f"szukam {CANARY}")
    with pytest.raises(urllib.error.HTTPError):
        visitor.send({"text": CANARY * 200, "id": "long"})
    urllib.request.urlopen(f"{cluster.url}/pl/pytania/?q={CANARY}", timeout=10)
    with pytest.raises(urllib.error.HTTPError):
        post(f"{cluster.url}/api/message", f'{{"text": "{CANARY}'.encode(), headers={"Authorization": f"Bearer {visitor.token}"})
    time.sleep(0.5)
    logs = cluster.logs()
    assert len(logs) > 10_000
    assert CANARY.encode() not in logs
    assert b"client: 127.0.0.1" not in logs
