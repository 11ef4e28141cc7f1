"""Curators in the admin follow the rules of an agreement's life: what is final is shown only."""

import pytest
from django.urls import reverse

from partners.models import Agreement, AgreementParty, Amendment
from tests.curation.files import looked_at
from tests.curation.files import told as told_of
from tests.factories import (
    AgreementFactory,
    AgreementPartyFactory,
    AmendmentFactory,
    CuratorFactory,
    MoveFactory,
    OrganisationFactory,
    TermFactory,
)
from tests.pages import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, curator):
    client.force_login(curator)
    return client


def page(row, name="change"):
    return reverse(f"admin:partners_{row._meta.model_name}_{name}", args=[row.pk])


def fields(answer) -> set[str]:
    return set(answer.context["adminform"].form.fields) - {"version"}


def test_a_final_text_and_its_parties_are_shown_only(browser):
    agreement = AgreementFactory(owner=OrganisationFactory(), title_en="Told")
    party = AgreementPartyFactory(agreement=agreement)
    Agreement.objects.filter(pk=agreement.pk).update(is_final=True)
    answer = browser.get(page(agreement))
    moved = {"status", "is_final", "owner", "signed_on", "renews"}
    text = {"title_en", "title_zh_hans", "kind", "starts_on", "summary_en", "fields_of_cooperation"}
    assert fields(answer) & (moved | text) == set()
    parties = answer.context["inline_admin_formsets"][0]
    assert not (parties.has_add_permission or parties.has_change_permission or parties.has_delete_permission)
    browser.post(page(agreement), {"title_en": "Silently", "status": "draft"})
    agreement.refresh_from_db()
    assert (agreement.title_en, agreement.status) == ("Told", "signed")
    assert fields(browser.get(page(party))) == set()
    assert browser.get(page(party, "delete")).status_code == 403
    assert browser.get(page(agreement, "delete")).status_code == 403
    other = AgreementPartyFactory()
    given = {"agreement": agreement.pk, "organisation": other.organisation_id}
    answer = browser.post(page(other), given | {"version": version_of(browser.get(page(other)))})
    assert "A final text changes by an amendment only." in answer.content.decode()


def test_what_curators_keep_from_a_source_can_be_changed(browser):
    agreement = AgreementFactory(owner=None)
    assert {"status", "title_en", "signed_on"} <= fields(browser.get(page(agreement)))


def test_what_a_park_keeps_begins_as_a_draft(browser):
    given = {"slug": "new", "title_en": "New", "kind": "mou", "status": "signed"}
    given |= {"owner": OrganisationFactory().pk, "countries": "[]"}
    for prefix in ("parties", "obligations"):
        given |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = browser.post(reverse("admin:partners_agreement_add"), given)
    assert "What a park keeps begins as a draft" in answer.content.decode()
    assert not Agreement.objects.exists()


def test_what_happened_is_not_written_anew(browser):
    agreement = AgreementFactory(owner=OrganisationFactory(), is_final=True)
    amendment, move = AmendmentFactory(agreement=agreement), MoveFactory(agreement=agreement)
    for row in (amendment, move):
        assert fields(browser.get(page(row))) == set()
        assert browser.get(page(row, "delete")).status_code == 403
    browser.post(page(amendment), {"reason": "Another", "number": 9})
    assert Amendment.objects.get().reason == amendment.reason


def wrong_in(model, headers: list[str], *rows: list[str]) -> list:
    """What an import says of each row: (number, what is wrong, by column where it is one's), or nothing."""
    text = "".join(",".join(cells) + "\n" for cells in (headers, *rows))
    found: dict[int, dict[str, list[str]]] = {}
    for line, column, _value, rule in told_of(looked_at(model, text, CuratorFactory())):
        found.setdefault(line - 1, {}).setdefault(column, []).append(rule)
    return [(number, columns.get("", columns)) for number, columns in found.items()]


def test_an_import_moves_no_agreement_that_a_park_keeps():
    kept, free = AgreementFactory(status="draft"), AgreementFactory(owner=None, status="draft")
    words = "Of what a park keeps, its members and its dates decide this."
    told = wrong_in(Agreement, ["slug", "status"], [free.slug, "signed"], [kept.slug, "signed"])
    assert told == [(2, {"status": [words]})]
    told = wrong_in(Agreement, ["slug", "is_final", "signed_on"], [kept.slug, "yes", "2026-01-05"])
    assert [set(columns) for _, columns in told] == [{"is_final", "signed_on"}]
    new = ["new", "New", "mou", "active", kept.owner.slug]
    told = wrong_in(Agreement, ["slug", "title_en", "kind", "status", "owner"], new)
    assert told == [(1, {"status": ["What a park keeps begins as a draft; its members move it."]})]
    kept.refresh_from_db()
    assert (kept.status, Agreement.objects.count()) == ("draft", 2)
    assert wrong_in(Agreement, ["slug", "status"], [free.slug, "signed"]) == []


def test_an_import_changes_no_party_field_or_signature_of_what_a_park_keeps():
    party, term = AgreementPartyFactory(), TermFactory()
    agreement, body = party.agreement, party.organisation
    key = [agreement.slug, body.slug, "party"]
    headers = ["agreement", "organisation", "role", "signed_on"]
    told = wrong_in(AgreementParty, headers, [*key, "2026-01-05"])
    assert [set(columns) for _, columns in told] == [{"signed_on"}]
    Agreement.objects.filter(pk=agreement.pk).update(is_final=True)
    told = wrong_in(AgreementParty, headers, [agreement.slug, OrganisationFactory().slug, "party", ""])
    assert told == [(1, {"agreement": ["A final text changes by an amendment only."]})]
    told = wrong_in(
        Agreement, ["slug", "fields_of_cooperation"], [agreement.slug, f"{term.vocabulary.slug}/{term.slug}"]
    )
    assert told == [(1, ["A final text changes by an amendment only."])]
    assert (agreement.parties.count(), agreement.fields_of_cooperation.count()) == (1, 0)


def test_who_adds_an_agreement_again_is_told_at_once(browser):
    there = AgreementFactory(owner=None, title_en="Memorandum on joint incubation", kind="mou")
    bodies = [AgreementPartyFactory(agreement=there).organisation.pk for _number in range(2)]
    given = {"slug": "again", "title_en": "Memorandum on joint incubation", "kind": "mou"}
    given |= {"status": "signed", "obligations-TOTAL_FORMS": 0, "obligations-INITIAL_FORMS": 0}
    given |= {"parties-TOTAL_FORMS": 2, "parties-INITIAL_FORMS": 0}
    for place, body in enumerate(bodies):
        party = {"organisation": body, "role": AgreementParty.Role.values[0], "ordinal": place}
        given |= {f"parties-{place}-{name}": value for name, value in party.items()}
    answer = browser.post(reverse("admin:partners_agreement_add"), given, follow=True)
    assert f"It may be here already: {there}." in answer.content.decode()
