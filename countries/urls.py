from django.urls import path

from . import views

app_name = "countries"
urlpatterns = [
    path("", views.CountryList.as_view(), name="list"),
    path("groups/<slug:slug>/", views.GroupDetail.as_view(), name="group"),
    path("<str:code>/", views.CountryDetail.as_view(), name="detail"),
]
