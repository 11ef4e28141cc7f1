"""The API: resources of all rooms, their description and docs."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from accounts.api import InvitationViewSet, JoinRequestViewSet, MembershipViewSet
from accounts.once import answers_once
from cases.api import CaseViewSet
from catalogue.api import CategoryViewSet, ListingViewSet
from catalogue.eligibility_api import Eligibility, Eligible
from catalogue.profile_api import ProfileViewSet
from common.api import RecordViewSet
from countries.api import (
    CountryViewSet,
    FigureViewSet,
    GuideSectionViewSet,
    GuideViewSet,
    RiskAssessmentViewSet,
)
from curation.api import (
    BatchViewSet,
    DuplicateViewSet,
    EditViewSet,
    ImportViewSet,
    LinkViewSet,
    QualityViewSet,
    SavedFilterViewSet,
    SavedSearchViewSet,
)
from curation.history_api import History
from notifications.api import MarkAllRead, MarkRead, Notification, Notifications
from organisations.api import OrganisationViewSet, PersonViewSet
from parks.api import (
    EnterpriseViewSet,
    IndicatorViewSet,
    MilestoneViewSet,
    ObservationViewSet,
    ParkViewSet,
)
from partners.api import (
    AgreementTimeline,
    AgreementViewSet,
    ContactViewSet,
    FollowUpViewSet,
    InteractionViewSet,
    ObligationViewSet,
    ParkTimeline,
    PartnerTimeline,
    PartnerViewSet,
    ShareViewSet,
)
from projects.api import ProjectViewSet
from projects.timeline_api import ProjectTimeline
from search.api import Search
from sources.api import DiscrepancyViewSet, SourceViewSet, TermViewSet

from . import api

app_name = "api"
RESOURCES: dict[str, type[RecordViewSet]] = {
    "organisations": OrganisationViewSet,
    "people": PersonViewSet,
    "parks": ParkViewSet,
    "enterprises": EnterpriseViewSet,
    "milestones": MilestoneViewSet,
    "indicators": IndicatorViewSet,
    "observations": ObservationViewSet,
    "partners": PartnerViewSet,
    "contacts": ContactViewSet,
    "interactions": InteractionViewSet,
    "follow-ups": FollowUpViewSet,
    "shares": ShareViewSet,
    "agreements": AgreementViewSet,
    "obligations": ObligationViewSet,
    "projects": ProjectViewSet,
    "listings": ListingViewSet,
    "categories": CategoryViewSet,
    "business-profiles": ProfileViewSet,
    "cases": CaseViewSet,
    "countries": CountryViewSet,
    "figures": FigureViewSet,
    "guide-sections": GuideSectionViewSet,
    "risk-assessments": RiskAssessmentViewSet,
    "sources": SourceViewSet,
    "discrepancies": DiscrepancyViewSet,
    "terms": TermViewSet,
    "memberships": MembershipViewSet,
    "invitations": InvitationViewSet,
    "join-requests": JoinRequestViewSet,
    "imports": answers_once(ImportViewSet),
    "batches": answers_once(BatchViewSet),
    "duplicates": answers_once(DuplicateViewSet),
    "quality": answers_once(QualityViewSet),
    "links": LinkViewSet,
    "saved-filters": answers_once(SavedFilterViewSet),
    "saved-searches": answers_once(SavedSearchViewSet),
    "edits": answers_once(EditViewSet),
}
TIMELINES = {
    "partners": PartnerTimeline,
    "parks": ParkTimeline,
    "agreements": AgreementTimeline,
    "projects": ProjectTimeline,
}
router = SimpleRouter()
for prefix, viewset in RESOURCES.items():
    router.register(prefix, viewset, basename=prefix)

urlpatterns = [
    path("v1/", api.Root.as_view(resources=list(RESOURCES)), name="root"),
    path("v1/me/", api.Me.as_view(), name="me"),
    path("v1/search/", Search.as_view(), name="search"),
    path("v1/notifications/", Notifications.as_view(), name="notifications"),
    path("v1/notifications/read/", MarkAllRead.as_view(), name="notifications-read"),
    path("v1/notifications/<slug:pk>/", Notification.as_view(), name="notification"),
    path("v1/notifications/<slug:pk>/read/", MarkRead.as_view(), name="notification-read"),
    path("v1/history/<slug:pk>/", History.as_view(), name="history"),
    path("v1/eligible/", Eligible.as_view(), name="eligible"),
    path("v1/listings/<slug:listing>/eligibility/", Eligibility.as_view(), name="listings-eligibility"),
    path("v1/schema/", api.Schema.as_view(), name="schema"),
    path("v1/", include(router.urls)),
    path("v1/countries/<slug:pk>/guide/", GuideViewSet.as_view({"get": "retrieve"}), name="countries-guide"),
    *(
        path(f"v1/{name}/<slug:thing>/timeline/", view.as_view(), name=f"{name}-timeline")
        for name, view in TIMELINES.items()
    ),
    path("docs/", api.docs, {"resources": RESOURCES}, name="docs"),
    path("docs/problems/", api.problems, name="problems"),
    path("docs/try/", api.TryOut.as_view(url_name="api:schema"), name="try"),
    re_path(r"^(?P<rest>.*)$", api.not_found, name="not-found"),
]
