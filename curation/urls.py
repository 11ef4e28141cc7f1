from django.urls import include, path

from .views import batches, columns, desk, duplicates, edits, filters, history, links, merging, quality, tags

app_name = "curation"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("quality/", quality.QualityList.as_view(), name="quality"),
    path("quality/<str:pk>/", quality.quality, name="quality_of"),
    path("quality/<str:pk>/still-right/", quality.still_right, name="still_right"),
    path("batches/", batches.batches, name="batches"),
    path("batches/<str:pk>/", batches.batch, name="batch"),
    path("batches/<str:pk>/take-back/", batches.undo, name="take_back"),
    path("merge/", merging.merge_two, name="merge"),
    path("imports/", include("curation.import_urls")),
    path("duplicates/", duplicates.DuplicateList.as_view(), name="duplicates"),
    path("duplicates/contacts/", duplicates.ContactDuplicateList.as_view(), name="contact_duplicates"),
    path("duplicates/<str:pk>/", duplicates.decide, name="duplicate_decide"),
    path("links/", links.LinkList.as_view(), name="links"),
    path("links/<str:pk>/", links.link, name="link"),
    path("links/<str:pk>/again/", links.look_again, name="link_again"),
    path("history/<str:pk>/", history.history, name="history"),
    path("history/<str:pk>/set-back/", history.set_back, name="set_back"),
    path("tags/", tags.tags, name="tags"),
    path("tags/on/<str:pk>/", tags.tag_record, name="tag_record"),
    path("tags/<str:pk>/", tags.tag, name="tag"),
    path("tags/<str:pk>/delete/", tags.tag_delete, name="tag_delete"),
    path("report/<str:pk>/", duplicates.report, name="report_duplicate"),
    path("lists/<str:route>/filters/", filters.saved, name="filters"),
    path("lists/<str:route>/columns/", columns.choose, name="columns"),
    path("lists/<str:route>/edit/", edits.edit, name="edit"),
    path("edits/<str:pk>/", edits.bulk_edit, name="bulk_edit"),
    path("filters/<str:pk>/", filters.open_filter, name="filter_open"),
    path("filters/<str:pk>/change/", filters.change, name="filter_change"),
    path("filters/<str:pk>/delete/", filters.delete, name="filter_delete"),
]
