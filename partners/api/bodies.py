"""What the bodies of several resources have in common."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.bodies import Body, Known

from ..operations.interactions import parks_of


class OfPark(Body):
    """What a park keeps: the writer's own, named where the writer works for several."""

    owner = Known(
        parks_of,
        slug="slug",
        required=False,
        help_text=_("Your park, by id or slug; needed when you work for several."),
    )

    def validate(self, attrs):
        if "owner" not in attrs and not self.partial:
            parks = list(parks_of(self.context["user"])[:2])
            if len(parks) != 1:
                words = _("Name your park.") if parks else _("You are not a member of a park.")
                raise serializers.ValidationError({"owner": [words]})
            attrs["owner"] = parks[0]
        return attrs
