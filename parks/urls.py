from django.urls import path

from . import story_views, views

app_name = "parks"
urlpatterns = [
    path("parks/", views.ParkList.as_view(), name="list"),
    path("parks/<slug:slug>/", views.ParkDetail.as_view(), name="detail"),
    path("enterprises/", views.EnterpriseList.as_view(), name="enterprises"),
    path("enterprises/<slug:slug>/", views.EnterpriseDetail.as_view(), name="enterprise"),
    path("story/", story_views.story, name="story"),
    path("milestones/", views.MilestoneList.as_view(), name="milestones"),
    path("milestones/<slug:slug>/", views.MilestoneDetail.as_view(), name="milestone"),
]
