"""Tags for pages that show organisations."""

from django import template

from organisations.models import Organisation

register = template.Library()


@register.filter
def place(organisation: Organisation) -> list[str]:
    """City and country, as far as known; once where they are the same."""
    return list(dict.fromkeys(text for text in (organisation.city, str(organisation.country.name)) if text))
