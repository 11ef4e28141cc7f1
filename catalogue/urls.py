from django.urls import path

from .views import catalogue

app_name = "catalogue"
urlpatterns = [
    path("", catalogue.Catalogue.as_view(), name="list"),
    path("<slug:slug>/", catalogue.ListingDetail.as_view(), name="detail"),
]
