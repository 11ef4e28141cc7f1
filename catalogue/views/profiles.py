"""What an enterprise tells of itself: written by its members step by step, read by those who help it."""

from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.current import organisation_of
from common.meanwhile import saved
from common.roles import is_curator
from history.reading import shows
from organisations.models import Organisation

from ..asking import STEPS, Step, fields_asked, why_asked
from ..enterprises import facts_of, profile_of, without_profile
from ..facts import names_of_countries
from ..forms.profiles import BusinessProfileForm
from ..forms.telling import attempt
from ..models import BusinessProfile
from ..operations.profiles import keep_profile
from ..subjects import Subject as About
from ..versions import number, park_names

MOST_TENANTS = 100


def asked_profile(request) -> BusinessProfile | None:
    """Whose answers a page shows: of `organisation`, a slug, or of the organisation one acts for.

    None where one acts for no organisation. Raises Http404 where the profile is not one's to read.
    """
    slug = request.GET.get("organisation", "")
    if not slug:
        acting_for = organisation_of(request)
        return profile_of(acting_for) if acting_for else None
    if own := Organisation.objects.of_member(request.user).filter(slug=slug).first():
        return profile_of(own)
    profiles = BusinessProfile.objects.visible_to(request.user).select_related("owner")
    found = get_object_or_404(profiles, owner__slug=slug)
    shows(request, BusinessProfile, [found.pk])
    return found


def is_own(request, profile: BusinessProfile) -> bool:
    return _is_of(request.user, profile.owner)


def _is_of(user, organisation: Organisation) -> bool:
    return Organisation.objects.of_member(user).filter(pk=organisation.pk).exists()


def profile(request):
    """All of it, or with `step` the form of a part of it."""
    tenants = _tenants(request)
    slug = request.GET.get("organisation", "")
    silent = without_profile(request.user, slug) if slug else None
    if silent and request.method == "GET" and not _is_of(request.user, silent):
        crumbs = [{"label": _("Profile of an enterprise"), "url": ""}]
        page = {"owner": silent, "tenants": tenants, "crumbs": crumbs}
        return render(request, "catalogue/profile_empty.html", page)
    found = asked_profile(request)
    if request.method == "POST" and (found is None or is_own(request, found)) and not _step_asked(request):
        raise BadRequest(_("There is no such step."))
    if found is None:
        page = {"tenants": tenants, "crumbs": [{"label": _("My enterprise's profile"), "url": ""}]}
        return render(request, "catalogue/profile_closed.html", page)
    may_write = is_own(request, found)
    step = _step_asked(request)
    if step is not None and may_write:
        return _step(request, found, step)
    if request.method == "POST":
        raise Http404
    why = why_asked()
    page = {
        "profile": found,
        "owner": found.owner,
        "title": _("My enterprise's profile") if may_write else _("Profile of an enterprise"),
        "steps": list(filter(None, (_shown(found, one, why, may_write) for one in STEPS))),
        "register": _register(found, why),
        "may_write": may_write,
        "tenants": tenants,
        "readers": _readers(found),
        "is_new": found._state.adding,
        "eligible_url": f"{reverse('catalogue:eligible')}{_of(request)}",
        "crumbs": [{"label": _("My enterprise's profile"), "url": reverse("catalogue:profile")}],
    }
    return render(request, "catalogue/profile.html", page)


def _step_asked(request) -> Step | None:
    return next((one for one in STEPS if one.code == request.GET.get("step")), None)


