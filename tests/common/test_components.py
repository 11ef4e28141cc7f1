"""The tags and partials that pages are made of."""

from types import SimpleNamespace

import django_filters
import pytest
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from common.dates import PartialDate
from common.templatetags.components import filter_chips
from organisations.models import Organisation


def rendered(source: str, **context) -> str:
    return Template("{% load components %}" + source).render(Context(context)).strip()


class KindFilter(django_filters.FilterSet):
    kind = django_filters.MultipleChoiceFilter(
        choices=[("park", "Science park"), ("hub", "Hub")], label="Kind"
    )
    country = django_filters.CharFilter(label="Country")
    ordering = django_filters.CharFilter(label="Order")


def chips(query: str) -> list[tuple[str, str]]:
    """The words and the address of each removable chip for a list asked for with this query."""
    request = RequestFactory().get(f"/parks/?{query}")
    filterset = KindFilter(request.GET, queryset=Organisation.objects.none())
    shown = filter_chips(Context({"request": request}), filterset, "ordering")
    return [(f"{item['label']}: {item['value']}", item["url"]) for item in shown["active_filters"]]


def test_each_filter_in_use_is_a_chip_that_takes_only_itself_away():
    assert chips("kind=park&kind=hub&country=MY&cursor=abc&ordering=name") == [
        ("Kind: Science park", "/parks/?kind=hub&country=MY&ordering=name"),
        ("Kind: Hub", "/parks/?kind=park&country=MY&ordering=name"),
        ("Country: MY", "/parks/?kind=park&kind=hub&ordering=name"),
    ]


def test_empty_and_unknown_parameters_are_no_chips():
    assert chips("kind=&utm=x") == []


def test_a_drawing_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in rendered("{% icon 'search' %}")
    assert 'role="img" aria-label="Search &lt;b&gt;"' in rendered(
        "{% icon 'search' label %}", label="Search <b>"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", '<span lang="zh-hans">启迪</span> <span class="pw-lang-mark">in Chinese</span>'),
        ("zh-hans", "启迪"),
    ],
)
def test_text_in_another_language_than_the_page_says_so(language, expected):
    organisation = SimpleNamespace(name="启迪", name_en="", name_zh_hans="启迪")
    with translation.override(language):
        assert rendered("{% translated one 'name' %}", one=organisation) == expected


def test_fallback_text_cannot_bring_markup_into_the_page():
    organisation = SimpleNamespace(name_en="<script>", name_zh_hans="")
    with translation.override("zh-hans"):
        assert "<script>" not in rendered("{% translated one 'name' %}", one=organisation)


def test_a_partial_date_is_as_precise_to_machines_as_to_people():
    assert (
        rendered("{% when on %}", on=PartialDate("1994-08")) == '<time datetime="1994-08">August 1994</time>'
    )
    assert "undated" in rendered("{% when on %}", on=None)


def test_a_status_is_told_by_words_and_a_drawing_not_by_colour_alone():
    chip = rendered("{% status_chip 'active' 'in force' %}")
    assert "in force" in chip and "#check" in chip


def test_a_chart_says_all_its_values_in_a_table():
    data = {
        "axis": "Year",
        "categories": ["2013", "2014"],
        "series": [{"name": "Granted", "values": [427, 490], "labels": ["427", "over 490"]}],
    }
    figure = rendered(
        "{% include 'components/chart.html' with id='c' title='Patents' data=data %}", data=data
    )
    assert "over 490" in figure and '<th scope="row">2014</th>' in figure


def test_a_field_names_its_help_and_its_errors():
    class Sample(forms.Form):
        name = forms.CharField(help_text="As printed.")

    field = Sample({"name": ""})["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in field and 'aria-invalid="true"' in field
    for part in ("id_name_helptext", "id_name_error"):
        assert f'id="{part}"' in field
