"""What may be sent about listings over the API; what a kind is told by follows from `kinds`."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from common.bodies import Body, Day, Known, Words, YesNo
from common.roles import is_curator
from organisations.models import Organisation

from .kinds import KINDS, PARTICULAR, TEXTS
from .models import Category, Listing
from .subjects import Subject
from .words import Currency, Industry, Kind

IN_LANGUAGE = _("In the language of `lang` or Accept-Language.")
MOST_CODES, LONGEST_TEXT = 60, 20_000
TALKED_ABOUT = {*PARTICULAR, *TEXTS, "category", "countries", "industries", "languages", "link", "source"}
STEPS = ("submit", "withdraw", "send_back", "publish", "archive", "reopen", "confirm", "translations_fit")


class Codes(serializers.ListField):
    """Codes, each once."""

    def to_internal_value(self, data):
        return list(dict.fromkeys(super().to_internal_value(data)))


class Moment(serializers.DateTimeField):
    """A moment with its distance from UTC: 2027-03-01T09:00:00+08:00."""

    default_error_messages = {"no_zone": _("Say how far from UTC it is: 2027-03-01T09:00:00+08:00.")}

    def to_internal_value(self, data):
        told = isinstance(data, str) and (data.endswith("Z") or "+" in data[10:] or "-" in data[10:])
        if not told:
            self.fail("no_zone")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number; a text is none."""

    def to_internal_value(self, data):
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


class ParticularsBody(Body):
    """What only some kinds of listings are told by; what is null or left out is empty."""

    def get_fields(self):
        return {name: _field(name) for name in PARTICULAR}


def _field(name: str) -> serializers.Field:
    """How a column is sent, by its type."""
    column: Any = Listing._meta.get_field(name)
    common: dict[str, Any] = {"required": False, "help_text": column.help_text or None}
    if name in TEXTS:
        words = f"{column.help_text} {IN_LANGUAGE}" if column.help_text else IN_LANGUAGE
        most = getattr(column, "max_length", None) or LONGEST_TEXT
        return Words(max_length=most, allow_blank=True, **(common | {"help_text": words}))
    if isinstance(column, ArrayField):
        return Codes(child=serializers.ChoiceField(choices=list(column.base_field.choices or ())), **common)
    if column.choices:
        return serializers.ChoiceField(choices=column.choices, allow_blank=column.blank, **common)
    if isinstance(column, models.DecimalField):
        return serializers.DecimalField(
            max_digits=column.max_digits,
            decimal_places=column.decimal_places,
            min_value=0,
            allow_null=True,
            **common,
        )
    if isinstance(column, models.IntegerField):
        return Whole(min_value=0, max_value=32_767, allow_null=True, **common)
    if isinstance(column, models.DateTimeField):
        return Moment(allow_null=True, **common)
    if isinstance(column, models.DateField):
        return Day(allow_null=True, **common)
    if isinstance(column, models.BooleanField):
        return YesNo(**common)
    return Words(max_length=column.max_length, allow_blank=True, **common)


class ListingChange(Body):
    """What may be changed of a listing."""

    category = Known(lambda user: Category.objects.visible_to(user), slug="slug")
    title = Words(max_length=200, help_text=IN_LANGUAGE)
    summary = Words(max_length=400, allow_blank=True, default="", help_text=IN_LANGUAGE)
    text = Words(max_length=LONGEST_TEXT, allow_blank=True, default="", help_text=IN_LANGUAGE)
    countries = Codes(
        child=serializers.RegexField(r"^[A-Z]{2}\Z"),
        max_length=MOST_CODES,
        default=list,
        help_text=_("ISO 3166-1; none: everywhere."),
    )
    industries = Codes(
        child=serializers.ChoiceField(choices=Industry.choices), default=list, help_text=_("None: all.")
    )
    languages = Codes(
        child=serializers.RegexField(r"^[a-z]{2,3}\Z"),
        max_length=MOST_CODES,
        default=list,
        help_text=_("That it can be had in; ISO 639."),
    )
    link = serializers.URLField(max_length=200, allow_blank=True, default="")
    contact_email = serializers.EmailField(allow_blank=True, default="", help_text=_("Shown to everybody."))
    source = Words(max_length=300, allow_blank=True, default="")  # type: ignore[assignment]
    original_language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    provider = Known(
        lambda user: Organisation.objects.visible_to(user),
        slug="slug",
        required=False,
        allow_null=True,
        help_text=_("Who offers it, by id or slug; curators alone name another than who keeps it."),
    )
    particulars = ParticularsBody(required=False)

    def validate(self, attrs):
        row = self.context["row"]
        kind = attrs.get("kind") or (row.kind if row else "")
        foreign = [name for name in attrs.get("particulars", ()) if name not in KINDS[kind].fields]
        if foreign:
            known = ", ".join(KINDS[kind].fields)
            words = _("Listings of this kind are not told by it. Known: %(names)s.") % {"names": known}
            raise serializers.ValidationError({"particulars": {name: [words] for name in foreign}})
        if "provider" in attrs and not is_curator(self.context["user"]):
            raise serializers.ValidationError({"provider": [_("Only curators may do this.")]})
        return attrs


