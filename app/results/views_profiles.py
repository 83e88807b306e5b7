"""Profiles of pupils: a teacher's own, course by course, and those of a school for its pastoral lead."""

from collections.abc import Sequence

from flask import Response

from app.policy import Permission
from app.results import actions, blueprint, page, profile_queries, response_queries
from app.results.figures.tables import one_pupil, own_pupils
from app.results.profiles import OwnPupil, OwnPupils, PupilsInCare, by_name, called
from app.results.reliability import instrument_of
from app.schools.models import Pupil
from app.schools.naming import names_and_order_of, names_of
from app.web.guard import current_actor, requires
from app.web.htmx import render


@blueprint.get("/<int:survey_id>/courses/<int:course_id>/profiles")
@requires(Permission.PROFILES_READ, load=profile_queries.get_own_pupils)
def show_profiles(own: OwnPupils) -> Response:
    return _all_of(own, profile_queries.list_pupils_on(own.course.id), template="results/profiles.html")


@blueprint.get("/<int:survey_id>/courses/<int:course_id>/profiles/<string:pseudonym>")
@requires(Permission.PROFILES_READ, load=profile_queries.get_own_pupil)
def show_profile(one: OwnPupil) -> Response:
    return _one_page(one)


@blueprint.get("/<int:survey_id>/schools/<int:school_id>/profiles")
@requires(Permission.PROFILES_READ, load=profile_queries.get_pupils_in_care)
def show_profiles_in_care(own: PupilsInCare) -> Response:
    there = profile_queries.list_pupils_of(own.compared.id, own.school.id)
    return _all_of(own, there, template="results/profiles_in_care.html")


@blueprint.get("/<int:survey_id>/schools/<int:school_id>/profiles/<string:pseudonym>")
@requires(Permission.PROFILES_READ, load=profile_queries.get_pupil_in_care)
def show_profile_in_care(one: OwnPupil) -> Response:
    return _one_page(one)


def _all_of(own: OwnPupils | PupilsInCare, there: Sequence[Pupil], *, template: str) -> Response:
    actor, scales = current_actor(), instrument_of(own.compared).scales
    names, order = names_and_order_of(there, actor)
    pupils = by_name(there, names, order)
    scores = response_queries.map_scores(own.compared, [pupil.id for pupil in pupils], len(scales))
    table = own_pupils(
        [(called(pupil, names), scores.get(pupil.id, {})) for pupil in pupils],
        [scale.title for scale in scales],
        waves=[wave.id for wave in own.compared.waves],
    )
    actions.record_profiles_seen(actor, own, pupils)
    return render(template, own=own, table=table, pseudonyms=[pupil.pseudonym for pupil in pupils])


def _one_page(one: OwnPupil) -> Response:
    actor, compared = current_actor(), one.pupils.compared
    scales = instrument_of(compared).scales
    scores = response_queries.map_scores(compared, [one.pupil.id], len(scales)).get(one.pupil.id, {})
    table = one_pupil(scores, [scale.title for scale in scales], [(w.id, w.heading) for w in compared.waves])
    actions.record_profiles_seen(actor, one.pupils, [one.pupil], pupil_id=one.pupil.id)
    return render(
        "results/profile.html",
        one=one,
        called=called(one.pupil, names_of([one.pupil], actor)),
        table=table,
        chart=page.chart_of_pupil(table, [wave.kind for wave in compared.waves]),
        scales=[(scale.title, scale.about, scale.low_means, scale.high_means) for scale in scales],
    )
