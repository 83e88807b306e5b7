"""What the demo's researchers made of the interviews: code book, two people's codings, memos, the grid, findings.

Files name passages by their words, so that a changed sentence is found missing and no place is ever counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.coding import book, conclusions, grid, marking, memo_actions, queries, rounds
from app.coding.book import ThemeFields
from app.coding.conclusions import FindingFields, SourceFields
from app.coding.desk import Desk
from app.coding.marking import Place
from app.coding.memo_actions import MemoFields
from app.coding.models import Theme
from app.demo.study import Stage, told
from app.interviews import states
from app.interviews.models import InterviewState
from app.interviews.texts import Transcript
from app.policy import Actor

BETWEEN = " … "
CODERS = ("lead", "research")


class NotThere(LookupError):
    """Words of a file stand nowhere in the transcript, or in several places."""


@dataclass(frozen=True)
class Marked:
    """A passage with one of its codings."""

    place: Place
    coding_id: int


def code_all(stage: Stage) -> dict[str, list[Marked]]:
    """Let both code every transcript that is named, neither seeing the other's; what was marked in each."""
    themes = _write_book(stage)
    marked, coders = {}, {who: stage.actor(who) for who in CODERS}
    for name, entries in told("codings").items():
        transcript = stage.transcripts[name]
        rounds.begin_blind(transcript, coders["lead"], [one.id for one in coders.values()])
        marked[name] = [found for entry in entries for found in _mark(transcript, entry, themes, coders)]
        for coder in coders.values():
            rounds.finish(transcript, coder)
        if transcript.interview.state == InterviewState.APPROVED:
            states.advance(transcript.interview, coders["lead"], InterviewState.CODED)
    return marked


def _write_book(stage: Stage) -> dict[str, Theme]:
    themes: dict[str, Theme] = {}
    for one in told("themes"):
        parent = themes.get(one.get("under", ""))
        fields = ThemeFields(
            one["name"],
            one.get("definition", ""),
            one.get("example", ""),
            is_codable=parent is not None,
            parent_id=parent.id if parent else None,
        )
        themes[one["key"]] = book.add_theme(stage.study, stage.actor("lead"), fields)
    return themes


def _mark(
    transcript: Transcript, entry: Mapping[str, str], themes: Mapping[str, Theme], coders: Mapping[str, Actor]
) -> Iterator[Marked]:
    place = place_of(transcript.sealed_text, entry["words"])
    for who, coder in coders.items():
        keys = f"{entry.get('both', '')} {entry.get(who, '')}".split()
        memo = entry.get("memo", "") if who == "research" else ""
        ids = [themes[key].id for key in keys]
        for coding in marking.mark(transcript, coder.id, place=place, theme_ids=ids, memo=memo) if ids else ():
            yield Marked(place, coding.id)


def place_of(text: str, words: str) -> Place:
    """Where words stand that are there once; "a … b" is everything from a to the next b."""
    first, _between, last = words.partition(BETWEEN)
    if text.count(first) != 1:
        raise NotThere(words)
    start = text.index(first)
    end = text.find(last, start + len(first)) + len(last) if last else start + len(first)
    if end < start + len(first) or "\n" in text[start:end]:
        raise NotThere(words)
    return Place(start, end)


def fill_grid(stage: Stage) -> None:
    """Sum up what people say, each summary resting on all that is marked in its cell."""
    lead = stage.actor("lead")
    filled = grid.grid_of(Desk(stage.study, lead.id))
    themes = {one["name"]: one["key"] for one in told("themes")}
    numbers = {themes[branch.theme.name]: branch.theme.id for branch in filled.branches}
    for who, summaries in told("grid").items():
        for key, text in summaries.items():
            cell = filled.cell(stage.people[who].id, numbers[key])
            ids = [one.id for one in cell.quotations]
            if not ids:
                raise NotThere(f"{who} {key}")
            grid.save_summary(cell, lead, text=text, coding_ids=ids, version=0)


def write_memos(stage: Stage) -> None:
    """What both noted while they read."""
    names = {one["key"]: one["name"] for one in told("themes")}
    themes = {one.name: one.id for one in queries.list_themes(stage.study)}
    for one in told("memos"):
        about = {
            "theme_id": themes[names[one["theme"]]] if "theme" in one else None,
            "transcript_id": stage.transcripts[one["interview"]].id if "interview" in one else None,
        }
        fields = MemoFields(one["title"], one["text"], **about)
        memo_actions.write_memo(stage.study, stage.actor(one["by"]), fields)


def conclude(stage: Stage, marked: Mapping[str, list[Marked]]) -> None:
    """Findings with what speaks for them and against them; some are shared."""
    research = stage.actor("research")
    for one in told("findings"):
        fields = FindingFields(one["claim"], one["about"], one["impact"], "tentative" in one)
        finding = conclusions.begin_finding(stage.study, research, fields)
        sides = {
            coding_id: side for side in ("for", "against") for coding_id in _linked(stage, marked, one.get(side, {}))
        }
        conclusions.link_quotations(finding, research, sides)
        for source in one.get("sources", ()):
            scale, survey_id = source.get("scale", ""), stage.study.survey_id
            conclusions.add_source(
                finding,
                research,
                SourceFields(source["kind"], source["side"], source["words"], survey_id if scale else None, scale),
            )
        if "shared" in one:
            conclusions.share_finding(finding, research, is_supported=True)


def _linked(stage: Stage, marked: Mapping[str, list[Marked]], wanted: Mapping[str, Iterable[str]]) -> Iterator[int]:
    for name, quoted in wanted.items():
        text = stage.transcripts[name].sealed_text
        for words in quoted:
            place = place_of(text, words)
            over = [one for one in marked[name] if one.place.start <= place.start and place.end <= one.place.end]
            if not over:
                raise NotThere(words)
            yield over[0].coding_id
