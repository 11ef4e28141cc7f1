"""What is asked in a category beside the first words: as fields of a form, and as it was answered."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.models import Category, Question
from common.translated import columns_of
from partners.forms.interactions import DayInput

BEFORE = "ask_"
YES_NO = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
MOST_ABOVE = 10


def questions_of(category: Category | None) -> list[Question]:
    """Those of the broader categories first."""
    path: list[Category] = []
    while category is not None and len(path) < MOST_ABOVE:
        path.insert(0, category)
        category = category.parent
    found = Question.objects.filter(category__in=path).order_by("ordinal", "slug")
    by_category: dict[str, list[Question]] = {each.pk: [] for each in path}
    for one in found:
        by_category[one.category_id].append(one)
    return list({one.slug: one for asked in by_category.values() for one in asked}.values())


def fields_for(questions: Sequence[Question]) -> dict[str, forms.Field]:
    return {f"{BEFORE}{one.slug}": _field(one) for one in questions}


def _field(question: Question) -> forms.Field:
    told: dict[str, Any] = {
        "label": question.text,
        "help_text": question.help_text,
        "required": question.is_required,
    }
    kinds = Question.Answer
    match question.answer:
        case kinds.YES_NO:
            return forms.ChoiceField(choices=[("", _("Not answered")), *YES_NO], **told)
        case kinds.NUMBER:
            return forms.DecimalField(max_digits=16, decimal_places=2, **told)
        case kinds.DAY:
            return forms.DateField(widget=DayInput(), **told)
        case kinds.ONE_OF:
            options = [(line, line) for line in question.options.splitlines() if line.strip()]
            return forms.ChoiceField(choices=[("", _("Not answered")), *options], **told)
    return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **told)


def cleaned(given: Mapping[str, str], questions: Sequence[Question]) -> dict[str, Any]:
    """For `answers_in`: answers by the slugs of the questions. Raises  ValidationError, by slug"""
    wrong: dict[str, Any] = {slug: [_("This is not asked here.")] for slug in given}
    found = {}
    for one in questions:
        wrong.pop(one.slug, None)
        try:
            found[f"{BEFORE}{one.slug}"] = _field(one).clean(given.get(one.slug, ""))
        except ValidationError as refusal:
            wrong[one.slug] = refusal.messages
    if wrong:
        raise ValidationError(wrong)
    return found


def answers_in(given: Mapping[str, Any], questions: Sequence[Question]) -> list[dict[str, str]]:
    """What is kept of a form: each question that was answered, as it was asked."""
    values = [(one, given.get(f"{BEFORE}{one.slug}")) for one in questions]
    return [
        {"slug": one.slug, "text": one.text, "answer": _kept(value)}
        for one, value in values
        if value not in (None, "")
    ]


def _kept(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def told(answers: Sequence[Mapping[str, str]], category: Category | None) -> list[dict[str, str]]:
    """Answers for a reader: [{label, value}], in the reader's language where the question is still asked."""
    known = {one.slug: one for one in questions_of(category)}
    return [_told(one, known.get(one["slug"])) for one in answers]


def _told(answer: Mapping[str, str], question: Question | None) -> dict[str, str]:
    value = answer["answer"]
    if question is None:
        return {"label": answer["text"], "value": value}
    if question.answer == Question.Answer.YES_NO:
        value = str(dict(YES_NO).get(value, value))
    elif question.answer == Question.Answer.DAY:
        value = _day(value)
    elif question.answer == Question.Answer.ONE_OF:
        value = _option(value, question)
    return {"label": question.text, "value": value}


def _day(text: str) -> str:
    try:
        return formats.date_format(datetime.date.fromisoformat(text), "DATE_FORMAT")
    except ValueError:  # it was another kind of question then
        return text


def _option(text: str, question: Question) -> str:
    """The same option in the reader's language."""
    shown = question.options.splitlines()
    for column in columns_of(Question, "options"):
        options = (getattr(question, column) or "").splitlines()
        if text in options and options.index(text) < len(shown):
            return shown[options.index(text)]
    return text
