from django.urls import path

from .views import columns, filters

app_name = "curation"
urlpatterns = [
    path("lists/<str:route>/filters/", filters.saved, name="filters"),
    path("lists/<str:route>/columns/", columns.choose, name="columns"),
    path("filters/<str:pk>/", filters.open_filter, name="filter_open"),
    path("filters/<str:pk>/change/", filters.change, name="filter_change"),
    path("filters/<str:pk>/delete/", filters.delete, name="filter_delete"),
]
