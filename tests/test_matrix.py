"""Table of which definition asks what, from the definitions alone."""

from __future__ import annotations

from howopen.render.html import definition_matrix

LABELS = dict.fromkeys(definition_matrix.OTHERS, "Other")


def cell(known, label: str, definition: str) -> definition_matrix.Asked | None:
    [row] = [row for row in definition_matrix.rows(known, LABELS | {"data-information": "Data information"}) if row.label == label]
    return row.cells[list(known.definitions).index(definition)]


def test_a_part_that_has_to_be_there_is_told_from_one_way_among_others(known):
    assert cell(known, "Weights", "owd-0.3") == ("all", ("published", "full", "gate", "free", "limits"))
    assert cell(known, "Research paper", "mof-1.0") == ("some", ("published", "free"))
    assert cell(known, "Weights", "aa-openness-1.0").mark == "some"


def test_what_is_not_asked_has_no_cell(known):
    assert cell(known, "Training data", "owd-0.3") is None
    assert cell(known, "Data information", "mof-1.0") is None
    assert cell(known, "Data information", "osaid-1.0") == ("all", ("told", "free"))


def test_what_is_asked_of_each_data_set_is_asked_of_the_data(known):
    assert cell(known, "Training data", "european-osai") == ("all", ("published", "free"))
    assert cell(known, "Training data", "g7-2026").words == ("published", "told", "free")


def test_what_is_asked_of_compute_and_lineage_is_not_that_they_be_told(known):
    labels = LABELS | {"training-compute": "Compute", "ancestors": "Bases", "data-information": "Data information"}
    rows = {row.label: dict(zip(known.definitions, row.cells, strict=True)) for row in definition_matrix.rows(known, labels)}
    assert rows["Compute"]["eu-ai-act"] == ("all", ("below",))
    assert rows["Bases"]["os-ai-map"] == ("some", ("scratch",))
    assert "same" in rows["Bases"]["osaid-1.0"].words


def test_each_definition_asks_something(known):
    columns = zip(*(row.cells for row in definition_matrix.rows(known, LABELS)), strict=True)
    assert all(any(column) for column in columns)
