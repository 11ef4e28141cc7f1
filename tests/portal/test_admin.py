"""The curators' desk: every page of every model."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from factory import Factory

from common.exchange import RESOURCES
from tests import factories
from tests.factories import OrganisationFactory, ParkFactory, UserFactory

pytestmark = pytest.mark.django_db
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
FACTORIES = {
    one._meta.model: one
    for one in vars(factories).values()
    if isinstance(one, type)
    and issubclass(one, Factory)
    and one._meta.model
    and one is not factories.CuratorFactory
}
#: They come in by the agreement's own page, which looks first whether they may.
NOT_ADDED_HERE = {
    "accounts.ApiKey",
    "accounts.Invitation",
    "accounts.JoinRequest",
    "accounts.PrivateFeed",
    "partners.Amendment",
    "partners.Document",
    "partners.Move",
}
#: Curators look at these and change nothing.
NOTED_BY_ITSELF = {
    "history.Erasure",
    "history.Reading",
    "curation.Batch",
    "notifications.Delivery",
    "notifications.OutboxEvent",
    "organisations.DirectoryEntry",
    "organisations.DirectoryLoad",
}
HOSTILE = '<script>alert("x")</script>'


def page(model, name, *args):
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=[quote(arg) for arg in args]
    )


def pages(row) -> list[str]:
    model = type(row)
    if model._meta.label in NOTED_BY_ITSELF:
        return [page(model, "changelist"), page(model, "change", row.pk)]
    found = [page(model, "changelist")]
    if model._meta.label not in NOT_ADDED_HERE:
        found.append(page(model, "add"))
    found += [page(model, name, row.pk) for name in ("change", "history", "delete")]
    if model in RESOURCES:
        found += [page(model, "export", "csv"), page(model, "export", "xlsx")]
    return found


def our_models():
    rooms = (
        "sources",
        "organisations",
        "accounts",
        "countries",
        "parks",
        "partners",
        "projects",
        "catalogue",
        "cases",
    )
    return {
        model
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        if hasattr(model, "pgh_event_models") and not model._meta.proxy
        if model._meta.label not in NOTED_BY_ITSELF
    }


def test_every_model_has_its_pages_and_a_place_on_the_start_page(sign_in, curator):
    assert {model for model in MODELS if model._meta.label not in NOTED_BY_ITSELF} == our_models()
    start = sign_in(curator).get("/admin/").content.decode()
    assert [model._meta.label for model in MODELS if page(model, "changelist") not in start] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
@pytest.mark.parametrize("language", ["", pytest.param("/zh-hans", marks=pytest.mark.slow)])
def test_every_page_of_a_model_opens_for_a_curator(sign_in, curator, model, language):
    row = FACTORIES[model]()
    client = sign_in(curator)
    answers = {path: client.get(language + path).status_code for path in pages(row)}
    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_no_page_of_a_model_is_there_for_anybody_else(sign_in, plain_user, model):
    row = FACTORIES[model]()
    signed_in, visitor = sign_in(plain_user), sign_in()
    for path in [*pages(row), "/admin/", "/admin/changes/", "/admin/autocomplete/"]:
        assert signed_in.get(path).status_code == 404, path
        assert signed_in.post(path, {"token": "x"}).status_code == 404, path
        answer = visitor.get(path)
        assert answer.status_code == 302, path
        assert answer.url.startswith("/accounts/login/"), path


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_list_costs_the_same_however_many(sign_in, curator, model):
    client = sign_in(curator)
    paths = [page(model, "changelist"), *([page(model, "export", "csv")] if model in RESOURCES else [])]
    FACTORIES[model]()
    few = [_queries(client, path) for path in paths]
    for _ in range(3):
        FACTORIES[model]()
    assert [_queries(client, path) for path in paths] == few


def _queries(client, path) -> int:
    client.get(path).getvalue()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        assert answer.status_code == 200
        answer.getvalue()  # what is streamed is asked for while it is sent
    return len(queries)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_hostile_text_is_shown_as_text(sign_in, curator, model):
    row = FACTORIES[model]()
    for field in model._meta.fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_free = field.name.endswith(("_en", "_zh_hans")) or field.name in (
            "name",
            "text",
            "printed",
            "note",
        )
        has_room = (field.max_length or 1000) > len(HOSTILE)
        can_hold = field.name not in getattr(row, "foreign_columns", ())
        if is_text and is_free and has_room and can_hold and not field.name.startswith("multiple_of"):
            setattr(row, field.name, HOSTILE)
    row.save()
    client = sign_in(curator)
    for path in [*pages(row)[:5], "/admin/changes/"]:
        assert HOSTILE not in client.get(path).content.decode(), path


def test_the_search_of_a_field_finds_by_any_language_and_alias(sign_in, curator):
    organisation = OrganisationFactory(name_en="Tsinghua University", name_zh_hans="清华大学")
    factories.OrganisationNameFactory(organisation=organisation, text="THU")
    query = {"app_label": "parks", "model_name": "park", "field_name": "organisation"}
    for term in ("tsinghua", "清华", "thu"):
        answer = sign_in(curator).get("/admin/autocomplete/", query | {"term": term}).json()
        assert [one["id"] for one in answer["results"]] == [organisation.pk]


def test_a_name_in_chinese_alone_is_enough(sign_in, curator):
    path = reverse("admin:organisations_person_add")
    form = _empty_form(sign_in(curator).get(path)) | {"slug": "li", "name_zh_hans": "李", "name_en": ""}
    answer = sign_in(curator).post(path, form)
    assert answer.status_code == 302, answer.context["errors"]
    assert factories.Person.objects.get().name_zh_hans == "李"


def test_a_name_in_no_language_is_refused(sign_in, curator):
    path = reverse("admin:organisations_person_add")
    form = _empty_form(sign_in(curator).get(path)) | {"slug": "li"}
    answer = sign_in(curator).post(path, form)
    assert "Write this in one language at least." in answer.content.decode()
    assert factories.Person.objects.count() == 0


def test_a_ring_of_parks_is_told_at_its_field(sign_in, curator):
    above = ParkFactory()
    below = ParkFactory(parent=above)
    path = page(type(above), "change", above.pk)
    answer = sign_in(curator).post(path, _empty_form(sign_in(curator).get(path)) | {"parent": below.pk})
    assert "A park cannot lie in a park that lies in it." in answer.content.decode()


def test_what_others_hang_on_cannot_be_deleted_and_they_are_named(sign_in, curator):
    party = factories.AgreementPartyFactory()
    path = page(type(party.organisation), "delete", party.organisation.pk)
    client = sign_in(curator)
    told = client.get(path).content.decode()
    assert "cannot be deleted as long as others hang on it" in told
    assert page(type(party), "change", party.pk) in told
    client.post(path, {"post": "yes"})
    party.organisation.refresh_from_db()


def test_what_is_deleted_is_named_in_words_of_the_reader(sign_in, curator):
    agreement = factories.AgreementFactory()
    agreement.fields_of_cooperation.add(factories.TermFactory())
    agreement.passages.add(factories.PassageFactory())
    shown = sign_in(curator).get(page(type(agreement), "delete", agreement.pk)).content.decode()
    assert "Agreements: 1" in shown
    assert "relationship" not in shown


@pytest.mark.parametrize(("text", "saved"), [("my, TH", ["MY", "TH"]), ("XX", None), ("Malaysia", None)])
def test_countries_of_an_agreement_are_codes(sign_in, curator, text, saved):
    agreement = factories.AgreementFactory(countries=["CN"])
    path = page(type(agreement), "change", agreement.pk)
    form = _empty_form(sign_in(curator).get(path)) | {"countries": text}
    answer = sign_in(curator).post(path, form)
    agreement.refresh_from_db()
    assert agreement.countries == (saved or ["CN"])
    assert (answer.status_code == 302) == bool(saved)


def test_curators_cannot_shut_themselves_out(sign_in, curator):
    path = page(type(curator), "change", curator.pk)
    form = _empty_form(sign_in(curator).get(path))
    form.pop("is_staff", None)
    form.pop("is_active", None)
    sign_in(curator).post(path, form)
    curator.refresh_from_db()
    assert (curator.is_staff, curator.is_active) == (True, True)
    assert sign_in(curator).get(page(type(curator), "delete", curator.pk)).status_code == 403


def test_a_new_user_has_no_password_yet(sign_in, curator):
    path = page(type(curator), "add")
    form = _empty_form(sign_in(curator).get(path)) | {"email": "new@example.org", "is_active": "on"}
    assert sign_in(curator).post(path, form).status_code == 302
    assert not type(curator).objects.get(email="new@example.org").has_usable_password()


@pytest.mark.slow
def test_a_page_costs_the_same_however_many_parts_it_has(sign_in, curator):
    client, whole = sign_in(curator), OrganisationFactory()
    park, agreement = ParkFactory(), factories.AgreementFactory()

    def add_parts():
        factories.OrganisationNameFactory(organisation=whole)
        factories.OrganisationRelationFactory(organisation=whole)
        factories.NetworkMembershipFactory(member=whole)
        factories.PositionFactory(organisation=whole, on_behalf_of=OrganisationFactory())
        factories.TenancyFactory(park=park)
        factories.AgreementPartyFactory(agreement=agreement, signatory=factories.PersonFactory())

    paths = [page(type(row), "change", row.pk) for row in (whole, park, agreement)]
    add_parts()
    few = [_queries(client, path) for path in paths]
    add_parts()
    add_parts()
    assert [_queries(client, path) for path in paths] == few


def test_the_start_page_costs_the_same_however_much_there_is(sign_in, curator):
    client = sign_in(curator)
    UserFactory()
    few = _queries(client, "/admin/")
    OrganisationFactory.create_batch(3)
    assert _queries(client, "/admin/") == few
    assert few <= 6


def _empty_form(answer) -> dict:
    """What a browser would send back of a form that nobody touched."""
    form = answer.context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    for formset in answer.context["inline_admin_formsets"]:
        management = formset.formset.management_form
        data |= {management[name].html_name: management[name].value() for name in management.fields}
        for one in formset.formset.initial_forms:
            data |= {one[name].html_name: one[name].value() for name in one.fields}
    return {
        name: value
        for name, value in data.items()
        if value is not None and value is not False and value != []
    }
