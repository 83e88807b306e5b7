"""Pages of findings: list, begin, change, what speaks for and against, share; and what the schools read of them."""

from flask import flash, request, url_for
from werkzeug.wrappers import Response

from app.coding import analysis_queries, blueprint, conclusions
from app.coding.desk import Desk
from app.coding.findings import Finding
from app.coding.forms_analysis import FindingForm, SourceForm
from app.coding.linking import asked_sides
from app.coding.quotables import shared_finding
from app.coding.retrieval import Wanted, find
from app.coding.strength import Evidence, Strength, evidence_of
from app.coding.surveys import names_of_scales, scales_of
from app.coding.taken_back import LeftOf
from app.coding.words import IMPACTS, ROLES, SOURCES, STRENGTHS
from app.policy import Permission, allows
from app.studies.models import Study
from app.studies.queries import get_study
from app.web.errors import refuse
from app.web.forms import whole
from app.web.guard import current_actor, requires
from app.web.htmx import go_to, render
from app.web.languages import _
from app.web.paging import paged


def _evidence(desk: Desk, finding: Finding) -> Evidence:
    return evidence_of(finding, desk.quotations, len(desk.schools))


@blueprint.get("/studies/<int:study_id>/findings")
@requires(Permission.STUDY_READ, load=get_study)
def list_findings(study: Study) -> Response:
    desk = Desk(study, current_actor().id)
    found = [_evidence(desk, one) for one in analysis_queries.list_findings(study)]
    return render(
        "coding/findings.html",
        study=study,
        findings=found,
        impacts=IMPACTS,
        strengths=STRENGTHS,
    )


@blueprint.route("/studies/<int:study_id>/findings/new", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=get_study)
def begin_finding(study: Study) -> Response:
    form = FindingForm()
    if form.validate_on_submit():
        finding = conclusions.begin_finding(study, current_actor(), form.fields)
        flash(_("Next: choose what speaks for it, and what speaks against it."), "success")
        return go_to(url_for(".show_finding", finding_id=finding.id))
    return render("coding/finding_form.html", status=422 if form.errors else 200, study=study, form=form, finding=None)


@blueprint.get("/findings/<int:finding_id>")
@requires(Permission.STUDY_READ, load=analysis_queries.get_finding)
def show_finding(finding: Finding) -> Response:
    desk = Desk(finding.study, current_actor().id)
    return render(
        "coding/finding.html",
        study=finding.study,
        finding=finding,
        evidence=_evidence(desk, finding),
        schools={school.id: school.name for school in desk.schools},
        scales=names_of_scales(finding.study),
        impacts=IMPACTS,
        strengths=STRENGTHS,
        kinds={**ROLES, **SOURCES},
    )


@blueprint.route("/findings/<int:finding_id>/edit", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=analysis_queries.get_finding)
def change_finding(finding: Finding) -> Response:
    """A form that was made from an older finding is shown again with what was typed, and nothing is lost."""
    form, status, is_stale = FindingForm(obj=finding), 200, False
    if not form.is_submitted():
        left_of = LeftOf()
        form.claim.data, form.about.data = left_of(finding, "claim"), left_of(finding, "about")
    if form.validate_on_submit():
        try:
            conclusions.change_finding(finding, current_actor(), form.fields, version=form.version.data or 0)
        except conclusions.FindingStale:
            status, is_stale = 409, True
            form.version.data, form.version.raw_data = finding.version, None
        else:
            flash(_("Saved."), "success")
            return go_to(url_for(".show_finding", finding_id=finding.id))
    return render(
        "coding/finding_form.html",
        status=422 if form.errors else status,
        study=finding.study,
        form=form,
        finding=finding,
        is_stale=is_stale,
    )


@blueprint.route("/findings/<int:finding_id>/remove", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=analysis_queries.get_finding)
def remove_finding(finding: Finding) -> Response:
    if request.method != "POST":
        return render("coding/finding_remove.html", study=finding.study, finding=finding)
    study_id = finding.study_id
    conclusions.remove_finding(finding, current_actor())
    flash(_("The finding is removed. Its quotations stay in their transcripts."), "success")
    return go_to(url_for(".list_findings", study_id=study_id))


