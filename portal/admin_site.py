"""The desk of the curators: the admin, in the words of the portal."""

from django.contrib import admin
from django.db.models import Count, QuerySet, Value
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.admin import ForCurators
from common.roles import is_curator
from history import log
from history.pages import page_of_changes

#: The start page: what belongs together, the main thing first.
SECTIONS = [
    (
        "organisations",
        _("Organisations and people"),
        _("Every body there is, its names and identifiers, and who is who in it."),
        [
            "organisations.Organisation",
            "organisations.Person",
            "organisations.Position",
            "organisations.OrganisationName",
            "organisations.Identifier",
            "organisations.OrganisationRelation",
            "organisations.NetworkMembership",
            "organisations.Distinction",
        ],
    ),
    (
        "parks",
        _("Parks and enterprises"),
        _("Places of innovation, who has settled there, and their history."),
        ["parks.Park", "parks.Enterprise", "parks.Tenancy", "parks.Milestone", "parks.Stage"],
    ),
    (
        "partners",
        _("Partners and agreements"),
        _("Whom parks cooperate with, and what was signed or intended."),
        [
            "partners.Partner",
            "partners.Agreement",
            "partners.AgreementParty",
            "partners.Obligation",
            "partners.Due",
            "partners.Amendment",
            "partners.Document",
            "partners.Move",
        ],
    ),
    (
        "workspace",
        _("Parks' own records"),
        _("Whom they met, what follows, and what they share. Not public."),
        [
            "partners.Interaction",
            "partners.InteractionPartner",
            "partners.Attendee",
            "partners.FollowUp",
            "partners.Contact",
            "partners.Affiliation",
            "partners.Share",
            "partners.LeadTimes",
        ],
    ),
    (
        "projects",
        _("Projects"),
        _("What is planned, built, founded or bought together."),
        ["projects.Project", "projects.ProjectParticipant", "projects.Deliverable"],
    ),
    (
        "catalogue",
        _("Catalogue"),
        _("What is offered to enterprises that go out, and what they tell of themselves for it."),
        [
            "catalogue.Listing",
            "catalogue.Category",
            "catalogue.Question",
            "catalogue.PolicyVersion",
            "catalogue.Rule",
            "catalogue.Remark",
            "catalogue.BusinessProfile",
        ],
    ),
    (
        "cases",
        _("Requests"),
        _("What enterprises ask for, and what is said about it. Not public."),
        ["cases.Case", "cases.Message"],
    ),
    (
        "figures",
        _("Figures"),
        _("What is measured, and what the sources say."),
        ["parks.Indicator", "parks.Observation"],
    ),
    (
        "countries",
        _("Countries"),
        _("Countries by ISO 3166-1, and the groups they belong to."),
        [
            "countries.Country",
            "countries.GuideSection",
            "countries.RiskAssessment",
            "countries.Figure",
            "countries.Holiday",
            "countries.CountryGroup",
            "countries.CountryGroupMember",
        ],
    ),
    (
        "sources",
        _("Sources and terms"),
        _("Where facts stand, what does not agree in them, and the lists of terms."),
        ["sources.Source", "sources.Passage", "sources.Discrepancy", "sources.Vocabulary", "sources.Term"],
    ),
    (
        "notifications",
        _("Notifications"),
        _("What was told to whom, and what could not be delivered."),
        ["notifications.OutboxEvent", "notifications.Delivery"],
    ),
    (
        "accounts",
        _("Users"),
        _("Who signs in, and for whom they act."),
        [
            "accounts.User",
            "accounts.Membership",
            "accounts.Invitation",
            "accounts.JoinRequest",
            "accounts.ApiKey",
            "accounts.PrivateFeed",
        ],
    ),
    (
        "curation",
        _("A clean register"),
        _("What was imported, merged or changed at once, and can be taken back."),
        ["curation.Batch", "organisations.DirectoryLoad", "organisations.DirectoryEntry"],
    ),
    (
        "history",
        _("Privacy"),
        _("Which curator read what parks keep for themselves, and whose data were erased."),
        ["history.Reading", "history.Erasure"],
    ),
]


class CuratorSite(admin.AdminSite):
    site_title = _("Parkway curators")
    site_header = _("Parkway curators")
    index_title = _("Curators' desk")
    enable_nav_sidebar = True

    def has_permission(self, request):
        return is_curator(request.user)

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only pages made for curators; what libraries bring for themselves stays shut."""
        if admin_class and issubclass(admin_class, ForCurators):
            super().register(model_or_iterable, admin_class, **options)

    def get_urls(self):
        changes = path("changes/", self.admin_view(self.changes_view), name="changes")
        return [changes, *super().get_urls()]

    def changes_view(self, request):
        context = self.each_context(request) | page_of_changes(request, log.all_tracks())
        return TemplateResponse(
            request, "admin/recent_changes.html", context | {"title": gettext("Recent changes")}
        )

    def index(self, request, extra_context=None):
        sections = self.get_app_list(request)
        counts = _counts([model["model"] for section in sections for model in section["models"]])
        for section in sections:
            for model in section["models"]:
                model["count"] = counts[model["model"]._meta.label_lower]
        return super().index(request, {"app_list": sections, **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """The sections of the start page and of the sidebar."""
        models = {
            model["model"]._meta.label: model
            for app in super().get_app_list(request, app_label)
            for model in app["models"]
        }
        sections = []
        for label, name, words, members in SECTIONS:
            shown = [models[member] for member in members if member in models]
            sections.append(self._section(label, name, words, shown))
        return [section for section in sections if section["models"]]

    def _section(self, label, name, words, models):
        for model in models:
            model["object_verbose_name"] = model["model"]._meta.verbose_name
        return {
            "app_label": label,
            "name": name,
            "words": words,
            "app_url": f"#section-{label}",
            "has_module_perms": True,
            "models": list(models),
        }

    def app_index(self, request, app_label, extra_context=None):
        """A room of the program is nothing that curators know of; the start page shows all."""
        return HttpResponseRedirect(reverse("admin:index"))


def _counts(models) -> dict[str, int]:
    """How many rows each has, in one query."""
    parts = [
        QuerySet(model).order_by().values(of_model=Value(model._meta.label_lower)).annotate(n=Count("pk"))
        for model in models
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else []
    counts = {row["of_model"]: row["n"] for row in rows}
    return {model._meta.label_lower: counts.get(model._meta.label_lower, 0) for model in models}
