from django.urls import path

from .views import me, members

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("members/<slug:slug>/", members.members, name="members"),
    path("memberships/<str:pk>/", members.member, name="member"),
    path("memberships/<str:pk>/end/", members.end_member, name="end_member"),
]
