"""What a rule names is known: refused by its words in forms and tables, by the database at last."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from catalogue.models import Rule
from tests.factories import CuratorFactory, ParkFactory, PolicyVersionFactory, RuleFactory
from tests.pages import sent_as_shown

pytestmark = pytest.mark.django_db
WRONG = [
    ("industry", "alchemy"),
    ("growth", "old"),
    ("certificate", "iso_1"),
    ("country", "Malaysia"),
    ("target_country", "cn"),
]


@pytest.mark.parametrize("name", ["one_of", "none_of"])
@pytest.mark.parametrize(("subject", "code"), [*WRONG, ("country", "XX"), ("park", "nowhere")])
def test_an_unknown_code_is_named(subject, code, name):
    rule = Rule(policy_version=PolicyVersionFactory(), subject=subject, **{name: [code]})
    with pytest.raises(ValidationError) as refused:
        rule.full_clean()
    assert code in str(refused.value.message_dict[name])


@pytest.mark.parametrize(("subject", "code"), WRONG)
def test_the_database_takes_no_unknown_code(subject, code):
    version = PolicyVersionFactory()
    for name in ("one_of", "none_of"):
        with pytest.raises(IntegrityError), transaction.atomic():
            RuleFactory(policy_version=version, subject=subject, at_least=None, **{name: [code]})


def test_known_codes_are_taken():
    version, park = PolicyVersionFactory(), ParkFactory()
    codes = {
        "industry": ["ict", "energy"],
        "growth": ["start"],
        "certificate": ["aeo"],
        "country": ["CN", "MY"],
        "park": [park.organisation.slug],
    }
    for subject, one_of in codes.items():
        rule = Rule(policy_version=version, subject=subject, one_of=one_of)
        rule.full_clean()
        rule.save()


def test_a_rule_on_revenue_needs_the_currency_of_its_version():
    version = PolicyVersionFactory()
    rule = Rule(policy_version=version, subject="revenue", at_least=5)
    with pytest.raises(ValidationError) as refused:
        rule.full_clean()
    assert "subject" in refused.value.message_dict
    version.currency = "CNY"
    version.save()
    rule.full_clean()
    rule.save()
    version.currency = ""
    with pytest.raises(ValidationError) as refused:
        version.full_clean()
    assert "currency" in refused.value.message_dict


def test_curators_choose_codes_from_lists(sign_in):
    version = PolicyVersionFactory()
    client, page = sign_in(CuratorFactory()), reverse("admin:catalogue_rule_add")
    shown = client.get(page).content.decode()
    assert '<optgroup label="Industry">' in shown and '<option value="environment">' in shown
    told = {"policy_version": version.pk, "subject": "industry", "one_of": ["ict", "energy"]}
    assert client.post(page, told).status_code == 302
    rule = Rule.objects.get()
    assert rule.one_of == ["ict", "energy"]
    wrong = client.post(page, told | {"subject": "growth"})
    assert "Not known as “stage”: ict, energy." in wrong.content.decode()
    address = reverse("admin:catalogue_policyversion_change", args=[version.pk])
    answer = client.post(address, sent_as_shown(client.get(address)) | {"rules-0-one_of": ["ict"]})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    rule.refresh_from_db()
    assert rule.one_of == ["ict"]


def test_a_version_gets_its_currency_and_a_rule_on_revenue_at_once(sign_in):
    version = PolicyVersionFactory()
    client = sign_in(CuratorFactory())
    address = reverse("admin:catalogue_policyversion_change", args=[version.pk])
    told = {"rules-TOTAL_FORMS": "1", "rules-0-subject": "revenue", "rules-0-at_least": "5"}
    form = sent_as_shown(client.get(address)) | told
    assert client.post(address, form).status_code == 200
    assert client.post(address, form | {"currency": "CNY"}).status_code == 302
    assert version.rules.get().at_least == 5
