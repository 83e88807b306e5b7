"""Who looked at a school, and what else was done in its name: events of the record in words for its leaders.

A pupil is always the pupil number here: the page is about who looked, and is itself no look at a name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.audit import queries as audit
from app.audit.models import AuditEvent
from app.db import now
from app.people import queries as people
from app.people.models import ROLE_NAMES
from app.web.filters import number
from app.web.forms import whole
from app.web.languages import _, later, ngettext

PAGE_LENGTH = 50
GONE = later("an account that is gone, or Lateral's own command line")
LATERAL = later("Lateral itself")
WITHOUT_ROLE = later("no role today")


@dataclass(frozen=True)
class Kind:
    """Actions that belong together, each with its sentence."""

    label: str
    sentences: Mapping[str, str]


KINDS = {
    "names": Kind(
        later("Pupils' names"),
        {
            "view names": later("Saw the names of {pupils}"),
            "view name": later("Opened the page of pupil {pupil}"),
        },
    ),
    "figures": Kind(
        later("Profiles and figures"),
        {
            "see profiles": later("Looked at profiles of {whose} in {survey}"),
            "see pastoral profiles": later("Looked, as pastoral lead, at profiles of {cared} in {survey}"),
            "see own course": later("Looked at the figures of {course} in {survey}"),
        },
    ),
    "interviews": Kind(
        later("Interviews"),
        {
            "ask school": later("Asked the school's leaders about the interviews of {study}"),
            "give permission": later("Said yes: people of the school may be interviewed for {study}"),
            "refuse permission": later("Said no: nobody of the school is interviewed for {study}"),
            "record permission": later("Recorded a leader's signed permission for {study}"),
            "take back permission": later("Took back the school's permission for {study}"),
            "read transcript": later("Read what was said in an interview of {study}, with its names"),
            "take raw transcripts along": later("Took a file with what was said in {study}, names not hidden"),
            "take transcripts along": later("Took a file with what was said in {study}, names hidden"),
            "view participants' names": later("Saw the names of {people} taking part in {study}"),
        },
    ),
    "pupils": Kind(
        later("Pupils' records"),
        {
            "add pupil": later("Added pupil {pupil}"),
            "edit pupil": later("Changed the record of pupil {pupil}"),
            "note that a pupil left": later("Noted that pupil {pupil} leaves the school"),
            "note that a pupil came back": later("Noted that pupil {pupil} is back"),
            "enrol pupils": later("Put {pupils} on {course}"),
            "end enrolment": later("Ended a pupil's time on {course}"),
            "reopen enrolment": later("Took back the end of a pupil's time on {course}"),
            "upload pupils": later("Uploaded a file of {rows}"),
            "import pupils": later("Imported pupils: {added} added, {changed} changed"),
            "discard pupils": later("Threw away a file of pupils before it was imported"),
        },
    ),
    "lessons": Kind(
        later("Cards and lessons"),
        {
            "print cards": later("Printed {cards} for {group} in {survey}"),
            "print booklets": later("Printed {booklets} for {group} in {survey}"),
            "enter paper booklet": later("Typed the paper booklet of card {card} in a lesson of {group}"),
            "replace card": later("Replaced card {number} in {survey}"),
            "open sitting": later("Opened a lesson for {group}"),
            "extend sitting": later("Gave more time to a lesson of {group}"),
            "close sitting": later("Ended a lesson of {group}"),
            "notice guessing": later(
                "Many wrong card codes came in a lesson of {survey}: somebody may have been guessing"
            ),
            "void response": later("Set aside the answers of card {card} in a lesson of {group}"),
        },
    ),
    "staff": Kind(
        later("Staff"),
        {
            "invite": later("Invited {invited} to be {role}"),
            "withdraw invitation": later("Withdrew the invitation of {invited}"),
            "grant role": later("{person} became {role}"),
            "revoke role": later("Ended the role of {person} as {role}"),
            "name pastoral lead": later("Named {person} the pastoral lead"),
            "end pastoral lead": later("Ended the time of {person} as pastoral lead"),
        },
    ),
    "outside": Kind(
        later("Done to its people from outside"),
        {
            "invite from outside": later("Invited {invited} to be {role}, without being a leader of the school"),
            "withdraw invitation from outside": later("Withdrew the invitation of {invited}"),
            "grant role from outside": later("{person} became {role}, invited by nobody of the school"),
            "revoke role from outside": later(
                "Ended the role of {person} as {role}, without being a leader of the school"
            ),
            "shut account": later("Shut the account of {person}, {role}"),
            "open account": later("Opened the account of {person}, {role}, again"),
            "make password link": later("Made a link that sets a new password for {person}, {role}"),
            "lift two-step": later("Turned off the code at sign-in of {person}, {role}"),
        },
    ),
    "school": Kind(
        later("The school and its courses"),
        {
            "add school": later("Added the school"),
            "edit school": later("Changed the school's details"),
            "add course": later("Added the course {course}"),
            "edit course": later("Changed the course {course}"),
            "join partnership": later("Let the school join {partnership}"),
            "change membership": later("Changed the school's dates or part in {partnership}"),
            "leave partnership": later("Let the school leave {partnership}"),
            "remove membership": later("Took the school out of {partnership}, as if it had never joined"),
        },
    ),
}
KIND_OF = {action: key for key, kind in KINDS.items() for action in kind.sentences}
PERIODS = {"7": later("The last 7 days"), "30": later("The last 30 days"), "365": later("The last 12 months")}
OTHER = later("Something else")
NOTICE_LASTS = timedelta(days=30)
MOST_NOTICES = 20


@dataclass(frozen=True)
class Line:
    """One event as a page or a file shows it. `pupil_id` is a pupil of the school itself."""

    at: datetime
    who: str
    roles: str
    what: str
    kind: str
    pupil_id: int | None = None


@dataclass(frozen=True)
class Filter:
    """What the address asks for; anything unknown asks for everything."""

    kind: str = ""
    days: str = ""

    def of(self, school_id: int) -> audit.Asked:
        """The question to the record."""
        actions = tuple(KINDS[self.kind].sentences) if self.kind else ()
        return audit.Asked(school_id, actions, now() - timedelta(days=int(self.days)) if self.days else None)


@dataclass(frozen=True)
class Looks:
    """One page of lines."""

    lines: list[Line]
    total: int
    page: int
    pages: int


def read_filter(asked: Mapping[str, str]) -> Filter:
    """The filter of an address."""
    kind, days = asked.get("kind", ""), asked.get("days", "")
    return Filter(kind if kind in KINDS else "", days if days in PERIODS else "")


def list_looks(school_id: int, chosen: Filter, page: str) -> Looks:
    """One page of what happened at the school, newest first; a page that does not exist is the nearest one."""
    asked = chosen.of(school_id)
    total = audit.count_events(asked)
    pages = max(1, -(-total // PAGE_LENGTH))
    number = min(max(whole(page) or 1, 1), pages)
    events = audit.list_events(asked, limit=PAGE_LENGTH, offset=(number - 1) * PAGE_LENGTH)
    return Looks(in_words(events), total, number, pages)


def list_all_looks(school_id: int, chosen: Filter) -> list[Line]:
    """All of it, for a file."""
    return in_words(audit.list_events(chosen.of(school_id)))


def list_notices(school_id: int) -> list[Line]:
    """What was done to the school's people from outside in the last month: whoever may see the school sees this."""
    outside = audit.Asked(school_id, tuple(KINDS["outside"].sentences), now() - NOTICE_LASTS)
    return in_words(audit.list_events(outside, limit=MOST_NOTICES))


