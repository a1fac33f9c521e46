"""The code that Jinja makes of templates shows what Jinja's own would."""

from __future__ import annotations

import jinja2
import pytest
from markupsafe import Markup, escape

from howopen.render.html import template_code


class _Name(str):
    """A text of a kind of its own."""


class _Drawn:
    def __html__(self) -> str:
        return "<b>drawn</b>"


@pytest.mark.parametrize("value", ["", "a < b & 'c' > \"d\"", Markup("<i>&amp;</i>"), _Name("<x>"), _Drawn(), 7, 1.5, None, True, ("<", "&")])
def test_shows_what_escape_shows(value):
    assert template_code.shown(value) == str(escape(value))


PAGE = """{% macro piece(text, mark='<') %}<p>{{ text }}{{ mark }}</p>{% endmacro %}
{% macro around(text) %}<div>{{ text }}{{ caller() }}</div>{% endmacro %}
{% set kept %}{{ name }}<hr>{% endset %}
{% block main %}{% for one in all %}{{ loop.index }}{{ piece(one, mark=name) }}{{ one | upper }}{{ one ~ '<' }}{% endfor %}{% endblock %}
{{ kept }}{{ piece(name) | length }}{% call around('x') %}{{ name }}{% endcall %}
{{ drawn }}{{ self.main() }}{{ ['<', '&'] | join('<br>') }}{{ text(name) }}"""


def test_a_page_has_the_bytes_of_jinjas_own_code():
    values = {"name": "<script>alert('&')</script>", "all": ["<a>", Markup("<b>"), "&amp;"], "drawn": _Drawn(), "text": lambda one: Markup("<u>%s</u>") % one}
    ours, theirs = (kind(autoescape=True, undefined=jinja2.StrictUndefined).from_string(PAGE) for kind in (template_code.Environment, jinja2.Environment))
    assert ours.render(values) == theirs.render(values)
    assert "<script>" not in ours.render(values)


def test_a_name_that_nobody_gave_is_told():
    with pytest.raises(jinja2.UndefinedError):
        template_code.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string("{{ nobody }}").render()
