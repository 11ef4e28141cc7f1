"""The living style page: every token and component in its states. Served in debug only."""

import re
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.dates import PartialDate

COLOURS = [
    ("ground", "surface", "sunk", "ink", "soft", "line", "edge"),
    ("brand", "brand-hover", "brand-tint", "link", "accent", "accent-fill", "focus"),
    ("good", "good-tint", "warn", "warn-tint", "bad", "bad-tint", "info", "info-tint"),
    ("chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6", "deep", "deep-raised"),
]
DRAWINGS = settings.BASE_DIR / "static" / "img" / "icons.svg"


class SampleForm(forms.Form):
    """A field of each sort."""

    name = forms.CharField(label="Name", help_text="As printed on the agreement.")
    email = forms.EmailField(label="E-mail")
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All kinds"), ("park", "Science park"), ("hub", "Hub")]
    )
    fields_of_cooperation = forms.MultipleChoiceField(
        label="Fields of cooperation",
        choices=[("a", "Energy saving"), ("b", "Online education"), ("c", "Technology incubation")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phase = forms.ChoiceField(
        label="Phase", choices=[("p", "Planned"), ("r", "Running")], widget=forms.RadioSelect, required=False
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    is_public = forms.BooleanField(label="Show in public", required=False)


def page(request: HttpRequest) -> HttpResponse:
    refused = SampleForm({"name": "", "email": "park@", "kind": "park"})
    refused.is_valid()
    if "toast" in request.GET:
        for level, text in ((messages.SUCCESS, "Saved."), (messages.ERROR, "That could not be saved.")):
            messages.add_message(request, level, text)
    return render(
        request,
        "styleguide/index.html",
        {
            "crumbs": [{"label": _("Home"), "url": "/"}, {"label": "Style guide"}],
            "colours": COLOURS,
            "icons": re.findall(r'<symbol id="([^"]+)"', DRAWINGS.read_text()),
            "form": SampleForm(auto_id="plain_%s"),
            "filter_form": SampleForm(auto_id="filter_%s"),
            "refused": refused,
            **_samples(),
        },
    )


def _passage(label: str) -> SimpleNamespace:
    source = SimpleNamespace(
        title="Internationalization and Cross-Border Cooperation of China's Science Parks"
    )
    return SimpleNamespace(label=label, source=source, get_absolute_url="#sources")


def _samples() -> dict[str, object]:
    """What the components are shown with; of the demo data, so that lengths and scripts are real ones."""
    cited = [_passage("Section IV (I)"), _passage("Table 2")]
    points = [
        ("cn", "TusPark", 40.0, 116.33, "park", 3),
        ("zgc", "Zhongguancun Science Park", 39.98, 116.31, "park", 3),
        ("hk", "TusPark (Hong Kong)", 22.37, 114.12, "park", 2),
        ("my", "MVV SP", 2.72, 101.94, "park", 2),
        ("eg", "British University in Egypt", 30.12, 31.61, "partner", 2),
        ("th", "National Bureau of Innovation, Thailand", 13.75, 100.5, "partner", 1),
        ("pk", "National University of Sciences and Technology", 33.64, 72.99, "partner", 1),
        ("us", "InnoSpring", 37.39, -121.98, "park", 2),
    ]
    return {
        "cited": cited,
        "chips": [
            {"label": "science park", "tone": "accent", "icon": "park"},
            {"label": "Malaysia", "icon": "pin"},
        ],
        "meta": ["Negeri Sembilan, Malaysia", "planning, consulting and operation"],
        "facts": [
            {"label": "Kind", "value": "science park"},
            {"label": "Country", "value": "Malaysia", "url": "#"},
            {"label": "Path", "value": "planning, consulting and operation", "passages": cited},
            {"label": "Founded", "value": ""},
        ],
        "active_filters": [
            {"label": "Country", "value": "Malaysia", "url": "?"},
            {"label": "Kind", "value": "science park", "url": "?"},
        ],
        "tabs": [
            {"label": "Chart", "url": "?", "active": True, "count": None},
            {"label": "Table", "url": "?", "active": False, "count": 43},
        ],
        "stages": [
            {
                "title": "Early stage of internationalization",
                "period": "1993 – 2001",
                "events": [
                    {
                        "date": PartialDate("1993"),
                        "title": "The idea of TusPark is proposed",
                        "passages": cited[1:],
                    },
                    {
                        "date": PartialDate("1994-08"),
                        "title": "TusPark Development Center is founded",
                        "text": "The path of internationalization is put forward.",
                        "is_highlight": True,
                        "links": [{"label": "TusPark Development Center", "url": "#"}],
                    },
                ],
            },
            {
                "title": "Acceleration stage",
                "events": [
                    {
                        "date": PartialDate("2003"),
                        "title": "TusPark joins IASP",
                        "note": "The printed stage has no clear end.",
                    },
                    {"date": None, "title": "Agreement with NUST"},
                ],
            },
        ],
        "nodes": [
            {
                "label": "TusHoldings",
                "url": "#",
                "children": [
                    {
                        "label": "TusPark",
                        "is_current": True,
                        "note": "science park",
                        "children": [{"label": "TusStar", "url": "#"}, {"label": "InnoSpring", "url": "#"}],
                    },
                    {"label": "TusPark (Hong Kong)", "url": "#"},
                ],
            }
        ],
        "related": [
            {
                "relation": "partnership agreement",
                "title": "National University of Sciences and Technology",
                "url": "#",
                "meta": "Pakistan",
                "passages": cited[:1],
            },
            {"relation": "member of", "title": "IASP", "url": "#", "meta": "2003"},
        ],
        "people": [
            {
                "name": "Chen Hongbo",
                "url": "#",
                "role": "member of the IASP Council",
                "period": "since 2006",
                "passages": cited[1:],
            }
        ],
        "columns": [
            {"label": "Indicator"},
            {"label": "2014", "is_number": True},
            {"label": "Change", "is_number": True},
        ],
        "rows": [
            ["Patent applications to Europe, America, Japan", *_numbers("2,340", "+21.1 %")],
            ["Granted", *_numbers("490", "+14.8 %")],
        ],
        "network": {
            "points": [
                {
                    "id": key,
                    "name": name,
                    "url": f"#{key}",
                    "lat": lat,
                    "lng": lng,
                    "kind": kind,
                    "kind_label": kind,
                    "size": size,
                }
                for key, name, lat, lng, kind, size in points
            ],
            "lines": [
                {
                    "from": "cn",
                    "to": "my",
                    "kind": "project",
                    "label": "TusPark – MVV SP: strategic planning",
                },
                {"from": "cn", "to": "eg", "kind": "project", "label": "TusPark – BUE: feasibility study"},
                {
                    "from": "cn",
                    "to": "th",
                    "kind": "agreement",
                    "label": "TusPark – Thailand: strategic partnership",
                },
                {"from": "cn", "to": "pk", "kind": "plan", "label": "TusPark – NUST: first park in Pakistan"},
                {"from": "cn", "to": "us", "kind": "relation", "label": "TusPark – InnoSpring"},
                {"from": "cn", "to": "hk", "kind": "relation", "label": "TusPark – TusPark (Hong Kong)"},
            ],
        },
        "talents": {
            "axis": "Talents",
            "categories": [
                "Returnees",
                "Foreign permanent staff",
                "Foreign experts",
                "Enterprises of overseas students",
            ],
            "series": [
                {
                    "name": "National high-tech zones, 2014",
                    "unit": "",
                    "values": [111000, 56000, 14000, 26969],
                    "labels": ["111,000", "56,000", "14,000", "26,969"],
                }
            ],
        },
        "rights": {
            "axis": "Intellectual property",
            "categories": ["Patents", "Trademarks"],
            "series": [
                {
                    "name": "Owned abroad",
                    "unit": "",
                    "values": [13600, 34895],
                    "labels": ["13,600", "34,895"],
                },
                {
                    "name": "Domestically controlled",
                    "unit": "",
                    "values": [8293, 26865],
                    "labels": ["8,293", "26,865"],
                },
            ],
        },
        "bases": {
            "axis": "Year",
            "categories": ["2011", "2012", "2013", "2014"],
            "series": [
                {"name": "First example", "unit": "", "values": [3, 4, None, 9]},
                {"name": "Second example", "unit": "", "values": [2, 5, 6, 6]},
            ],
        },
    }


def _numbers(*texts: str) -> list[dict[str, object]]:
    return [{"text": text, "is_number": True} for text in texts]
