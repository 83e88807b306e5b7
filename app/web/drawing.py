"""Pieces of a page of figures, in plain strings: it has two hundred figures and twenty marks, and macros take time.

The rows of a dumbbell chart are SVG. Every kind of wave has its own shape as well as its own colour. Colours are
attributes, so a chart saved as a file is complete; the page's style sheet may replace them.
"""

from markupsafe import Markup, escape

from app.web.charts import PlacedMark, Row

INKS = {"before": "#6d7f83", "during": "#c06a1c", "after": "#0f5753", "follow-up": "#0f5753"}
SHAPES = {
    "before": f'<circle class="chart-before-open" r="5" fill="#ffffff" stroke="{INKS["before"]}" stroke-width="2.5"/>',
    "during": f'<path class="chart-during" d="M0-6.5 6.5 0 0 6.5-6.5 0z" fill="{INKS["during"]}"/>',
    "after": f'<circle class="chart-after" r="6" fill="{INKS["after"]}"/>',
    "follow-up": f'<path class="chart-after" d="M0-6.5 6.5 5h-13z" fill="{INKS["follow-up"]}"/>',
}


def instead_of_a_number(words: str) -> Markup:
    """Words that stand where a number would."""
    return Markup('<span class="too-few">%s</span>') % words


def shape(kind: str) -> Markup:
    """The mark of a kind of wave, around the point 0, 0."""
    return Markup(SHAPES[kind])


def whisker(kind: str, low: float, high: float, y: int, unit: str = "%") -> Markup:
    """An interval with its two ends; across in `unit`s, down in pixels."""
    name = "after" if kind == "follow-up" else kind
    low_at, high_at, ends = f"{low}{unit}", f"{high}{unit}", f'y1="{y - 4}" y2="{y + 4}"'
    return Markup(
        f'<g class="chart-{name}-line" stroke="{INKS[kind]}" stroke-width="2">'
        f'<line x1="{low_at}" x2="{high_at}" y1="{y}" y2="{y}"/>'
        f'<line x1="{low_at}" x2="{low_at}" {ends}/><line x1="{high_at}" x2="{high_at}" {ends}/></g>'
    )


def drawn(row: Row) -> Markup:
    """A row with its name, its note, and its marks; whatever a person wrote is escaped."""
    label = escape(row.label)
    note = _note(row) if row.note else ""
    links = "".join(_link(one, other) for one, other in row.links)
    marks = "".join(_mark(mark, label) for mark in row.marks)
    return Markup(
        f'<g>\n  <text class="chart-text" x="2%" y="{row.y}" font-weight="600" fill="#15292b">{label}</text>\n'
        f"{note}{links}{marks}</g>\n"
    )


def _note(row: Row) -> str:
    return (
        f'<text class="chart-soft" x="98%" y="{row.y_note}" text-anchor="end" font-size="14" fill="#3e5153">'
        f"{escape(row.note)}</text>"
    )


def _link(one: PlacedMark, other: PlacedMark) -> str:
    return (
        f'  <line class="chart-track" x1="{one.x}%" y1="{one.y}" x2="{other.x}%" y2="{other.y}" stroke="#857f6f" '
        'stroke-width="1.5" stroke-dasharray="2 3"/>\n'
    )


def _mark(mark: PlacedMark, label: Markup) -> str:
    title = f"<title>{label}, {escape(mark.text)}</title>"
    drawing = f'  <svg x="{mark.x}%" y="{mark.y}" overflow="visible">{title}{SHAPES[mark.kind]}</svg>\n'
    if mark.x_low is None or mark.x_high is None:
        return drawing
    return f"{whisker(mark.kind, mark.x_low, mark.x_high, mark.y)}{drawing}"
