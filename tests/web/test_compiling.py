"""Templates say and escape what Jinja's own would, whatever is put into them."""

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from markupsafe import Markup

from app.web.compiling import Sparing
from app.web.languages import later


class Shouting(Markup):
    """Markup that is more than that says itself how it is written."""

    def __html__(self) -> str:
        return f"<strong>{self}</strong>"


class Named:
    def __html__(self) -> str:
        return "<em>named</em>"

    def __str__(self) -> str:
        return "never"


VALUES = ["plain", "<b>&'\"", Markup("<b>kept</b>"), Shouting("<i>"), Named(), later("A & B"), 3, 4.5, None, ["<", 1]]
TEMPLATES = [
    "{{ value }}",
    "a{{ value }}b{{ value | string }}c",
    "{% macro twice(x) %}<p>{{ x }}{{ x }}</p>{% endmacro %}{{ twice(value) }}{{ twice(twice(value)) }}",
    "{% for one in [value, '<', value] %}{{ loop.index }}{{ one }}{% for t in [one] %}{{ t }}{% endfor %}{% endfor %}",
    "{% set x = value %}{% set y %}<u>{{ x }}</u>{% endset %}{{ y }}{{ 'z' ~ x }}{{ x if x else '<' }}",
    "{% call(x) again() %}{{ x }}{{ value }}{% endcall %}".join(
        ["{% macro again() %}{{ caller('<c>') }}{{ caller(value) }}{% endmacro %}", ""]
    ),
    "{% autoescape false %}{{ value }}{% endautoescape %}{{ value | safe }}{{ value | e }}",
    "{% filter upper %}{{ value }}{% endfilter %}",
]


def made_by(generator: type[CodeGenerator], source: str, value: object, *, autoescape: bool = True) -> str:
    environment = Environment(autoescape=autoescape, undefined=StrictUndefined)
    environment.code_generator_class = generator
    return environment.from_string(source).render(value=value)


@pytest.mark.parametrize("source", TEMPLATES)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__ + str(value)[:3])
@pytest.mark.parametrize("autoescape", [True, False])
def test_what_is_written_is_what_jinjas_own_would_write(source, value, autoescape):
    ours, its = (made_by(one, source, value, autoescape=autoescape) for one in (Sparing, CodeGenerator))
    assert ours == its


def test_what_somebody_typed_is_escaped_and_our_own_words_are_not():
    assert made_by(Sparing, "{{ value }}", "<script>") == "&lt;script&gt;"
    assert made_by(Sparing, "{{ value }}", Markup("<b>")) == "<b>"


def test_a_name_that_nobody_gave_is_refused():
    with pytest.raises(UndefinedError):
        made_by(Sparing, "{{ valve }}", 1)


def test_the_applications_templates_are_compiled_so(app):
    source = app.jinja_env.compile("{{ value }}", name="a.html", raw=True)
    assert "is Markup else escape" in source
    assert "is Markup else escape" not in app.jinja_env.compile("{{ value }}", name="a.txt", raw=True)
