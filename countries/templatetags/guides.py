"""How guides of countries are shown."""

import datetime

from babel.dates import format_skeleton
from django import template

from common.numbers import locale
from common.richtext import as_html
from common.templatetags.components import fallback_lang

from ..figures import WIDTH, Score, said, score
from ..models import Figure, GuideSection, RiskAssessment
from ..words import RiskLevel

register = template.Library()


@register.filter
def amount(figure: Figure | None) -> str:
    return said(figure) if figure else ""


@register.inclusion_tag("countries/_text.html")
def guide_text(text: GuideSection | RiskAssessment) -> dict:
    """The text with what is to be known of it: who answers for it, since when, and until when."""
    return {"row": text, "html": as_html(text.text), "lang": fallback_lang(text, "text")}


@register.filter
def day_and_month(day: datetime.date) -> str:
    """ "Aug 31", "8月31日"."""
    return format_skeleton("MMMd", day, locale=locale())


@register.filter
def as_score(figure: Figure) -> Score:
    return score(figure)


@register.inclusion_tag("countries/_interval.html")
def interval(score: Score) -> dict:
    """The score as a dot, and the interval that holds the true one, on the scale; said in words beside it."""
    return {"score": score, "width": WIDTH, "middle": WIDTH / 2}


@register.inclusion_tag("countries/_level.html")
def risk_level(text: RiskAssessment) -> dict:
    return {"row": text, "steps": [step.value for step in RiskLevel]}
