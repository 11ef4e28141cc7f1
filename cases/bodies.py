"""What may be sent about requests over the API."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from catalogue.bodies import MOST_CODES, Codes
from catalogue.models import Category, Listing
from common.bodies import Body, Day, Known, Words, YesNo

from .forms import LONGEST
from .operations import enterprises_of
from .questions import answers_in, cleaned, questions_of

MOVES = ("withdraw", "close", "decline")


class CaseBody(Body):
    """A new request."""

    owner = Known(
        enterprises_of,
        slug="slug",
        required=False,
        help_text=gettext_lazy("Your enterprise, by id or slug; needed when you belong to several."),
    )
    listing = Known(
        lambda user: Listing.objects.visible_to(user).filter(is_published=True).select_related("category"),
        slug="slug",
        allow_null=True,
        default=None,
        help_text=gettext_lazy("What it is about, by id or slug; its provider gets the request."),
    )
    category = Known(
        lambda user: Category.objects.visible_to(user),
        slug="slug",
        allow_null=True,
        default=None,
        help_text=gettext_lazy("Where there is no listing."),
    )
    title = Words(max_length=200)
    text = Words(max_length=LONGEST)
    answers = serializers.DictField(
        child=Words(max_length=1000),
        default=dict,
        help_text=gettext_lazy("To the questions of the category, by their slugs."),
    )
    contact = Words(max_length=300, allow_blank=True, default="")
    wanted_by = Day(allow_null=True, default=None)
    countries = Codes(
        child=serializers.RegexField(r"^[A-Z]{2}\Z"),
        max_length=MOST_CODES,
        default=list,
        help_text=gettext_lazy("ISO 3166-1."),
    )

    def validate_wanted_by(self, day):
        if day and day < timezone.localdate():
            raise serializers.ValidationError(_("This day is over. Give a later one, or none."))
        return day

    def validate(self, attrs):
        if "owner" not in attrs:
            own = list(enterprises_of(self.context["user"])[:2])
            if len(own) != 1:
                words = _("Name your enterprise.") if own else _("You are not a member of an enterprise.")
                raise serializers.ValidationError({"owner": [words]})
            attrs["owner"] = own[0]
        questions = questions_of(attrs["listing"].category if attrs["listing"] else attrs["category"])
        try:
            given = cleaned(attrs["answers"], questions)
        except ValidationError as wrong:
            raise serializers.ValidationError({"answers": wrong.message_dict}) from None
        return attrs | {"answers": answers_in(given, questions)}


class MessageBody(Body):
    """An answer, or what the enterprise says more."""

    text = Words(max_length=LONGEST)
    names_provider = YesNo(
        default=False,
        help_text=gettext_lazy("Where your listing is anonymous: whether the enterprise learns who you are."),
    )


class CaseMoveBody(Body):
    """How a request ends."""

    move = serializers.ChoiceField(choices=MOVES)
    reason = Words(
        max_length=1000, allow_blank=True, default="", help_text=gettext_lazy("Why it is declined.")
    )
