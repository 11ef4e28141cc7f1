"""How figures and findings are told on pages; lists prefetch all of it."""

from django import template

from common.sortkeys import HAN
from parks import figures
from parks.findings import Severity

register = template.Library()
register.filter("said", figures.said)
register.filter("period_said", figures.period_said)
register.filter("change_said", figures.change_said)
register.filter("share_said", figures.share_said)
register.filter("multiple_said", figures.multiple_said)

SEVERITY_TONES = {
    Severity.CONTRADICTION: ("bad", "alert"),
    Severity.IMPLAUSIBLE: ("warn", "alert"),
    Severity.NOTE: ("info", "info"),
}


@register.filter
def printed_lang(text: str) -> str:
    """The language that a source printed a value in, for the `lang` attribute."""
    return "zh-Hans" if HAN.search(text) else "en"


@register.inclusion_tag("components/chip.html")
def severity_chip(severity: Severity) -> dict[str, object]:
    tone, icon = SEVERITY_TONES[severity]
    return {"label": severity.label, "tone": tone, "icon": icon, "url": ""}
