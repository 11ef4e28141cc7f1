"""The bell, and the page behind it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.listing import ListPage

from .filters import InboxFilter
from .inbox import with_words
from .models import Delivery
from .operations import mark_read, withdraw

#: More are not counted: nobody reads the number then.
MOST_COUNTED = 99


class Inbox(ListPage):
    filterset_class = InboxFilter
    template_name = "notifications/inbox.html"
    title = gettext_lazy("Notifications")
    lead = gettext_lazy("What falls due, and what others did with what is yours.")
    results_template = "notifications/_results.html"
    row_template = "notifications/_row.html"
    rows_template = "notifications/_rows.html"
    sortings = {"-made_at": gettext_lazy("Newest first"), "made_at": gettext_lazy("Oldest first")}

    def get_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.inbox(self.request.user).select_related("event", "event__by")

    def get_page(self):
        page = super().get_page()
        shown = with_words(page.rows, self.request.user)
        withdraw(set(page.rows) - set(shown))
        page.rows[:] = shown
        return page

    def get_context_data(self, **kwargs):
        unread = Delivery.objects.unread(self.request.user).exists()
        return super().get_context_data(has_unread=unread, **kwargs)


def bell(request):
    """The number of unread ones, asked for by each page and then once a minute."""
    unread = Delivery.objects.unread(request.user)[: MOST_COUNTED + 1].count()
    page = {"unread": min(unread, MOST_COUNTED), "is_more": unread > MOST_COUNTED}
    return render(request, "notifications/_bell.html", page)


def follow(request, pk):
    """Mark it read, and go to what it tells of."""
    delivery = get_object_or_404(Delivery.objects.inbox(request.user).select_related("event"), pk=pk)
    shown = with_words([delivery], request.user)
    mark_read(request.user, [delivery.pk])
    if not shown:
        withdraw([delivery])
        messages.info(request, _("What this told of is not there any more."))
    url = shown[0].message.url if shown else ""
    return redirect(url or reverse("notifications:inbox"))


def read_all(request):
    number = mark_read(request.user)
    if number:
        messages.success(request, _("All are marked as read."))
    return redirect("notifications:inbox")
