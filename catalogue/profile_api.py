"""What an enterprise tells of itself, in the API; what follows from it is in `eligibility_api`."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.once import AnswersOnce
from common.bodies import Body, Day, Known
from common.shapes import One, Plain, Shape
from common.writing import Changes, Creates
from organisations.api import ORGANISATION_BRIEF
from organisations.models import Organisation

from .bodies import MOST_CODES, Codes, Whole
from .models import BusinessProfile
from .operations.profiles import keep_profile
from .profile_filters import ProfileFilter

TOLD = (
    "founded_on",
    "employees",
    "revenue",
    "currency",
    "export_share",
    "research_share",
    "patents",
    "industries",
    "growth",
    "certificates",
    "has_certificates",
    "target_countries",
    "has_been_abroad",
)
MOST_PEOPLE = 2_147_483_647
PROFILE = Shape(
    "BusinessProfile",
    BusinessProfile,
    card=[
        Plain("id"),
        One("owner", shape=ORGANISATION_BRIEF, known=True, note="The enterprise."),
        *(Plain(name, note="Null or empty where it is not told.") for name in TOLD),
        Plain("created_at"),
        Plain("updated_at"),
    ],
)


class YesNoOrUnknown(serializers.BooleanField):
    """`true`, `false`, or `null` where it is not told."""

    def __init__(self, **kwargs):
        super().__init__(allow_null=True, **kwargs)

    def to_internal_value(self, data):
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


def _field(name: str) -> serializers.Field:
    """How a column is sent, by its type; nothing of it has to be told."""
    column: Any = BusinessProfile._meta.get_field(name)
    if isinstance(column, ArrayField):
        choices = column.base_field.choices
        child = (
            serializers.ChoiceField(choices=choices) if choices else serializers.RegexField(r"^[A-Z]{2}\Z")
        )
        return Codes(child=child, max_length=MOST_CODES, default=list)
    if isinstance(column, models.DecimalField):
        most = 100 if column.max_digits == 5 else None
        return serializers.DecimalField(
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
            min_value=0,
            max_value=most,
            allow_null=True,
            default=None,
        )
    if isinstance(column, models.IntegerField):
        return Whole(min_value=0, max_value=MOST_PEOPLE, allow_null=True, default=None)
    if isinstance(column, models.DateField):
        return Day(allow_null=True, default=None)
    if isinstance(column, models.BooleanField):
        return YesNoOrUnknown(default=None)
    return serializers.ChoiceField(choices=column.choices, allow_blank=True, default="")


class ProfileChange(Body):
    """What may be changed of a profile."""

    def get_fields(self):
        return super().get_fields() | {name: _field(name) for name in TOLD}


class ProfileBody(ProfileChange):
    """The first that an enterprise tells."""

    owner = Known(
        lambda user: Organisation.objects.of_member(user),
        slug="slug",
        help_text=_("Your organisation, by id or slug."),
    )


class ProfileViewSet(AnswersOnce, Creates, Changes):
    """What an enterprise tells of itself, to learn what it is eligible for. What is not told stays unknown.

    Its members write it; the staff of the parks it is settled in and curators read it; nobody else does.
    """

    shape, filterset = PROFILE, ProfileFilter
    body, changed_body = ProfileBody, ProfileChange

    def writable(self):
        own = Organisation.objects.of_member(self.request.user).values("pk")
        return BusinessProfile.objects.filter(owner__in=own)

    def make(self, given):
        return keep_profile(given.pop("owner"), given, self.request.user, None)

    def change(self, row, given):
        keep_profile(row.owner, given, self.request.user, row.updated_at)