class ListingBody(ListingChange):
    """A new draft."""

    kind = serializers.ChoiceField(choices=Kind.choices)
    owner = Known(
        lambda user: Organisation.objects.visible_to(user) if is_curator(user) else _own(user),
        slug="slug",
        required=False,
        help_text=_("Your organisation, by id or slug; needed when you belong to several."),
    )

    def validate(self, attrs):
        user = self.context["user"]
        if "owner" not in attrs and not is_curator(user):
            own = list(_own(user)[:2])
            if len(own) != 1:
                words = _("Name your organisation.") if own else _("You are not a member of an organisation.")
                raise serializers.ValidationError({"owner": [words]})
            attrs["owner"] = own[0]
        return super().validate(attrs)


def _own(user):
    return Organisation.objects.of_member(user)


class About(serializers.ChoiceField):
    """The name of a field, or nothing for the whole."""

    def __init__(self, **kwargs):
        words = _("The field that the text is about.")
        super().__init__(sorted(TALKED_ABOUT), allow_blank=True, default="", help_text=words, **kwargs)


class ListingMove(Body):
    """A step in the life of a listing."""

    move = serializers.ChoiceField(choices=STEPS)
    text = Words(
        max_length=4000,
        allow_blank=True,
        default="",
        help_text=_("What has to be done, where it is sent back."),
    )
    field = About()
    at = Moment(required=False, help_text=_("Published from this moment on; else at once."))
    until = Moment(required=False, help_text=_("Published until this moment; else for good."))


class RemarkSettled(Body):
    """A comment that is done with."""

    remark = Words(max_length=40, help_text=_("Its id."))
    is_settled = YesNo(default=True)


class RemarkWritten(Body):
    """A comment, or an answer to one."""

    text = Words(max_length=4000)
    field = About()


def _amount(**more) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=16, decimal_places=2, min_value=0, allow_null=True, default=None, **more
    )


class RuleBody(Body):
    """What an enterprise must be or have: limits for a number, codes for a list, yes or no."""

    subject = serializers.ChoiceField(choices=Subject.choices)
    at_least = _amount()
    at_most = _amount()
    one_of = Codes(child=Words(max_length=100), max_length=MOST_CODES, default=list)
    none_of = Codes(child=Words(max_length=100), max_length=MOST_CODES, default=list)
    must_be = YesNo(allow_null=True, default=None)
    note = Words(max_length=300, allow_blank=True, default="")


class VersionBody(Body):
    """A version of a policy, whole: it takes the place of what the one of the same first day said."""

    valid_from = Day(help_text=_("The first day that it is in force; the version is known by it."))
    valid_until = Day(allow_null=True, default=None, help_text=_("The last day; null: until further notice."))
    amount_min = _amount()
    amount_max = _amount()
    currency = serializers.ChoiceField(choices=Currency.choices, allow_blank=True, default="")
    percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, allow_null=True, default=None
    )
    text = Words(max_length=LONGEST_TEXT, allow_blank=True, default="", help_text=IN_LANGUAGE)
    source = Words(max_length=300, allow_blank=True, default="")  # type: ignore[assignment]
    link = serializers.URLField(max_length=200, allow_blank=True, default="")
    rules = RuleBody(many=True, default=list, help_text=_("All of them must hold."))
