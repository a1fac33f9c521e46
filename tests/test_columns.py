"""What rows of the leaderboard are found by, and how families fold."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from conftest import HERE

from howopen import render
from howopen.records.verdict import steps
from howopen.render import sizes
from howopen.render.html import board_columns, board_pages, board_rows, site_pages


@pytest.fixture(scope="module")
def renderer(known):
    return render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", "2026-11-23")).renderer(known)


@pytest.fixture(scope="module")
def models(summaries):
    return list(summaries.values())[:40]


def test_a_menu_has_each_value_that_a_row_has_and_no_other(renderer, models, known):
    used = {token for one in models for token in board_columns.tokens(one, known)}
    menus = board_columns.facets(used, known, renderer.words, renderer.ordered)

    assert {f"{menu.id}:{value}" for menu in menus for value in menu.values} == used
    assert all(menu.label and all(menu.values.values()) for menu in menus)
    assert board_columns.facets((), known, renderer.words, renderer.ordered) == []


def test_no_two_values_of_a_menu_read_alike(renderer, summaries, known):
    used = {token for one in summaries.values() for token in board_columns.tokens(one, known)}
    menus = board_columns.facets(used, known, renderer.words, renderer.ordered)

    assert [menu.id for menu in menus if len(set(menu.values.values())) < len(menu.values)] == []


def test_every_definition_that_has_no_column_may_be_given_one(renderer, known):
    offered = [id_ for id_, *_ in json.loads(board_pages.search(renderer, [], {}))["definitions"]]

    assert offered == [one.id for one in renderer.ordered if one.id not in (known.board.headline, known.board.tier)]


def test_menus_stand_in_the_order_of_definitions_and_words(renderer, models, known):
    used = {token for one in models for token in board_columns.tokens(one, known)}
    order = [*(one.id for one in renderer.ordered), *renderer.words.said["facet"]]
    found = [menu.id for menu in board_columns.facets(used, known, renderer.words, renderer.ordered)]

    assert found == [key for key in order if key in found]


def test_a_size_is_found_under_each_bound_that_it_is_below(models, known):
    def found(parameters: int | None) -> list[str]:
        return [token for token in board_columns.tokens(replace(models[0], parameters=parameters), known) if token.startswith("size:")]

    assert found(8_000_000_000) == ["size:2", "size:3", "size:4"]
    assert found(405_000_000_000) == ["size:5"]
    assert found(None) == []


def test_releases_of_a_family_fold_into_one_row_where_its_best_stands(renderer, models):
    first, *others = [replace(one, family=None, variants=(), answer=replace(one.answer, examined=True)) for one in models]
    kin = [replace(others[4], developer=first.developer, family="x"), replace(others[9], developer=first.developer, family="x")]
    some = [first, *others[:4], kin[0], *others[5:9], kin[1], *others[10:]]
    blocks = board_rows.blocks(some, renderer)

    assert [len(block.models) for block in blocks] == [1] * 5 + [2] + [1] * (len(some) - 7)
    assert [one.model for one in blocks[5].models] == [one.model for one in kin]
    drawn = str(board_rows.RowRenderer(renderer).block(blocks[5], "./"))
    assert drawn.count("<tr") == 3
    assert drawn.count('class="member"') == 2


def test_what_nobody_examined_has_no_row(renderer, models):
    waiting = replace(models[0], answer=replace(models[0].answer, examined=False))

    assert board_rows.blocks([waiting], renderer) == []


def test_models_of_a_developer_that_lack_the_same_for_the_next_level_stand_together(known, summaries, judged):
    ladder = known.definitions[known.board.tier]
    ids = [level.id for level in ladder.levels]
    for developer in ("ai2", "meta"):
        own = [one for one in summaries.values() if one.developer == developer]
        found = site_pages.next_levels(known, own)
        told = [one.model for level in found for one in level.models]

        assert sorted(told) == sorted(one.model for one in own if one.answer.examined and one.verdicts[ladder.id].reached != ids[-1] and any(one.next_level))
        assert len({(level.name, level.steps) for level in found}) == len(found) > 1
        for level in found:
            for one in level.models:
                verdict = judged[one.model].verdicts[ladder.id]
                following = ids.index(verdict.reached) + 1 if verdict.reached else 0
                assert (level.name, level.steps) == (ladder.levels[following].name, steps(verdict.changes[0]))


def test_a_row_has_its_answers_its_parts_its_tier_and_its_share(renderer, models, known):
    for one in models:
        row = str(board_rows.RowRenderer(renderer).block(board_rows.Block("", (one,)), "../"))
        questions = [*renderer.words.said["answer-question"].values()][:2]

        assert f'href="../models/{one.model}/"' in row
        assert all(f'data-q="{question}"' in row for question in questions)
        assert row.count("<td") == 4 + len(known.vocabulary.groups) + 2
        assert "undetermined" not in row.split('class="tier"')[0].replace('data-s="undetermined"', "")


@pytest.mark.parametrize(
    ("number", "said"), [(405_000_000_000, "405B"), (8_030_261_248, "8B"), (1_240_000_000, "1.2B"), (70_000_000, "70M"), (1_040_000_000_000, "1T")]
)
def test_sizes_have_two_digits_at_most(number, said):
    assert sizes.short(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(131_072, "128K"), (1_048_576, "1M"), (10_485_760, "10M"), (2048, "2K"), (128_000, "128K"), (1_000_000, "1M"), (1_310_720, "1280K"), (4095, "4,095")],
)
def test_a_context_is_said_as_people_write_it(number, said):
    assert sizes.tokens(number) == said