def in_words(events: Sequence[AuditEvent]) -> list[Line]:
    """The events as lines: four to nine queries for any number of them."""
    names = audit.list_names(events)
    staff = people.list_named({event.person_id for event in events if event.person_id})
    posts = people.list_posts(staff)
    return [
        Line(
            at=event.at,
            who=LATERAL if event.action == "notice guessing" else staff.get(event.person_id or 0, GONE),
            roles="; ".join(str(post.title) for post in posts.get(event.person_id or 0, ())) or WITHOUT_ROLE,
            what=sentence_of(event, names),
            kind=KINDS[KIND_OF[event.action]].label if event.action in KIND_OF else OTHER,
            pupil_id=_own_pupil(event),
        )
        for event in events
    ]


def _own_pupil(event: AuditEvent) -> int | None:
    """A pupil who has a page at the school; profiles are seen at the host, whose pupil it need not be."""
    if KIND_OF.get(event.action) not in ("names", "pupils"):
        return None
    return next((number for name, number in audit.things_of(event) if name == "pupils"), None)


def sentence_of(event: AuditEvent, names: Mapping[audit.Thing, str]) -> str:
    """What was done. An action without a sentence of its own tells its plain name."""
    kind = KINDS.get(KIND_OF.get(event.action, ""))
    if kind is None:
        return event.action.capitalize()
    return kind.sentences[event.action].format_map(_words(event, names))


def _words(event: AuditEvent, names: Mapping[audit.Thing, str]) -> dict[str, str]:
    called = {name: names.get((name, number)) for name, number in audit.things_of(event)}
    detail = event.detail
    course = called.get("courses")
    pupil = called.get("pupils") or _("who is gone")
    return {
        "person": called.get("people") or _("Somebody who is gone"),
        "invited": called.get("invitations") or _("somebody"),
        "partnership": called.get("partnerships") or _("a partnership"),
        "course": course or _("a course"),
        "survey": called.get("surveys") or _("a survey"),
        "study": called.get("studies") or _("a study"),
        "people": _counted(detail, "n_people"),
        "pupil": pupil,
        "whose": _("pupil %(pupil)s on %(course)s", pupil=pupil, course=course or _("a course"))
        if "pupil_id" in detail
        else _("pupils on %(course)s", course=course or _("a course")),
        "cared": _("pupil %(pupil)s", pupil=pupil) if "pupil_id" in detail else _("pupils of the school"),
        "group": course or _("pupils of the school"),
        "role": ROLE_NAMES.get(str(detail.get("kind")), _("staff")).lower(),
        "pupils": _counted(detail, "n_pupils"),
        "cards": _counted(detail, "cards"),
        "booklets": _counted(detail, "booklets"),
        "rows": _counted(detail, "n_rows"),
        "added": number(_number(detail, "n_added")),
        "changed": number(_number(detail, "n_changed")),
        "number": str(detail.get("number", "")),
        "card": str(detail.get("card", "")),
    }


def _counted(detail: Mapping[str, object], name: str) -> str:
    n = _number(detail, name)
    shown = number(n)
    return {
        "n_pupils": ngettext("%(n)s pupil", "%(n)s pupils", n, n=shown),
        "cards": ngettext("%(n)s card", "%(n)s cards", n, n=shown),
        "booklets": ngettext("%(n)s booklet", "%(n)s booklets", n, n=shown),
        "n_people": ngettext("%(n)s person", "%(n)s people", n, n=shown),
        "n_rows": ngettext("%(n)s row", "%(n)s rows", n, n=shown),
    }[name]


def _number(detail: Mapping[str, object], name: str) -> int:
    value = detail.get(name)
    return value if isinstance(value, int) else 0
