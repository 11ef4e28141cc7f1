"""A listing in the words of schema.org, by its kind. Only for what everybody sees.

What an expert offers is told as a service: nothing of a person is given to machines.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.html import strip_tags

from common.richtext import as_html
from common.zones import zone_of
from organisations.linked_data import EXAMPLE, named

from .facts import words_of
from .models import Listing
from .words import Attendance, Direction, Kind, PriceModel

MODES: Mapping[str, str] = {
    Attendance.ON_SITE: "https://schema.org/OfflineEventAttendanceMode",
    Attendance.ONLINE: "https://schema.org/OnlineEventAttendanceMode",
    Attendance.BOTH: "https://schema.org/MixedEventAttendanceMode",
}


def told(listing: Listing, request) -> dict[str, Any]:
    """`request` makes the addresses whole."""
    tell = TELLERS[Kind(listing.kind)]
    return {
        "name": listing.title,
        "description": listing.summary or strip_tags(as_html(listing.text)).strip(),
        "disambiguatingDescription": EXAMPLE if listing.is_example else "",
        "url": request.build_absolute_uri(listing.get_absolute_url()),
        "sameAs": listing.link,
        **tell(listing, named(listing.provider, request)),
    }


def _service(listing: Listing, provider: dict) -> dict:
    return {
        "@type": "Service",
        "serviceType": str(listing.category),
        "provider": provider,
        "areaServed": _countries(listing),
        "availableChannel": {"@type": "ServiceChannel", "availableLanguage": listing.languages},
        "offers": _price(listing),
    }


def _policy(listing: Listing, provider: dict) -> dict:
    return {
        "@type": "GovernmentService",
        "serviceType": listing.get_support_display() or str(listing.category),
        "provider": provider,
        "areaServed": _countries(listing),
        "audience": {"@type": "BusinessAudience", "audienceType": listing.eligibility},
    }


def _event(listing: Listing, provider: dict) -> dict:
    zone = zone_of(listing.time_zone)
    address = {"@type": "PostalAddress", "addressCountry": listing.countries[0] if listing.countries else ""}
    on_site = {"@type": "Place", "name": listing.place, "address": address}
    online = {"@type": "VirtualLocation", "url": listing.link}
    where: dict[str, list] = {
        Attendance.ON_SITE: [on_site],
        Attendance.ONLINE: [online],
        Attendance.BOTH: [on_site, online],
    }
    begins, ends = listing.starts_at, listing.ends_at
    return {
        "@type": "Event",
        "startDate": begins and begins.astimezone(zone).isoformat(),
        "endDate": ends and ends.astimezone(zone).isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": MODES.get(listing.attendance),
        "location": where.get(listing.attendance),
        "maximumAttendeeCapacity": listing.capacity,
        "organizer": provider,
        "offers": _price(listing),
    }


def _opportunity(listing: Listing, provider: dict) -> dict:
    is_offer = listing.direction == Direction.OFFER
    return {
        "@type": "Offer" if is_offer else "Demand",
        "itemOffered": {
            "@type": "Service",
            "name": listing.title,
            "serviceType": listing.get_subject_display(),
        },
        "offeredBy": provider if is_offer else {},
        "validThrough": listing.closes_on,
        "eligibleRegion": _countries(listing),
    }


def _talent(listing: Listing, provider: dict) -> dict:
    if listing.direction == Direction.OFFER:
        return _service(listing, {})
    return {
        "@type": "JobPosting",
        "title": listing.title,
        "datePosted": listing.publish_at and listing.publish_at.date(),
        "validThrough": listing.expires_at or listing.available_until,
        "hiringOrganization": provider or "confidential",
        "jobLocation": [
            {"@type": "Place", "address": {"@type": "PostalAddress", "addressCountry": code}}
            for code in listing.countries
        ],
        "jobStartDate": listing.available_from,
        "skills": words_of(listing, "skills"),
    }


def _site(listing: Listing, provider: dict) -> dict:
    return {
        "@type": "Offer",
        "itemOffered": {
            "@type": "Place",
            "name": listing.place,
            "maximumAttendeeCapacity": listing.capacity,
            "address": {
                "@type": "PostalAddress",
                "addressCountry": listing.countries[0] if listing.countries else "",
            },
        },
        "offeredBy": provider,
        "availabilityStarts": listing.available_from,
        "availabilityEnds": listing.available_until,
        "priceSpecification": _price(listing).get("priceSpecification"),
    }


def _finance(listing: Listing, provider: dict) -> dict:
    sums = {
        "@type": "PriceSpecification",
        "minPrice": listing.sum_min,
        "maxPrice": listing.sum_max,
        "priceCurrency": listing.currency,
    }
    has_sums = listing.sum_min is not None or listing.sum_max is not None
    return {
        "@type": "FinancialProduct",
        "category": str(listing.category),
        "provider": provider,
        "areaServed": _countries(listing),
        "offers": {"@type": "Offer", "eligibleTransactionVolume": sums if has_sums else {}},
    }


TELLERS: Mapping[Kind, Callable[[Listing, dict], dict]] = {
    Kind.SERVICE: _service,
    Kind.POLICY: _policy,
    Kind.EVENT: _event,
    Kind.OPPORTUNITY: _opportunity,
    Kind.TALENT: _talent,
    Kind.SITE: _site,
    Kind.FINANCE: _finance,
}


def _countries(listing: Listing) -> list[dict]:
    return [{"@type": "Country", "name": code} for code in listing.countries]


def _price(listing: Listing) -> dict:
    if listing.price_model == PriceModel.FREE:
        return {"@type": "Offer", "price": 0, "priceCurrency": listing.currency}
    if listing.price_from is None and listing.price_to is None:
        return {}
    return {
        "@type": "Offer",
        "priceSpecification": {
            "@type": "PriceSpecification",
            "minPrice": listing.price_from,
            "maxPrice": listing.price_to,
            "priceCurrency": listing.currency,
        },
    }
