from django.urls import path

from . import figure_views

app_name = "figures"
urlpatterns = [
    path("", figure_views.Explorer.as_view(), name="explorer"),
    path("figures.csv", figure_views.figures_csv, name="csv"),
    path("audit/", figure_views.audit_page, name="audit"),
    path("indicators/<slug:slug>/", figure_views.IndicatorDetail.as_view(), name="indicator"),
    path("<slug:slug>/", figure_views.ObservationDetail.as_view(), name="observation"),
]
