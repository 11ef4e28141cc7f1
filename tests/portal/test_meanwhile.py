"""Two curators at the same record, and that no form goes without the watch over it."""

from html import unescape

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from common.admin import ForCurators
from common.meanwhile import MergesChanges, merged
from organisations.models import OrganisationName
from tests.factories import OrganisationFactory, OrganisationNameFactory, UserFactory
from tests.pages import sent_as_shown

#: Made once, or seen and changed by one person only.
WITHOUT = {
    "FineForm",
    "RenameForm",
    "TerminateForm",
    "ObligationForm",
    "ShareForm",
    "ProfileForm",
    "SavedFilterForm",
    "SavedSearchForm",
}


@pytest.fixture
def body(db):
    row = OrganisationFactory(name_en="Old name", website="https://old.example/", city_en="Beijing")
    OrganisationNameFactory(organisation=row, text="Alias")
    return row


@pytest.fixture
def curators(sign_in):
    return [sign_in(UserFactory(is_staff=True)) for _number in range(2)]


def test_curators_who_change_different_fields_are_merged(body, curators):
    address = reverse("admin:organisations_organisation_change", args=[body.pk])
    pages = [sent_as_shown(client.get(address)) for client in curators]
    alias = next(name for name, value in pages[0].items() if value == "Alias")
    language = alias.replace("-text", "-language")
    assert curators[0].post(address, pages[0] | {"name_en": "New name", alias: "Other"}).status_code == 302
    second = pages[1] | {"website": "https://new.example/", language: "ms"}
    answer = curators[1].post(address, second, follow=True)
    assert "That is kept as well." in answer.content.decode()
    body.refresh_from_db()
    assert (body.name_en, body.website) == ("New name", "https://new.example/")
    assert OrganisationName.objects.values_list("text", "language").get(organisation=body) == ("Other", "ms")


def test_curators_who_change_the_same_field_are_asked(body, curators):
    address = reverse("admin:organisations_organisation_change", args=[body.pk])
    pages = [sent_as_shown(client.get(address)) for client in curators]
    assert curators[0].post(address, pages[0] | {"name_en": "One"}).status_code == 302
    asked = curators[1].post(address, pages[1] | {"name_en": "Two", "city_en": "Cairo"})
    told = unescape(asked.content.decode())
    assert "It was “Old name”" in told and "“One”" in told and 'name="take_now" value="name_en"' in told
    body.refresh_from_db()
    assert (body.name_en, body.city_en) == ("One", "Beijing")
    again = sent_as_shown(asked)
    for given, name in (({}, "Two"), ({"take_now": "name_en"}, "One")):
        body.name_en = "One"
        body.save()
        assert curators[1].post(address, again | given).status_code == 302
        body.refresh_from_db()
        assert (body.name_en, body.city_en) == (name, "Cairo")


def test_a_page_of_the_admin_without_its_version_writes_nothing(body, curators):
    address = reverse("admin:organisations_organisation_change", args=[body.pk])
    given = sent_as_shown(curators[0].get(address)) | {"name_en": "Other"}
    del given["version"]
    assert "This page did not say what it showed you" in curators[0].post(address, given).content.decode()
    body.refresh_from_db()
    assert body.name_en == "Old name"


def test_every_form_that_changes_a_row_merges():
    pages = [page for page in admin.site._registry.values() if isinstance(page, ForCurators)]
    assert len(pages) > 20
    shown = [*pages, *(inline for page in pages for inline in page.inlines)]
    assert [one for one in shown if not issubclass(one.form, MergesChanges)] == []
    ours = [
        form
        for form in _all_forms(forms.ModelForm)
        if (settings.BASE_DIR / form.__module__.split(".")[0]).is_dir()
    ]
    assert {form.__name__ for form in ours if not issubclass(form, MergesChanges)} == WITHOUT


def _all_forms(form):
    for one in form.__subclasses__():
        yield one
        yield from _all_forms(one)


def test_several_things_merge_one_by_one():
    assert merged(["a", "b", "c"], ["b", "c", "d"], ["a", "c", "e"]) == ["c", "d", "e"]
