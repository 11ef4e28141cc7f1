from django.urls import path

from . import timeline_views, views

app_name = "projects"
urlpatterns = [
    path("", views.ProjectList.as_view(), name="list"),
    path("<slug:slug>/", views.ProjectDetail.as_view(), name="detail"),
    path("<slug:slug>/timeline/", timeline_views.project, name="timeline"),
    path("<slug:slug>/timeline/latest/", timeline_views.project_latest, name="latest"),
    path("<slug:slug>/timeline.atom", timeline_views.project_feed, name="feed"),
]
