from django.urls import path

from .views import imports

urlpatterns = [
    path("", imports.import_list, name="imports"),
    path("new/", imports.new, name="import_new"),
    path("<str:pk>/", imports.import_, name="import"),
    path("<str:pk>/columns/", imports.columns, name="import_columns"),
    path("<str:pk>/run/", imports.run, name="import_run"),
    path("<str:pk>/cancel/", imports.cancel, name="import_cancel"),
    path("<str:pk>/refused/", imports.refused, name="import_refused"),
]
