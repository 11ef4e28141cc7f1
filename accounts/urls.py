from django.urls import path

from .views import me, members, sessions

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("members/<slug:slug>/", members.members, name="members"),
    path("memberships/<str:pk>/", members.member, name="member"),
    path("memberships/<str:pk>/end/", members.end_member, name="end_member"),
]
