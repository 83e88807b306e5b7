"""Tables made of figures that passed already (an overview), and of a teacher's own pupils."""

from collections.abc import Mapping, Sequence

from app.disclosure import NOT_AVAILABLE, Cell, Released, Row, Tier, count_cell, mean_cell
from app.results.figures.change import Figures
from app.web.languages import _

PupilScores = Mapping[int, Sequence[float | None]]  # wave id: score of each scale


def overview(groups: Sequence[tuple[str, Figures | None]], scales: Sequence[str], tier: Tier) -> Released:
    """One line a group: how many pupils, and the change of each scale, from what each group's own view shows."""
    rows = [Row(label, _overview_cells(figures, scales)) for label, figures in groups]
    return Released((_("Pupils in both"), *scales), tuple(rows), tier)


def _overview_cells(figures: Figures | None, scales: Sequence[str]) -> tuple[Cell, ...]:
    if figures is None:
        return (count_cell(0), *(NOT_AVAILABLE,) * len(scales))
    lines = dict(figures.lines)
    most = max((lines[scale]["n"] for scale in scales), key=lambda cell: -1 if cell.value is None else cell.value)
    return (most, *(lines[scale]["change"] for scale in scales))


def own_pupils(pupils: Sequence[tuple[str, PupilScores]], scales: Sequence[str], *, waves: Sequence[int]) -> Released:
    """One line a pupil: the latest score of each scale, and its change since the first; for the own teacher only."""
    headings = tuple(heading for scale in scales for heading in (scale, _("%(scale)s, change", scale=scale)))
    rows = [Row(called, _pupil_cells(scores, len(scales), waves)) for called, scores in pupils]
    return Released(headings, tuple(rows), Tier.T0)


def _pupil_cells(scores: PupilScores, n_scales: int, waves: Sequence[int]) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for number in range(n_scales):
        given = [score for wave_id in waves if (score := _score(scores, wave_id, number)) is not None]
        cells += [mean_cell(given[-1] if given else None), mean_cell(given[-1] - given[0] if len(given) > 1 else None)]
    return tuple(cells)


def one_pupil(scores: PupilScores, scales: Sequence[str], waves: Sequence[tuple[int, str]]) -> Released:
    """One line a scale: the pupil's score in each wave, and the change from the first to the last."""
    rows = []
    for number, scale in enumerate(scales):
        values = [_score(scores, wave_id, number) for wave_id, _name in waves]
        change = None if values[0] is None or values[-1] is None else values[-1] - values[0]
        rows.append(Row(scale, (*map(mean_cell, values), mean_cell(change))))
    return Released((*(name for _id, name in waves), _("Change")), tuple(rows), Tier.T0)


def _score(scores: PupilScores, wave_id: int, number: int) -> float | None:
    return scores[wave_id][number] if wave_id in scores else None
