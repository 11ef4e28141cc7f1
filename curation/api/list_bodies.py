"""What may be sent about lists: a filter to keep, a change of many of their rows."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.bodies import Body, Words, YesNo

MOST_ROWS = 1000
LONGEST_QUERY = 2000


class ListBody(Body):
    """A list, as it is filtered."""

    route = Words(max_length=100, help_text=_("The name of the list, as `parks:list`."))
    query = Words(
        max_length=LONGEST_QUERY,
        allow_blank=True,
        default="",
        help_text=_("Its filters and its order, as in the address of its page."),
    )


class FilterChange(Body):
    name = Words(max_length=100)
    share = Words(
        max_length=40,
        allow_blank=True,
        default="",
        help_text=_("Who else finds it: the id of an organisation of yours, or `curators`."),
    )


class FilterBody(ListBody, FilterChange):
    """A list as it is filtered, to come back to."""


class LookBody(ListBody):
    """A change of rows of a list: of those that are named, or of `all` of them."""

    rows = serializers.ListField(child=Words(max_length=40), max_length=MOST_ROWS, required=False)
    all = YesNo(default=False)
    what = Words(max_length=100, help_text=_("What is done, as `edits/actions/` tells."))
    value = serializers.ListField(
        child=Words(max_length=5000, allow_blank=True),
        max_length=MOST_ROWS,
        default=list,
        help_text=_("The value as a form takes it: one text, or ids of several rows."),
    )

    def validate(self, attrs):
        if bool(attrs.get("rows")) == attrs["all"]:
            words = _("Name rows, or say that you mean all of them.")
            raise serializers.ValidationError({"rows": [words]})
        return attrs


class EditBody(LookBody):
    """The change that was looked at."""

    count = serializers.IntegerField(
        min_value=1, max_value=10**9, help_text=_("How many rows it is about, as the look at it told.")
    )
    all_or_nothing = YesNo(default=False, help_text=_("Change nothing where a rule is against one row."))
