from django.urls import path

from . import saved_views, views

app_name = "search"
urlpatterns = [
    path("", views.SearchPage.as_view(), name="search"),
    path("suggest/", views.suggest, name="suggest"),
    path("saved/", saved_views.saved, name="saved"),
    path("saved/new/", saved_views.save, name="save"),
    path("saved/<slug:pk>/open/", saved_views.open_saved, name="saved_open"),
    path("saved/<slug:pk>/change/", saved_views.change, name="saved_change"),
    path("saved/<slug:pk>/delete/", saved_views.delete, name="saved_delete"),
]
