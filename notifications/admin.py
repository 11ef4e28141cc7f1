"""For curators: what waits, what failed and why; sent again from here, changed nowhere."""

from django.contrib import admin, messages
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.admin import ReadOnlyAdmin

from .models import Delivery, OutboxEvent
from .operations import try_again


class OutboxAdmin(ReadOnlyAdmin):
    actions = ["again"]
    date_hierarchy = "made_at"

    @admin.action(description=_("Try the parked ones again"))
    def again(self, request, queryset):
        number = try_again(queryset)
        if number:
            told = ngettext(
                "%d is tried again within a minute.", "%d are tried again within a minute.", number
            )
            messages.success(request, told % number)
        else:
            messages.info(request, gettext("None of these was parked."))


@admin.register(OutboxEvent)
class OutboxEventAdmin(OutboxAdmin):
    list_display = ["kind", "record_id", "state", "attempts", "made_at", "reason"]
    list_filter = ["state", "kind"]
    search_fields = ["record_id", "once"]


@admin.register(Delivery)
class DeliveryAdmin(OutboxAdmin):
    list_display = ["event", "receiver", "channel", "state", "attempts", "made_at", "reason"]
    list_filter = ["state", "channel"]
    search_fields = ["receiver__email", "address", "event__record_id"]
    list_select_related = ["event", "receiver"]
