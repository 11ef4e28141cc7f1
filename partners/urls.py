from django.urls import path

from .views import desk, directory, due_lists, interactions, timeline

app_name = "partners"
urlpatterns = [
    path("partners/", directory.PartnerList.as_view(), name="list"),
    path("partners/<slug:slug>/", directory.PartnerDetail.as_view(), name="detail"),
    path("partners/<slug:slug>/timeline/", timeline.partner, name="partner_timeline"),
    path("partners/<slug:slug>/timeline.atom", timeline.partner_feed, name="partner_feed"),
    path("parks/<slug:slug>/timeline/", timeline.park, name="park_timeline"),
    path("parks/<slug:slug>/timeline.atom", timeline.park_feed, name="park_feed"),
    path("agreements/<slug:slug>/timeline/", timeline.agreement, name="agreement_timeline"),
    path("agreements/<slug:slug>/timeline.atom", timeline.agreement_feed, name="agreement_feed"),
    path("agreements/", directory.AgreementList.as_view(), name="agreements"),
    path("agreements/<slug:slug>/", directory.AgreementDetail.as_view(), name="agreement"),
    path("desk/", desk.desk, name="desk"),
    path("desk/seen/", desk.seen, name="desk_seen"),
    path("follow-ups/", due_lists.FollowUpList.as_view(), name="follow_ups"),
    path("obligations/", due_lists.DueList.as_view(), name="dues"),
    path("interactions/", interactions.InteractionList.as_view(), name="interactions"),
    path("interactions/log/", interactions.log, name="log"),
    path("interactions/bodies/", interactions.find_bodies, name="bodies"),
    path("interactions/<str:pk>/", interactions.interaction, name="interaction"),
    path("interactions/<str:pk>/change/", interactions.change, name="interaction_change"),
    path("interactions/<str:pk>/delete/", interactions.delete, name="interaction_delete"),
    path("follow-ups/<str:pk>/", interactions.follow_up, name="follow_up"),
]
