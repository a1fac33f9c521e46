"""The site on one's own machine: it follows each save, shows problems in the page, and answers to nobody else."""

from __future__ import annotations

import http.client
import queue
import re
import socket
import struct
import threading
import time

import pytest
from small_data import HERE, MODEL, small, write

from howopen import enrich, judge, load, render
from howopen.commands import serve
from howopen.records.errors import Refused


class Here:
    """A served site and how to ask it."""

    def __init__(self, data):
        self.data, self.said, self.stop = data, queue.Queue(), threading.Event()

        def fresh():
            known = enrich.catalogue(load.catalogue(data))
            return render.Preview(known, judge.Verdicts(known), render.options_for(known, HERE / "templates", render.Stamp("http://localhost/", "2026-11-23")))

        self.thread = threading.Thread(target=serve.run, args=([data], fresh, 0, self.said.put, self.stop))
        self.thread.start()
        self.port = int(re.search(r":(\d+)/", self.said.get(timeout=20))[1])

    def ask(self, path, method="GET", host="localhost"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, headers={"Host": f"{host}:{self.port}" if host else ""})
        answer = connection.getresponse()
        body = answer.read().decode(errors="replace")
        connection.close()
        return answer, body

    def save(self, path, text):
        """Write a data file and wait until it is shown."""
        before = self.ask("/-/version")[1]
        write(self.data, path, text)
        for _ in range(200):
            if self.ask("/-/version")[1] != before:
                return
            time.sleep(0.05)
        raise AssertionError("nobody noticed the save")


@pytest.fixture
def here(tmp_path):
    served = Here(small(tmp_path))
    yield served
    served.stop.set()
    served.thread.join(timeout=10)
    assert not served.thread.is_alive()


def test_a_page_is_served_with_the_script_that_follows_saves_and_no_other(here):
    answer, body = here.ask("/models/example-7b/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert body.count('<script src="/-/reload.js" defer></script></body>') == 1
    assert here.ask("/-/reload.js")[0].headers["Content-Type"] == "text/javascript; charset=utf-8"
    known = enrich.catalogue(load.catalogue(here.data))
    site = render.Preview(known, judge.Verdicts(known), render.options_for(known, HERE / "templates", render.Stamp("x", "2026-11-23")))
    assert "/-/reload.js" not in site.get("models/example-7b/index.html"), "the site that is published has no such script"


def test_a_save_is_shown(here):
    assert "Example 8C" not in here.ask("/models/example-7b/")[1]
    here.save("models/example-7b.yaml", MODEL.replace("Example 7B", "Example 8C"))
    assert "Example 8C" in here.ask("/models/example-7b/")[1]


def test_problems_are_shown_in_the_page_escaped_and_go_when_they_are_cured(here):
    here.save("models/example-7b.yaml", MODEL.replace("availability: public", "availability: '<script>alert(1)</script>'"))
    answer, body = here.ask("/models/example-7b/")
    assert answer.status == 500
    assert "data/models/example-7b.yaml:11:19: `availability` cannot be &#x27;&lt;script&gt;alert(1)&lt;/script&gt;&#x27;" in body
    assert body.count("<script") == 1 and "/-/reload.js" in body
    assert "availability" in here.said.get(timeout=5)
    here.save("models/example-7b.yaml", MODEL)
    assert here.ask("/models/example-7b/")[0].status == 200


def test_what_is_not_there_is_not_found_and_a_folder_gets_its_slash(here):
    answer, body = here.ask("/nothing/")
    assert answer.status == 404 and "There is no such page" in body
    moved = here.ask("/models/example-7b")[0]
    assert (moved.status, moved.headers["Location"]) == (301, "/models/example-7b/")


@pytest.mark.parametrize("path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/models/..%2f..%2fbuild.py", "/\\..\\build.py", "/%00"])
def test_no_path_leads_out_of_the_site(here, path):
    assert here.ask(path)[0].status == 404


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", ""])
def test_a_name_that_merely_points_here_is_refused(here, host):
    assert here.ask("/", host=host)[0].status == 403


def test_it_listens_on_this_machine_only_and_takes_no_other_method(here):
    assert here.ask("/", method="POST")[0].status == 501
    assert here.ask("/", method="HEAD")[1] == ""


def test_a_port_that_is_taken_is_told(here):
    with pytest.raises(Refused, match=f"port {here.port} cannot be used"):
        serve.run([], lambda: {}, here.port, print, here.stop)


