"""Timelines of partners, parks and agreements, and their feeds."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from common.feeds import followable
from parks.models import Park

from ..models import Agreement, Partner
from ..timeline import Scope, of_agreement, of_organisation
from ..timeline_pages import Subject, latest_events, timeline_feed, timeline_page


def partner(request, slug):
    return timeline_page(request, *_partner(request, slug))


def partner_latest(request, slug):
    return latest_events(request, *_partner(request, slug))


@followable
def partner_feed(request, slug):
    return timeline_feed(request, *_partner(request, slug))


def park(request, slug):
    return timeline_page(request, *_park(request, slug))


def park_latest(request, slug):
    return latest_events(request, *_park(request, slug))


@followable
def park_feed(request, slug):
    return timeline_feed(request, *_park(request, slug))


def agreement(request, slug):
    return timeline_page(request, *_agreement(request, slug))


def agreement_latest(request, slug):
    return latest_events(request, *_agreement(request, slug))


@followable
def agreement_feed(request, slug):
    return timeline_feed(request, *_agreement(request, slug))


def _partner(request, slug: str) -> tuple[Subject, Scope]:
    return _profile(request, Partner, slug, _("Partners"), "partners:list")


def _park(request, slug: str) -> tuple[Subject, Scope]:
    return _profile(request, Park, slug, _("Parks"), "parks:list")


def _profile(request, model, slug: str, list_name: str, list_route: str) -> tuple[Subject, Scope]:
    seen = model.objects.visible_to(request.user).select_related("organisation")
    shown = get_object_or_404(seen, organisation__slug=slug)
    subject = subject_of(shown, shown.organisation.name, list_name, reverse(list_route))
    return subject, of_organisation(shown.organisation, request.user)


def _agreement(request, slug: str) -> tuple[Subject, Scope]:
    shown = get_object_or_404(Agreement.objects.visible_to(request.user), slug=slug)
    subject = subject_of(shown, shown.title, _("Agreements"), reverse("partners:agreements"))
    return subject, of_agreement(shown)


def subject_of(shown, name: str, list_name: str, list_url: str) -> Subject:
    """A thing with a page of its own, below its list."""
    url = shown.get_absolute_url()
    return Subject(name, url, [{"label": list_name, "url": list_url}, {"label": name, "url": url}])
