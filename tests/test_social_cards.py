"""Social cards: what a link shows where people share it, drawn only when asked for."""

from __future__ import annotations

import re
import struct

from conftest import run
from test_house import HERE

from howopen.render import wording
from howopen.render.svg import png, social_cards
from howopen.render.svg.label import INK


def test_cards_are_drawn_only_when_asked_for_and_pages_point_at_them(data, tmp_path):
    run("build", "--data", data, "--into", tmp_path / "plain")
    run("build", "--data", data, "--into", tmp_path / "cards", "--cards", "--base-url", "https://example.org/")

    assert not (tmp_path / "plain" / "cards").exists()
    assert "og:image" not in (tmp_path / "plain" / "index.html").read_text()
    for page, card in (("index.html", "cards/site.png"), ("models/olmo-7b/index.html", "cards/olmo-7b.png")):
        assert f'<meta property="og:image" content="https://example.org/{card}">' in (tmp_path / "cards" / page).read_text()
        head = (tmp_path / "cards" / card).read_bytes()[:24]
        assert (head[:4], *struct.unpack(">II", head[16:24])) == (b"\x89PNG", 1200, 630)


def test_a_card_says_the_sentence_within_its_edges_and_above_what_is_published(known, judged):
    said = wording.read(HERE / "templates", known)
    for one in judged.values():
        picture = social_cards.model(one, said)
        lines = [(float(x), float(y), float(width)) for x, y, width in re.findall(r'<text x="([\d.]+)" y="([\d.]+)" .*?textLength="([\d.]+)">', picture)]
        assert all(x + width <= social_cards.WIDTH - social_cards.EDGE + 1 for x, _, width in lines), one.model
        *sentence, _ = [line for line in lines if line[0] == social_cards.EDGE][:-2]  # then the first group, its word and the name of the site
        assert max(y for _, y, _ in sentence) < social_cards.HEIGHT - 104, one.model
        assert f"{known.definitions[known.board.headline].name.split()[0]}" in picture or not one.answer.examined


def test_the_same_card_gives_the_same_bytes(known, judged):
    picture = social_cards.model(judged["olmo-7b"], wording.read(HERE / "templates", known))

    assert INK in picture
    assert png.png(picture) == png.png(picture)
