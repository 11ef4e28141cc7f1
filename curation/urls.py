from django.urls import include, path

from .views import columns, duplicates, edits, filters

app_name = "curation"
urlpatterns = [
    path("duplicates/", duplicates.DuplicateList.as_view(), name="duplicates"),
    path("duplicates/contacts/", duplicates.ContactDuplicateList.as_view(), name="contact_duplicates"),
    path("duplicates/<str:pk>/", duplicates.decide, name="duplicate_decide"),
    path("report/<str:pk>/", duplicates.report, name="report_duplicate"),
    path("imports/", include("curation.import_urls")),
    path("lists/<str:route>/filters/", filters.saved, name="filters"),
    path("lists/<str:route>/columns/", columns.choose, name="columns"),
    path("lists/<str:route>/edit/", edits.edit, name="edit"),
    path("edits/<str:pk>/", edits.bulk_edit, name="bulk_edit"),
    path("filters/<str:pk>/", filters.open_filter, name="filter_open"),
    path("filters/<str:pk>/change/", filters.change, name="filter_change"),
    path("filters/<str:pk>/delete/", filters.delete, name="filter_delete"),
]
