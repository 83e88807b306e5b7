"""Who reads a participant's name: the only place that opens it.

Those who may read what was said with its names read it, and each time it is noted, at the participant's schools too;
everybody else, and every page that has no need of names, meets the pseudonym.
"""

from collections import Counter
from collections.abc import Iterable

from app.audit.actions import record_seen
from app.policy import Actor, Permission, allows
from app.studies import queries
from app.studies.models import Participant, Study

LOOK = "view participants' names"


def look_at_names(study: Study, participants: Iterable[Participant], actor: Actor) -> dict[int, str]:
    """Participant id to name, for those of the study who have one; nothing for whoever may not read them."""
    if not allows(actor, Permission.TRANSCRIPT_RAW, study):
        return {}
    asked = [one for one in participants if one.study_id == study.id]
    names = {number: name for number, name in queries.list_sealed_names(one.id for one in asked) if name}
    seen_at = Counter(school.id for one in asked if one.id in names for school in one.schools)
    for school_id, n in (seen_at or ({None: len(names)} if names else {})).items():
        record_seen(LOOK, person_id=actor.id, school_id=school_id, study_id=study.id, n_people=n)
    return names


def find_namesakes(study: Study, typed: Iterable[str], actor: Actor) -> dict[str, str]:
    """Typed name, in small letters, to the pseudonym of whoever has it in the study: for them it is noted as a look."""
    wanted = {name.casefold() for name in typed if name}
    people = {one.id: one for one in study.participants}
    same = [people[number] for number, name in queries.list_sealed_names(people) if name and name.casefold() in wanted]
    return {name.casefold(): people[number].pseudonym for number, name in look_at_names(study, same, actor).items()}
