from django.urls import path

from .views import directory

app_name = "partners"
urlpatterns = [
    path("partners/", directory.PartnerList.as_view(), name="list"),
    path("partners/<slug:slug>/", directory.PartnerDetail.as_view(), name="detail"),
    path("agreements/", directory.AgreementList.as_view(), name="agreements"),
    path("agreements/<slug:slug>/", directory.AgreementDetail.as_view(), name="agreement"),
]
