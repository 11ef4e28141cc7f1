"""Drafting agreements and leading them through their lives, for members of the organisation that keeps them.

To everybody else these addresses do not exist. A step that is not open says what is missing.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from common.meanwhile import saved

from .. import bodies
from ..forms import agreements as forms
from ..models import Agreement, Document, Due, LeadTimes, Obligation
from ..operations import agreements as operations
from ..operations import documents, drafting, lead_times, obligations
from ..operations.interactions import parks_of
from ..operations.keeping import writable_by
from ..operations.signatories import signatory
from ..uploads import SUFFIXES


def draft(request):
    if not parks_of(request.user).exists():
        return render(request, "partners/agreement_draft_closed.html")
    if request.method == "POST":
        form = forms.DraftForm(request.POST, user=request.user)
        if form.is_valid() and (drafted := _try(form, form.act)):
            messages.success(request, _("The draft is kept. Its parties and your colleagues can see it."))
            return redirect(drafted)
    else:
        asked = request.GET.get("partner", "")
        picked = [*bodies.known_to(request.user).filter(slug=asked)] if asked else []
        own = list(parks_of(request.user))
        form = forms.DraftForm(user=request.user, picked=[*(own if len(own) == 1 else ()), *picked])
    page = {
        "form": form,
        "title": _("Draft an agreement"),
        "lead": _("What is to be agreed, and with whom. It can change until you make the text final."),
        "submit": _("Keep the draft"),
        "cancel_url": reverse("partners:agreements"),
        "crumbs": [
            {"label": _("Agreements"), "url": reverse("partners:agreements")},
            {"label": _("Draft an agreement"), "url": request.path},
        ],
    }
    return render(request, "partners/agreement_form.html", page)


def change(request, slug):
    agreement = _kept(request, slug)
    if agreement.is_final or not agreement.is_unsigned:
        messages.error(request, _("Its text is final."))
        return redirect(agreement)
    return _text_page(
        request,
        agreement,
        forms.ChangeForm,
        [party.organisation for party in _parties(agreement)],
        title=_("Change the draft"),
        submit=_("Save"),
        done=_("Your changes are saved."),
    )


def amend(request, slug):
    agreement = _kept(request, slug)
    if missing := operations.missing("amend", agreement):
        messages.error(request, missing[0])
        return redirect(agreement)
    return _text_page(
        request,
        agreement,
        forms.AmendForm,
        [party.organisation for party in _parties(agreement).filter(role="party")],
        title=_("Amend the agreement"),
        lead=_("Change what the amendment changes. What was said before is kept beside it."),
        submit=_("Amend"),
        done=_("The amendment is kept."),
    )


def move(request, slug):
    """Into negotiation or back to draft, by `to`; then back to the agreement."""
    agreement = _kept(request, slug)
    to = request.POST.get("to", "")
    return _at_once(request, agreement, lambda: operations.move(agreement, to, request.user), _("It moved."))


def final(request, slug):
    agreement = _kept(request, slug)
    done = _("The text is final. Now it can be signed.")
    return _at_once(request, agreement, lambda: operations.make_final(agreement, request.user), done)


def renew(request, slug):
    agreement = _kept(request, slug)
    done = _("This is the draft that renews it.")
    return _at_once(request, agreement, lambda: drafting.renew(agreement, request.user), done)


def show(request, slug):
    """To everybody (`public=1`) or to its parties only."""
    agreement = _kept(request, slug)
    public = request.POST.get("public") == "1"
    done = _("Everybody can see it now.") if public else _("Only its parties can see it now.")
    return _at_once(
        request, agreement, lambda: operations.set_visibility(agreement, public, request.user), done
    )


def reopen(request, slug):
    agreement = _kept(request, slug)
    form = forms.ReasonForm(_post(request))
    return _step_page(
        request,
        agreement,
        form,
        lambda given: operations.reopen(agreement, given["reason"], request.user),
        code="reopen",
        submit=_("Open the text again"),
        done=_("The text can be changed again."),
    )


def sign(request, slug):
    agreement = _kept(request, slug)
    first = {"party": request.GET.get("party", ""), "signed_on": timezone.localdate()}
    form = forms.SignForm(_post(request), agreement=agreement, initial=first)

    def act(cleaned):
        with transaction.atomic():  # nobody new is kept when the signature is refused
            person = signatory(cleaned["signatory"], request.user)
            operations.sign(agreement, cleaned["party"], person, cleaned["signed_on"], request.user)

    return _step_page(
        request,
        agreement,
        form,
        act,
        code="sign",
        submit=_("Note the signature"),
        done=_("The signature is noted."),
    )


def terminate(request, slug):
    agreement = _kept(request, slug)
    form = forms.TerminateForm(_post(request), initial={"terminated_on": timezone.localdate()})

    def act(given):
        operations.terminate(
            agreement, given["ending"], given["terminated_on"], request.user, given["reason"]
        )

    return _step_page(
        request,
        agreement,
        form,
        act,
        code="terminate",
        lead=_("What falls due after the last day is owed no more. This cannot be taken back."),
        submit=_("Terminate it"),
        done=_("The agreement is terminated."),
        is_grave=True,
    )


def add_obligation(request, slug):
    agreement = _kept(request, slug)
    form = forms.ObligationForm(_post(request), instance=Obligation(agreement=agreement))
    return _step_page(
        request,
        agreement,
        form,
        lambda given: obligations.add_obligation(form.instance, request.user),
        title=_("Add an obligation"),
        lead=_("Who owes what, and by when. Its dates are watched from the day of the signing."),
        submit=_("Add"),
        done=_("The obligation is kept."),
    )


def settle(request, pk):
    kept = Due.objects.filter(obligation__agreement__in=writable_by(request.user))
    due = get_object_or_404(kept.select_related("obligation__agreement__owner", "obligation__debtor"), pk=pk)
    form = forms.SettleForm(_post(request), due=due)
    return _step_page(
        request,
        due.obligation.agreement,
        form,
        lambda given: obligations.settle(due, given["evidence"], request.user, given["document"]),
        title=_("Done: %(what)s") % {"what": due.obligation.text},
        submit=_("It is done"),
        done=_("It is noted as done."),
    )


def add_document(request, slug):
    agreement = _kept(request, slug)
    form = forms.DocumentForm(_post(request), request.FILES if request.method == "POST" else None)

    def act(given):
        marks = {name: given[name] for name in ("language", "is_text", "is_prevailing")}
        documents.add_document(agreement, given["file"], by=request.user, **marks)

    return _step_page(
        request,
        agreement,
        form,
        act,
        title=_("Add a document"),
        lead=_("It is seen by whoever sees the inside of this agreement. Nobody can change it later."),
        submit=_("Add"),
        done=_("The document is kept."),
    )


def document(request, pk):
    """The file, to be kept and never to be opened by the browser, whatever is in it."""
    found = get_object_or_404(Document.objects.visible_to(request.user), pk=pk)
    try:
        content = found.file.open("rb")
    except OSError:
        raise Http404 from None
    kind = found.content_type if found.content_type in SUFFIXES else "application/octet-stream"
    answer = FileResponse(content, as_attachment=True, filename=found.name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def remove_document(request, pk):
    kept = Document.objects.filter(agreement__in=writable_by(request.user)).select_related("agreement")
    doomed = get_object_or_404(kept, pk=pk)
    done = _("The document is gone.")
    return _at_once(request, doomed.agreement, lambda: documents.remove_document(doomed, request.user), done)


def set_lead_times(request, slug):
    owner = get_object_or_404(lead_times.settable_by(request.user), slug=slug)
    known = LeadTimes.objects.filter(owner=owner).first()
    form = forms.LeadTimesForm(_post(request), initial=forms.LeadTimesForm.initial_of(known))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _try(
            form,
            lambda: lead_times.set_lead_times(owner, given["days"], given["dormant_after"], request.user),
        ):
            messages.success(request, _("Your changes are saved."))
            return redirect("partners:lead_times", slug)
    page = {
        "form": form,
        "title": _("Lead times of %(name)s") % {"name": owner},
        "lead": _("When you are warned of what falls due and of agreements that end."),
        "submit": _("Save"),
        "cancel_url": reverse("partners:desk"),
    }
    return render(request, "partners/agreement_step.html", page)


def _post(request):
    """What was sent, also when that is nothing; None when it is only asked for."""
    return request.POST if request.method == "POST" else None


def _kept(request, slug) -> Agreement:
    return get_object_or_404(writable_by(request.user).select_related("owner"), slug=slug)


def _parties(agreement: Agreement):
    return agreement.parties.select_related("organisation").order_by("ordinal", "id")


def _try(form, act: Callable[[], Any]) -> Any:
    """What the operation gives; None when it refused, which the form then tells."""
    try:
        return act() or True
    except (RuleBroken, ValidationError) as refusal:
        forms.tell(form, refusal)
        return None


def _at_once(request, agreement: Agreement, act: Callable[[], Any], done: str):
    """A step without questions; to the agreement that it made, or back to this one."""
    try:
        made = act()
    except (RuleBroken, ValidationError) as refusal:
        messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
        return redirect(agreement)
    messages.success(request, done)
    return redirect(made if isinstance(made, Agreement) else agreement)


def _text_page(request, agreement: Agreement, form_class, picked, *, done: str, **page):
    page |= {"crumbs": _crumbs(agreement, page["title"]), "cancel_url": agreement.get_absolute_url()}
    form = form_class(request.POST or None, user=request.user, instance=agreement, picked=picked)
    if form.is_valid() and _try(form, form.act):
        saved(request, form, done)
        return redirect(agreement)
    return render(request, "partners/agreement_form.html", page | {"form": form, "asks_reason": True})


def _step_page(
    request, agreement: Agreement, form, act, *, done: str, code: str = "", title: str = "", **page
):
    """A step with questions, in a page of its own; what is missing stands there instead of the form."""
    if request.method == "POST" and form.is_valid() and _try(form, lambda: act(form.cleaned_data)):
        messages.success(request, done)
        return redirect(agreement)
    title = title or str(operations.MOVES[code][0])
    page |= {
        "form": form,
        "agreement": agreement,
        "title": title,
        "missing": operations.missing(code, agreement) if code else [],
        "cancel_url": agreement.get_absolute_url(),
        "crumbs": _crumbs(agreement, title),
    }
    return render(request, "partners/agreement_step.html", page)


def _crumbs(agreement: Agreement, title) -> list[dict[str, str]]:
    return [
        {"label": _("Agreements"), "url": reverse("partners:agreements")},
        {"label": str(agreement), "url": agreement.get_absolute_url()},
        {"label": title, "url": ""},
    ]