@blueprint.post("/findings/<int:finding_id>/place")
@requires(Permission.CODING_DO, load=analysis_queries.get_finding)
def move_finding(finding: Finding) -> Response:
    conclusions.move_finding(finding, current_actor(), by=-1 if request.form.get("to") == "up" else 1)
    return go_to(url_for(".list_findings", study_id=finding.study_id, _anchor=f"finding-{finding.id}"))


@blueprint.route("/findings/<int:finding_id>/quotations", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=analysis_queries.get_finding)
def choose_quotations(finding: Finding) -> Response:
    """Passages of a theme, a role or some words, each to speak for the finding, against it, or neither."""
    desk, wanted = Desk(finding.study, current_actor().id), Wanted.from_address(request.args)
    if request.method == "POST":
        sides = asked_sides(request.form, {one.id for one in desk.quotations})
        n = conclusions.link_quotations(finding, current_actor(), sides)
        flash(_("Saved.") if n else _("Nothing has changed."), "success")
        following = whole(request.form.get("page"))
        if following is not None:
            return go_to(url_for(".choose_quotations", finding_id=finding.id, page=following, **wanted.address))
        return go_to(url_for(".show_finding", finding_id=finding.id))
    return render(
        "coding/finding_quotations.html",
        study=finding.study,
        finding=finding,
        desk=desk,
        wanted=wanted,
        shown=paged(find(desk.quotations, wanted, desk.branches), request.args),
        sides={one.coding_id: one.side for one in finding.quotations},
        roles=ROLES,
    )


@blueprint.route("/findings/<int:finding_id>/sources/new", methods=["GET", "POST"])
@requires(Permission.CODING_DO, load=analysis_queries.get_finding)
def add_source(finding: Finding) -> Response:
    form = SourceForm(scales=scales_of(finding.study))
    if form.validate_on_submit():
        conclusions.add_source(finding, current_actor(), form.fields)
        flash(_("Saved."), "success")
        return go_to(url_for(".show_finding", finding_id=finding.id))
    return render(
        "coding/source_form.html",
        status=422 if form.errors else 200,
        study=finding.study,
        finding=finding,
        form=form,
    )


@blueprint.post("/findings/<int:finding_id>/sources/removal")
@requires(Permission.CODING_DO, load=analysis_queries.get_finding)
def remove_source(finding: Finding) -> Response:
    source = analysis_queries.get_source(finding, whole(request.form.get("source")) or 0)
    conclusions.remove_source(finding, current_actor(), source)
    flash(_("The source is removed."), "success")
    return go_to(url_for(".show_finding", finding_id=finding.id))


@blueprint.post("/findings/<int:finding_id>/shared")
@requires(Permission.CODING_DO, load=analysis_queries.get_finding)
def share_finding(finding: Finding) -> Response:
    actor = current_actor()
    if request.form.get("share") == "no":
        conclusions.unshare_finding(finding, actor)
        flash(_("The schools no longer read it."), "success")
        return go_to(url_for(".show_finding", finding_id=finding.id))
    strength = _evidence(Desk(finding.study, actor.id), finding).strength
    try:
        conclusions.share_finding(finding, actor, is_supported=strength != Strength.UNSUPPORTED)
    except conclusions.Unsupported:
        raise refuse(409, _("Nothing speaks for this finding yet, so there is nothing to share.")) from None
    flash(_("The partnership's schools can read it now."), "success")
    return go_to(url_for(".show_finding", finding_id=finding.id))


@blueprint.get("/studies/<int:study_id>/findings/shared")
@requires(Permission.FINDINGS_READ, load=get_study)
def read_findings(study: Study) -> Response:
    """What the schools read: claims, how widely they were heard, and quotations that nothing stands against."""
    actor = current_actor()
    desk = Desk(study, actor.id if allows(actor, Permission.STUDY_READ, study) else None)
    shared = [one for one in analysis_queries.list_findings(study) if one.shared_at is not None]
    return render(
        "coding/shared_findings.html",
        study=study,
        findings=[shared_finding(desk, _evidence(desk, one)) for one in shared],
        scales=names_of_scales(study),
        impacts=IMPACTS,
        strengths=STRENGTHS,
    )


@blueprint.get("/findings")
@requires(Permission.STUDY_LIST)
def list_shared_findings() -> Response:
    """Studies whose findings the reader may read."""
    return render("coding/sharing_studies.html", studies=analysis_queries.list_sharing_studies(current_actor()))
