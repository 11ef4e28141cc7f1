from django.urls import path

from .views import catalogue, eligibility, feeds, own, profiles, review, shortlist

app_name = "catalogue"
urlpatterns = [
    path("", catalogue.Catalogue.as_view(), name="list"),
    path("feed.atom", feeds.feed, name="feed"),
    path("events.ics", feeds.events, name="events"),
    path("mine/", own.OwnListings.as_view(), name="mine"),
    path("new/", own.new, name="new"),
    path("remarks/<str:pk>/settle/", own.settle, name="remark_settle"),
    path("review/", review.Queue.as_view(), name="review"),
    path("stale/", review.Stale.as_view(), name="stale"),
    path("profile/", profiles.profile, name="profile"),
    path("eligible/", eligibility.eligible, name="eligible"),
    path("lapsing/", eligibility.lapses, name="lapsing"),
    path("lapsing.ics", eligibility.lapses_calendar, name="lapsing_calendar"),
    path("shortlist/", shortlist.Shortlist.as_view(), name="shortlist"),
    path("compare/", shortlist.Compare.as_view(), name="compare"),
    path("<slug:slug>/event.ics", feeds.event, name="event"),
    path("<slug:slug>/star/", shortlist.star, name="star"),
    path("<slug:listing>/eligibility/", eligibility.of_policy, name="eligibility"),
    path("<slug:slug>/keep/", own.keep, name="keep"),
    path("<slug:slug>/change/", own.change, name="change"),
    path("<slug:slug>/preview/", own.Preview.as_view(), name="preview"),
    path("<slug:slug>/move/", own.move, name="move"),
    path("<slug:slug>/publish/", review.publish, name="publish"),
    path("<slug:slug>/send-back/", review.send_back, name="send_back"),
    path("<slug:slug>/revisions/", review.revisions, name="revisions"),
    path("<slug:slug>/remarks/", own.say, name="remarks"),
    path("<slug:slug>/", catalogue.ListingDetail.as_view(), name="detail"),
]
