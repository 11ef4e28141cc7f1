from django.urls import path

from . import guide_views, views

app_name = "countries"
urlpatterns = [
    path("", views.CountryList.as_view(), name="list"),
    path("compare/", guide_views.Compare.as_view(), name="compare"),
    path("figures/", guide_views.FigureList.as_view(), name="figures"),
    path("groups/<slug:slug>/", views.GroupDetail.as_view(), name="group"),
    path("<str:code>/", guide_views.CountryDetail.as_view(), name="detail"),
]
