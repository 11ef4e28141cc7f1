from django.urls import path

from .views import closing, feeds, invitations, joining, keys, me, members, sessions

app_name = "accounts"
urlpatterns = [
    path("me/", me.me, name="me"),
    path("me/file/", closing.file, name="file"),
    path("me/close/", closing.close, name="close"),
    path("sessions/", sessions.sessions, name="sessions"),
    path("keys/", keys.keys, name="keys"),
    path("keys/new/", keys.new_key, name="new_key"),
    path("keys/<slug:pk>/end/", keys.end_key, name="end_key"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/new/", feeds.new_feed, name="new_feed"),
    path("feeds/<slug:pk>/end/", feeds.end_feed, name="end_feed"),
    path("members/<slug:slug>/", members.members, name="members"),
    path("memberships/<str:pk>/", members.member, name="member"),
    path("memberships/<str:pk>/end/", members.end_member, name="end_member"),
    path("members/<slug:slug>/invite/", invitations.invite, name="invite"),
    path("invitations/<str:pk>/again/", invitations.send_again, name="send_invitation"),
    path("invitations/<str:pk>/revoke/", invitations.revoke, name="revoke_invitation"),
    path("invited/<str:token>/", invitations.invitation, name="invitation"),
    path("join/", joining.join, name="join"),
    path("join/withdraw/", joining.withdraw, name="withdraw"),
    path("requests/<str:pk>/", joining.decide, name="decide"),
    path("leave/<slug:slug>/", joining.leave, name="leave"),
    path("switch/", joining.switch, name="switch"),
]
