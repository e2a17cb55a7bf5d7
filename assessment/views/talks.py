"""Talks: the outline about an assessee, the record that saves itself, the signature."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessment.forms.fieldwork import OutlineForm, TalkAnswersForm, TalkBeginForm, TalkDropForm
from assessment.forms.posting import ConfirmForm, posted
from assessment.models import TalkOutline, TalkRecord
from assessment.selectors.briefs import brief_of, outline_draft
from assessment.selectors.fieldwork import records_seen_by, standing_in, talker_has_left
from assessment.services.talks import begin_talk, drop_talk, save_outline, save_talk, sign_talk
from assessment.views.fieldwork import assessee_seen, work_place
from organization.forms.refusals import refusals_to
from organization.http import AuthenticatedRequest


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def outline_edit(request: AuthenticatedRequest, pk: int, assessee_pk: int) -> HttpResponse:
    standing = work_place(request, pk)
    assessee = assessee_seen(standing, assessee_pk)
    outline = TalkOutline.objects.filter(group=standing.group, assessee=assessee).first()
    text = outline.text if outline else outline_draft(brief_of(assessee))
    form = OutlineForm(posted(request), initial={"text": text})
    if form.is_valid():
        with refusals_to(form):
            save_outline(standing.group, assessee=assessee, **form.cleaned_data, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("assessment:brief_detail", pk, assessee_pk)
    context = {"group": standing.group, "assessee": assessee, "form": form, "outline": outline}
    return render(request, "assessment/outline_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def talk_create(request: AuthenticatedRequest, pk: int, assessee_pk: int) -> HttpResponse:
    standing = work_place(request, pk)
    assessee = assessee_seen(standing, assessee_pk)
    form = TalkBeginForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            talk = begin_talk(
                standing.group, assessee=assessee, **form.cleaned_data, by=request.user
            )
            return redirect(talk)
    context = {"group": standing.group, "assessee": assessee, "form": form}
    return render(request, "assessment/talk_create.html", context)


@require_safe
@login_required
def talk_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    talk = _talk_seen(request, pk)
    return _talk_page(request, talk, TalkAnswersForm(talk=talk))


@require_POST
@login_required
def talk_save(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    talk = _own_talk(request, pk)
    form = TalkAnswersForm(request.POST, talk=talk)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        with refusals_to(form):
            save_talk(talk, answers=form.answers, revision=revision, by=request.user)
    if request.htmx:
        errors = [str(text) for texts in form.errors.values() for text in texts]
        context = {"talk": talk, "open": _open_blocks(talk), "error": " ".join(errors)}
        return render(request, "assessment/talk_save.html", context)
    if form.errors:
        return _talk_page(request, talk, form)
    return redirect(talk)


@require_POST
@login_required
def talk_sign(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    talk = _own_talk(request, pk)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        with refusals_to(form):
            sign_talk(talk, by=request.user)
            messages.success(request, _("Signed; the record is locked."))
            return redirect("assessment:fieldwork_detail", talk.group_id)
    for error in form.non_field_errors():
        messages.error(request, str(error))
    return redirect(talk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def talk_drop(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    talk = _talk_seen(request, pk)
    if not _may_drop(request, talk):
        raise PermissionDenied
    form = TalkDropForm(posted(request))
    if form.is_valid():
        with refusals_to(form):
            drop_talk(talk, **form.cleaned_data, by=request.user)
            messages.success(request, _("Dropped; the log says why."))
            return redirect("assessment:fieldwork_detail", talk.group_id)
    return render(request, "assessment/talk_drop.html", {"talk": talk, "form": form})


def _may_drop(request: AuthenticatedRequest, talk: TalkRecord) -> bool:
    """Who talked, or anybody who works in the group once that person has left it."""
    if talk.state == TalkRecord.State.SIGNED:
        return False
    is_open_to = talk.talked_by_id == request.user.pk or talker_has_left(talk)
    return is_open_to and standing_in(talk.group, request.user).may_work


def _talk_seen(request: AuthenticatedRequest, pk: int) -> TalkRecord:
    talks = TalkRecord.objects.select_related("group__plan", "assessee", "form", "talked_by")
    return get_object_or_404(records_seen_by(request.user, talks), pk=pk)


def _own_talk(request: AuthenticatedRequest, pk: int) -> TalkRecord:
    talk = _talk_seen(request, pk)
    if talk.talked_by_id != request.user.pk:
        raise PermissionDenied
    return talk


def _talk_page(
    request: AuthenticatedRequest, talk: TalkRecord, form: TalkAnswersForm
) -> HttpResponse:
    own = talk.talked_by_id == request.user.pk and talk.state != TalkRecord.State.SIGNED
    context = {
        "talk": talk,
        "form": form,
        "open": _open_blocks(talk),
        "blocks": [(block, talk.answers.get(block.code, "")) for block in form.blocks],
        "outline": TalkOutline.objects.filter(group=talk.group, assessee=talk.assessee).first(),
        "may_drop": _may_drop(request, talk),
        "may_edit": own and standing_in(talk.group, request.user).may_work,
    }
    return render(request, "assessment/talk_edit.html", context)


def _open_blocks(talk: TalkRecord) -> str:
    blocks = talk.form.blocks.all()
    names = [block.name for block in blocks if not talk.answers.get(block.code, "").strip()]
    return pgettext("list", ", ").join(names)
