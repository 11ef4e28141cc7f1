"""The forms of requests: asking, answering, declining."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalogue.forms.fields import CountriesField
from catalogue.models import Category, Listing
from catalogue.words import Kind
from common.texts import is_text
from organisations.models import Organisation
from partners.forms.interactions import DayInput

from . import operations
from .models import Case
from .questions import BEFORE, answers_in, fields_for, questions_of

LONGEST = 5000  # characters of a text


class CategoryField(forms.ModelChoiceField):
    """By slug, under the kind that each is of."""

    def __init__(self, **kwargs):
        kwargs.setdefault("queryset", Category.objects.all())
        super().__init__(required=False, to_field_name="slug", **kwargs)
        self.choices = self._grouped  # type: ignore[assignment]

    def _grouped(self):
        yield "", self.empty_label
        every = list(Category.objects.select_related("parent").order_by("ordinal", "slug"))
        for kind, label in Kind.choices:
            named = [(one.slug, _path(one)) for one in every if one.kind == kind]
            if named:
                yield capfirst(label), named


def _path(category: Category) -> str:
    return f"{category.parent} › {category}" if category.parent else str(category)


class RequestForm(forms.Form):
    """What an enterprise needs, with what is asked in the category.

    listing     what it is about; a category is chosen where there is none
    acting_for  the organisations of the user for which they may ask; nobody's where nobody is signed in
    """

    owner: forms.ModelChoiceField = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For which enterprise"), to_field_name="slug", empty_label=None
    )
    title = forms.CharField(label=_("In a few words"), max_length=200)
    text = forms.CharField(
        label=_("What do you need?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you want to do, what you have tried, what a good answer would be."),
    )
    category = CategoryField(
        label=_("What is it about?"),
        empty_label=_("I do not know"),
        help_text=_("There may be a few questions more, so that you get an answer sooner."),
    )
    countries = CountriesField(
        label=_("Countries"),
        widget=forms.TextInput(),
        help_text=_("With commas between them: Malaysia, Thailand."),
    )
    wanted_by = forms.DateField(
        label=pgettext_lazy("of a request", "Needed by"), required=False, widget=DayInput()
    )
    contact = forms.CharField(
        label=_("How should we reach you?"),
        required=False,
        max_length=300,
        help_text=_(
            "A telephone number, a WeChat name, the best time of day. Answers come here and by e-mail."
        ),
    )
    submission = forms.CharField(max_length=64, widget=forms.HiddenInput)

    lead = ("owner", "title", "text", "category")

    def __init__(self, data=None, *, listing: Listing | None, acting_for, **kwargs):
        super().__init__(data, **kwargs)
        self.listing = listing
        self.questions = questions_of(listing.category if listing else self._category())
        self._ask_for_owner(acting_for)
        if listing:
            del self.fields["category"]
        else:
            self.fields["category"].widget.attrs |= {
                "hx-get": reverse("cases:questions"),
                "hx-trigger": "change",
                "hx-target": "#questions",
                "hx-push-url": "false",
            }
        self.fields |= fields_for(self.questions)

    def _category(self) -> Category | None:
        given = str((self.data if self.is_bound else self.initial).get("category") or "")
        named = Category.objects.filter(slug=given) if is_text(given) else Category.objects.none()
        return named.select_related("parent").first()

    def _ask_for_owner(self, acting_for) -> None:
        self.only = acting_for[0] if len(acting_for) == 1 else None
        if len(acting_for) < 2:
            del self.fields["owner"]
        else:
            of_these = Organisation.objects.filter(pk__in=[one.pk for one in acting_for])
            self.fields["owner"].queryset = of_these.order_by("sort_en", "pk")  # type: ignore[attr-defined]

    def first(self):
        return [self[name] for name in self.lead if name in self.fields]

    def asked(self):
        return [self[name] for name in self.fields if name.startswith(BEFORE)]

    def more(self):
        return [self[name] for name in ("countries", "wanted_by", "contact")]

    def clean_wanted_by(self):
        day = self.cleaned_data["wanted_by"]
        if day and day < timezone.localdate():
            raise ValidationError(_("This day is over. Give a later one, or none."))
        return day

    def typed(self) -> dict[str, str]:
        """What was sent, as it was typed."""
        return {name: self.data[name] for name in self.fields if name in self.data}

    def submit(self, by) -> tuple[Case, bool]:
        """Raises  RuleBroken, ValidationError"""
        given: Mapping[str, Any] = self.cleaned_data
        case = Case(
            owner=given.get("owner") or self.only,
            listing=self.listing,
            category=given.get("category"),
            answers=answers_in(given, self.questions),
            **{
                name: given[name]
                for name in ("title", "text", "countries", "wanted_by", "contact", "submission")
            },
        )
        return operations.submit(case, by)


class MessageForm(forms.Form):
    """An answer, or what the enterprise says more.

    may_name   whether the provider of an anonymous listing may say here who they are
    """

    message = forms.CharField(
        label=_("Your message"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    names_provider = forms.BooleanField(
        label=_("Tell the enterprise who we are"),
        required=False,
        help_text=_(
            "Your listing is anonymous. Until you accept, the enterprise does not learn who you are."
        ),
    )
    submission = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, may_name: bool = False, **kwargs):
        super().__init__(data, **kwargs)
        if not may_name:
            del self.fields["names_provider"]


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is declined"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The enterprise reads it. Say where else they might ask."),
    )
