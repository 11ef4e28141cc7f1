from django.urls import path

from . import views

app_name = "catalogue"
urlpatterns = [
    path("", views.Catalogue.as_view(), name="list"),
    path("<slug:slug>/", views.ListingDetail.as_view(), name="detail"),
]
