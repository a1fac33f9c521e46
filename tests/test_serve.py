"""The site on one's own machine: it follows each save, shows problems in the page, and answers to nobody else."""

from __future__ import annotations

import http.client
import queue
import re
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
            return render.Preview(known, judge.catalogue(known), render.options_for(known, HERE / "templates", render.Stamp("http://localhost/", "2026-11-23")))

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
    site = render.Preview(known, judge.catalogue(known), render.options_for(known, HERE / "templates", render.Stamp("x", "2026-11-23")))
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
