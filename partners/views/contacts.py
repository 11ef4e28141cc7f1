"""The people whom parks know at their partners."""

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Prefetch
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import PartialDate, period_display
from common.listing import ListPage
from common.meanwhile import saved
from organisations.models import Organisation
from organisations.names import language_name

from .. import bodies
from ..contact_filters import ContactFilter
from ..forms.attempt import attempt
from ..forms.contacts import AffiliationForm, ContactForm, NewAffiliationForm, NewContactForm
from ..models import Affiliation, Contact, Interaction
from ..operations import contacts as operations
from ..operations import erasure
from ..operations.interactions import parks_of
from ..who_looked import who_looked

MEETINGS = 20
READABLE = {"ensure_ascii": False, "indent": 2}


class FileEncoder(DjangoJSONEncoder):
    def default(self, value):
        return str(value) if isinstance(value, PartialDate) else super().default(value)


class ContactList(ListPage):
    filterset_class = ContactFilter
    title = gettext_lazy("Contacts")
    lead = gettext_lazy("The people whom the parks know at their partners. Nobody else sees them.")
    template_name = "partners/contact_list.html"
    row_template = "partners/_contact_row.html"
    row_route = "partners:contact"
    sortings = {"name": gettext_lazy("Name, A to Z"), "-name": gettext_lazy("Name, Z to A")}

    def get_queryset(self):
        works = Affiliation.objects.filter(ended_on=None).select_related("organisation")
        contacts = Contact.objects.visible_to(self.request.user).filter(erased_at=None)
        return contacts.select_related("owner").prefetch_related(
            Prefetch("affiliations", works, to_attr="works_at")
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_add=parks_of(self.request.user).exists(), **kwargs)


def contact(request, pk):
    user = request.user
    shown = get_object_or_404(Contact.objects.visible_to(user).select_related("owner"), pk=pk)
    works = list(
        Affiliation.objects.filter(contact=shown).select_related("organisation").order_by("-started_on", "id")
    )
    met = Interaction.objects.visible_to(user).filter(attendees__contact=shown)
    seen = Organisation.objects.visible_to(user).filter(pk__in=[one.organisation_id for one in works])
    page = {
        "contact": shown,
        "works": [_line(one, seen) for one in sorted(works, key=lambda one: one.ended_on is not None)],
        "languages": [language_name(tag) for tag in shown.languages],
        "meetings": met.order_by("-happened_on", "-id")[:MEETINGS],
        "may_write": operations.writable_by(user).filter(pk=pk).exists(),
        "readings": who_looked(shown, user),
        "crumbs": _crumbs(shown),
    }
    return render(request, "partners/contact_detail.html", page)


def add(request):
    """A new contact; `?partner=` names the organisation, `?name=` the person."""
    user = request.user
    if not parks_of(user).exists():
        return render(request, "partners/contact_closed.html")
    asked = request.GET.get("partner", "")
    form = NewContactForm(
        request.POST or None,
        user=user,
        picked=bodies.known_to(user).filter(slug=asked) if asked else (),
        initial={"name": request.GET.get("name", "")[:200]},
    )
    if request.method == "POST" and (kept := attempt(form, form.keep)):
        messages.success(request, _("The contact is saved."))
        return redirect("partners:contact", kept.pk)
    crumbs = [
        {"label": _("Contacts"), "url": reverse("partners:contacts")},
        {"label": _("Add a contact"), "url": request.path},
    ]
    return render(request, "partners/contact_add.html", {"form": form, "crumbs": crumbs})


def change(request, pk):
    changed = get_object_or_404(operations.writable_by(request.user), pk=pk)
    form = ContactForm(request.POST or None, user=request.user, instance=changed)
    if request.method == "POST" and attempt(form, form.change):
        saved(request, form, _("Your changes are saved."))
        return redirect("partners:contact", pk)
    return _form_page(request, _("Change a contact"), form, changed)


def add_affiliation(request, pk):
    of = get_object_or_404(operations.writable_by(request.user), pk=pk)
    form = NewAffiliationForm(request.POST or None, user=request.user, instance=Affiliation(contact=of))
    if request.method == "POST" and attempt(form, form.keep):
        messages.success(request, _("Your changes are saved."))
        return redirect("partners:contact", pk)
    page = {"form": form, "contact": of, "crumbs": _crumbs(of)}
    return render(request, "partners/contact_workplace.html", page)


def affiliation(request, pk):
    """Change where and as what somebody works, or end it."""
    own = Affiliation.objects.filter(contact__in=operations.writable_by(request.user).values("pk"))
    changed = get_object_or_404(own.select_related("contact", "organisation"), pk=pk)
    form = AffiliationForm(request.POST or None, user=request.user, instance=changed)
    if request.method == "POST" and attempt(form, form.change):
        saved(request, form, _("Your changes are saved."))
        return redirect("partners:contact", changed.contact_id)
    return _form_page(request, changed.organisation.name, form, changed.contact)


def file(request, pk):
    """Everything that is kept of this person, for those who keep it."""
    of = get_object_or_404(operations.writable_by(request.user).select_related("owner"), pk=pk)
    answer = JsonResponse(erasure.file_of(of), encoder=FileEncoder, json_dumps_params=READABLE)
    answer["Content-Disposition"] = f'attachment; filename="{of.pk}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def erase(request, pk):
    """Say what goes and what stays; then erase."""
    of = get_object_or_404(operations.writable_by(request.user), pk=pk)
    is_sure = request.POST.get("sure") == "1"
    if request.method == "POST" and is_sure:
        erasure.erase_contact(of, by=request.user)
        messages.success(request, _("The person is erased."))
        return redirect("partners:contacts")
    kept = erasure.kept_of(of)
    page = {
        "contact": of,
        "is_unwilling": bool(of.email) and operations.is_unwilling(of),
        "works": kept.affiliations.count(),
        "attended": kept.attended.count(),
        "mentioned": kept.mentioned[:MEETINGS],
        "errors": _("Say that you are sure.") if request.method == "POST" else "",
        "crumbs": _crumbs(of),
    }
    return render(request, "partners/contact_erase.html", page)


def _form_page(request, title: str, form, of: Contact):
    page = {"title": title, "form": form, "contact": of, "crumbs": _crumbs(of)}
    return render(request, "partners/contact_form.html", page)


def _line(one: Affiliation, seen) -> dict:
    return {
        "pk": one.pk,
        "organisation": one.organisation,
        "is_linked": one.organisation in seen,
        "title": one.title,
        "period": period_display(one.started_on, one.ended_on),
        "has_ended": one.ended_on is not None,
    }


def _crumbs(shown: Contact) -> list[dict]:
    return [
        {"label": _("Contacts"), "url": reverse("partners:contacts")},
        {"label": str(shown), "url": reverse("partners:contact", args=[shown.pk])},
    ]