def test_a_page_that_cannot_be_made_says_why():
    class Broken:
        def get(self, path):
            raise ValueError("no such <macro>")

    stop, said = threading.Event(), queue.Queue()
    thread = threading.Thread(target=serve.run, args=([], Broken, 0, said.put, stop))
    thread.start()
    port = int(re.search(r":(\d+)/", said.get(timeout=20))[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/", headers={"Host": f"127.0.0.1:{port}"})
    answer = connection.getresponse()
    assert answer.status == 500 and "ValueError: no such &lt;macro&gt;" in answer.read().decode()
    connection.close()
    stop.set()
    thread.join(timeout=10)


# ---- what else may come over the wire, and what else may be wrong -------------------------------------------------------


def spoken(port: int, *pieces: bytes, wait: float = 0) -> str:
    """Whole answer of the server to these bytes, sent one after the other."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(wait)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return answer.decode(errors="replace")


@pytest.mark.parametrize(
    ("request_", "status", "sentence"),
    [
        (b"GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n", "400", "This is no address"),
        (b"\x16\x03\x01\x02\x00\x01\n\r\n", "400", "Ask for a page of the site with GET or HEAD."),
        (b"GET / HTTP/9.9\r\n\r\n", "505", "Ask for a page of the site with GET or HEAD."),
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", "414", "Ask for a page of the site with GET or HEAD."),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", "431", "Ask for a page of the site with GET or HEAD."),
        (b"BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n", "501", "Ask for a page of the site with GET or HEAD."),
    ],
)
def test_a_malformed_request_gets_a_sentence_and_serving_goes_on(here, capfd, request_, status, sentence):
    answer = spoken(here.port, request_)
    assert f" {status} " in answer or answer.startswith(status), "the oldest way of speaking has no line of status"
    assert sentence in answer and "<" not in answer.partition("\r\n\r\n")[2]
    assert here.ask("/")[0].status == 200
    assert "Traceback" not in capfd.readouterr().err


def test_a_request_that_does_not_come_is_told_so(here, monkeypatch):
    monkeypatch.setattr(serve, "PATIENCE", 1)
    handler = serve.handler(serve.Shown(lambda: {}))
    with serve.Server(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        with socket.create_connection(("127.0.0.1", server.server_address[1]), timeout=20) as slow:
            slow.sendall(b"GET / HT")
            answer = slow.recv(4096).decode()
        server.shutdown()
    assert answer.startswith("HTTP/1.0 408 ") and "did not come within 1 seconds; send it at once." in answer


def test_more_connections_than_there_is_room_for_are_told_so_and_the_others_go_on(here, monkeypatch):
    held = [socket.create_connection(("127.0.0.1", here.port), timeout=20) for _ in range(serve.MOST_CONNECTIONS)]
    time.sleep(0.5)
    answer = spoken(here.port)
    for connection in held:
        connection.close()
    assert answer.startswith("HTTP/1.0 503 ") and "More than 64 connections are open; close some and try again." in answer
    time.sleep(0.5)
    assert here.ask("/")[0].status == 200


def test_one_who_goes_away_in_the_middle_is_no_fault(here, capfd):
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", here.port)) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(b"GET /assets/none HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert here.ask("/")[0].status == 200
    assert capfd.readouterr().err == ""


def test_an_unknown_key_in_a_definition_that_an_opinion_speaks_of_is_shown_and_serving_goes_on(here):
    file = here.data / "definitions" / "osaid-1.0.yaml"
    good = file.read_text()
    says = "{model: example-7b, of: Example, says: open, means: met, level: met, url: https://example.org}"
    write(here.data, "opinions/x.yaml", f"who: X\nurl: https://example.org\npublished: 2026-11\nabout: X.\ndefinition: osaid-1.0\nverdicts: [{says}]\n")
    here.save("definitions/osaid-1.0.yaml", good + "colour: red\n")
    answer, body = here.ask("/")
    assert answer.status == 500 and "&#x27;colour&#x27; is not a known key" in body
    (here.data / "opinions" / "x.yaml").unlink()
    here.save("definitions/osaid-1.0.yaml", good)
    assert here.ask("/")[0].status == 200


def test_a_fault_of_the_program_is_shown_and_serving_goes_on():
    faults = [None, ZeroDivisionError("of the program"), None]

    def fresh():
        fault = faults.pop(0)
        if fault:
            raise fault
        return {"index.html": "<p>It is there"}

    shown = serve.Shown(fresh)
    assert shown.renew() == ""
    said = shown.renew()
    assert "This is a fault of the program or of a template, not of the data" in said and "ZeroDivisionError: of the program" in said
    assert shown.renew() == "" and shown.content("index.html") == "<p>It is there"
