"""Addresses of private feeds: the same in every language, as the feed says its own."""

from django.urls import path

from .views import feeds

app_name = "feeds"
urlpatterns = [path("<slug:token>/", feeds.feed, name="feed")]
