from django.urls import path

from . import views

app_name = "cases"
urlpatterns = [
    path("catalogue/<slug:slug>/ask/", views.ask, name="ask"),
    path("requests/", views.OwnCases.as_view(), name="mine"),
    path("requests/new/", views.describe, name="describe"),
    path("requests/new/questions/", views.questions, name="questions"),
    path("requests/queue/", views.Queue.as_view(), name="queue"),
    path("requests/<str:pk>/", views.case, name="case"),
    path("requests/<str:pk>/messages/", views.say, name="case_say"),
    path("requests/<str:pk>/end/", views.end, name="case_end"),
]
