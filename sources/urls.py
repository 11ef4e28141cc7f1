from django.urls import path

from . import views

app_name = "sources"
urlpatterns = [
    path("", views.SourceList.as_view(), name="list"),
    path("discrepancies/", views.DiscrepancyList.as_view(), name="discrepancies"),
    path("discrepancies/<slug:code>/", views.DiscrepancyDetail.as_view(), name="discrepancy"),
    path("vocabularies/", views.VocabularyList.as_view(), name="vocabularies"),
    path("vocabularies/<slug:slug>/", views.VocabularyDetail.as_view(), name="vocabulary"),
    path("vocabularies/<slug:vocabulary>/<slug:slug>/", views.TermDetail.as_view(), name="term"),
    path("<slug:slug>/", views.SourceDetail.as_view(), name="detail"),
]
