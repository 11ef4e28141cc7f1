from django.urls import path

from . import views

app_name = "organisations"
urlpatterns = [
    path("organisations/", views.OrganisationList.as_view(), name="list"),
    path("organisations/<slug:slug>/", views.OrganisationDetail.as_view(), name="detail"),
    path("people/<slug:slug>/", views.PersonDetail.as_view(), name="person"),
]
