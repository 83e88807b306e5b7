"""A study as one researcher analyses it: its quotations, code book, people and questions, read once for a page."""

from functools import cached_property

from app.coding.corpus import Quotation, quotations_of
from app.coding.queries import list_themes
from app.coding.reading import Reading, readings_of
from app.coding.tree import Branch, tree_of
from app.interviews.queries import list_interviews, list_silent_ids
from app.schools.models import School
from app.studies.allowing import allowed_by
from app.studies.models import Participant, Study
from app.studies.queries import list_participants
from app.studies.schedules import find_schedule


class Desk:
    """Everything here went through the gate of words; whoever does not take part is in none of it.

    `person_id` None reads for those who do not code, once a finding is shared with them: nothing is blind then.
    """

    def __init__(self, study: Study, person_id: int | None) -> None:
        self.study = study
        self._person_id = person_id

    @cached_property
    def readings(self) -> list[Reading]:
        return list(readings_of(self.study))

    @cached_property
    def quotations(self) -> list[Quotation]:
        return quotations_of(self.study, self._person_id, readings=self.readings)

    @cached_property
    def branches(self) -> list[Branch]:
        return tree_of(list_themes(self.study))

    @cached_property
    def participants(self) -> list[Participant]:
        """Who takes part, by pseudonym; not those of whom every interview was withdrawn."""
        gone = list_silent_ids(self.study)
        return [one for one in list_participants(self.study) if one.id not in gone and allowed_by(one).to_take_part]

    @cached_property
    def speakers(self) -> list[Participant]:
        """Who of them has words that may be read. Who is only to be asked hides nobody: readers may know."""
        open_turns = (turn for one in self.readings for turn in one.transcript.turns if one.is_open(turn))
        spoken = {turn.participant_id for turn in open_turns}
        return [one for one in self.participants if one.id in spoken]

    @cached_property
    def schools(self) -> list[School]:
        """Schools of those who take part, by name."""
        found = {school.id: school for one in self.participants for school in one.schools}
        return sorted(found.values(), key=lambda school: school.name)

    @cached_property
    def questions(self) -> dict[str, str]:
        """Id and words of every question that the study's interviews ask, in the order of the schedules."""
        digests = dict.fromkeys(one.schedule_digest for one in reversed(list_interviews(self.study)))
        schedules = [schedule for digest in digests if (schedule := find_schedule(self.study, digest=digest))]
        found: dict[str, str] = {}
        for schedule in schedules:
            for question in schedule.questions:
                found.setdefault(question.id, question.text)
        return found

    @cached_property
    def coders(self) -> dict[int, str]:
        """Key and name of those who coded what may be seen, by name."""
        found = {one.coding.coder_key: one.coding.coder_name for one in self.quotations}
        return dict(sorted(((key, name) for key, name in found.items() if key), key=lambda item: item[::-1]))

    def with_id(self, theme_id: int | None) -> Branch | None:
        """The theme's place in the code book."""
        return next((one for one in self.branches if one.theme.id == theme_id), None)

    @property
    def choices(self) -> dict[str, list[tuple[object, str]]]:
        """What passages may be looked for by: value and words of each list."""
        return {
            "theme": [(one.theme.id, one.full_name) for one in self.branches],
            "participant": [(one.id, one.pseudonym) for one in self.participants],
            "school": [(one.id, one.name) for one in self.schools],
            "question": list(self.questions.items()),
            "coder": list(self.coders.items()),
        }
