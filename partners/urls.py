from django.urls import path

from . import views

app_name = "partners"
urlpatterns = [
    path("partners/", views.PartnerList.as_view(), name="list"),
    path("partners/<slug:slug>/", views.PartnerDetail.as_view(), name="detail"),
    path("agreements/", views.AgreementList.as_view(), name="agreements"),
    path("agreements/<slug:slug>/", views.AgreementDetail.as_view(), name="agreement"),
]
