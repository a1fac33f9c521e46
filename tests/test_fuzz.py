"""Some seconds of the fuzzer, always with the same inputs; `python -m tests.fuzz` runs as long as one likes."""

import json
import os
import random
import signal

import pytest
from fuzz import mutations, readers, runner


def test_the_same_seed_makes_the_same_inputs():
    samples = [b"name: x\nlist: [a, b]\n", b"# another\n"]
    made = [[mutations.text(samples[0], samples, random.Random(f"7 yaml {number}")) for number in range(50)] for _ in range(2)]
    assert made[0] == made[1]
    assert len(set(made[0])) > 40, "and other numbers other inputs"
    values = [[mutations.json_bytes(mutations.value({"a": [1, {"b": "c"}]}, dice), dice) for dice in map(random.Random, range(50))] for _ in range(2)]
    assert values[0] == values[1]


def test_a_changed_value_is_no_larger_than_a_changed_text_may_be():
    for seed in range(600):
        value = mutations.value([[[["a", "b"]]]], random.Random(seed))
        assert len(json.dumps(value)) < 4 * mutations.MOST, seed


def test_an_input_that_kills_its_process_is_found_and_the_next_ones_are_read():
    def check(dice):
        what = dice.randrange(4)
        if what == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        if what == 1:
            raise ValueError("not as the reader says")

    report = runner.Report()
    runner._batch(readers.Reader("it", check, 12), 1, range(12), report, 30)
    wanted = {number: random.Random(f"1 it {number}").randrange(4) for number in range(12)}
    assert {number for _, number, what in report.found if "died" in what} == {number for number, what in wanted.items() if what == 0}
    assert {number for _, number, what in report.found if "ValueError" in what} == {number for number, what in wanted.items() if what == 1}
    assert report.inputs["it"] == 12


@pytest.mark.parametrize(
    "name", ["yaml", "markdown", "snapshots", "model files", "data folders", "records of the Hub", "files of peers", "answers of arXiv", "answers of services"]
)
def test_whatever_others_write_a_reader_says_what_it_says_it_does(name, tmp_path):
    few = {"data folders": 3, "answers of services": 3, "model files": 10}
    check = readers.every(tmp_path)[name].check
    for number in range(few.get(name, 40)):
        check(random.Random(f"1 {name} {number}"))