def _step(request, found: BusinessProfile, step: Step):
    why = why_asked()
    asked = fields_asked(step, why)
    if not asked:
        return redirect(f"{reverse('catalogue:profile')}{_of(request)}")
    is_new = found._state.adding
    form = BusinessProfileForm(
        request.POST if request.method == "POST" else None, instance=found, asked=asked
    )
    if request.method == "POST" and form.is_valid():
        owner, seen = found.owner, None if is_new else form.seen
        if attempt(form, lambda: keep_profile(owner, form.values(), request.user, seen)):
            saved(request, form, _("“%(part)s” is saved.") % {"part": step.title})
            return redirect(_next(request, step, why))
    steps = [one for one in STEPS if fields_asked(one, why)]
    page = {
        "form": form,
        "owner": found.owner,
        "title": step.title,
        "step": steps.index(step) + 1,
        "of": len(steps),
        "submit": _("Save and go on") if step != steps[-1] else _("Save"),
        "cancel_url": f"{reverse('catalogue:profile')}{_of(request)}",
        "crumbs": [
            {"label": _("My enterprise's profile"), "url": reverse("catalogue:profile")},
            {"label": step.title, "url": ""},
        ],
    }
    return render(request, "catalogue/profile_step.html", page)


def _next(request, step: Step, why) -> str:
    """The step after this one that asks for something, or the whole profile."""
    later = STEPS[STEPS.index(step) + 1 :]
    following = next((one.code for one in later if fields_asked(one, why)), "")
    query = request.GET.copy()
    query.pop("step", None)
    if following:
        query["step"] = following
    return f"{reverse('catalogue:profile')}?{query.urlencode()}".rstrip("?")


def _of(request) -> str:
    slug = request.GET.get("organisation", "")
    return f"?organisation={slug}" if slug else ""


def _shown(found: BusinessProfile, step: Step, why, may_write: bool) -> dict | None:
    asked = fields_asked(step, why)
    if not asked:
        return None
    facts = [
        {"label": capfirst(str(_field(name).verbose_name)), "value": _told(found, name) or _("not told")}
        for name in asked
        if name != "currency"
    ]
    query = f"?step={step.code}&organisation={found.owner.slug}"
    url = f"{reverse('catalogue:profile')}{query}" if may_write else ""
    return {"code": step.code, "title": step.title, "facts": facts, "url": url}


def _field(name: str):
    return BusinessProfile._meta.get_field(name)


def _told(found: BusinessProfile, name: str) -> str:
    value = getattr(found, name)
    if value is None or value in ("", []):
        return ""
    if name == "target_countries":
        return names_of_countries(value)
    if isinstance(value, list):
        words = dict(_field(name).base_field.flatchoices)
        return pgettext("between names", ", ").join(str(words.get(code, code)) for code in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _in_words(found, name, value)


def _in_words(found: BusinessProfile, name: str, value) -> str:
    if name == "founded_on":
        return formats.date_format(value, "DATE_FORMAT")
    if name == "growth":
        return str(found.get_growth_display())
    unit = {"revenue": f" {found.currency}", "export_share": " %", "research_share": " %"}.get(name, "")
    return f"{number(value)}{unit}"


def _register(found: BusinessProfile, why) -> list[dict]:
    """What the register says of it that policies ask for; nobody is asked for it twice."""
    facts = facts_of(found, timezone.localdate())
    parks = pgettext("between names", ", ").join(park_names(facts.parks.yes).values())
    told = {
        About.COUNTRY: names_of_countries(sorted(facts.codes_of(About.COUNTRY).yes)),
        About.PARK: parks,
    }
    return [
        {"label": capfirst(str(about.label)), "value": words or _("not told")}
        for about, words in told.items()
        if about in why
    ]


def _readers(found: BusinessProfile) -> str:
    parks = park_names(facts_of(found, timezone.localdate()).parks.yes)
    names = pgettext("between names", ", ").join(parks.values())
    if names:
        words = _("Members of %(owner)s, the staff of %(parks)s, and the curators of this portal.")
    else:
        words = _("Members of %(owner)s, the staff of the parks it is settled in, and the curators.")
    return words % {"owner": found.owner, "parks": names}


def _tenants(request) -> list[BusinessProfile]:
    """Profiles of others that one may read: for the staff of a park those of its tenants."""
    if is_curator(request.user):
        return []
    own = Organisation.objects.of_member(request.user).values("pk")
    others = BusinessProfile.objects.visible_to(request.user).exclude(owner__in=own)
    return list(others.select_related("owner").order_by("owner__sort_en")[:MOST_TENANTS])
