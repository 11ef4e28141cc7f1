"""Identifiers of public registries: what Python takes, the database takes, and nothing else."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from organisations.identifiers import CROCKFORD, USCC_ALPHABET, is_valid, link, normalise
from organisations.models import Identifier
from tests.factories import IdentifierFactory, OrganisationFactory

pytestmark = pytest.mark.django_db
SENTENCE = "This is not a valid identifier of its scheme (form or check digit)."

#: Published ones, of bodies that exist.
REAL = [
    ("ror", "03cve4549"),  # Tsinghua University
    ("ror", "02v51f717"),  # Peking University
    ("ror", "013meh722"),  # University of Cambridge
    ("ror", "042nb2s44"),  # Massachusetts Institute of Technology
    ("ror", "052gg0110"),  # University of Oxford
    ("isni", "0000000106623178"),  # Tsinghua University
    ("isni", "0000000123412786"),  # Massachusetts Institute of Technology
    ("isni", "000000041936754X"),  # Harvard University
    ("lei", "HWUPKR0MPOU8FGXBT394"),  # Apple
    ("lei", "INR2EJN1ERAN0W5ZP974"),  # Microsoft
    ("uscc", "12100000400000624D"),  # Tsinghua University
    ("uscc", "914403001922038216"),  # Huawei Technologies
    ("wikidata", "Q16955"),  # Tsinghua University
]
#: What stands at the check digits' place, by scheme.
DIGITS = {"ror": "0123456789", "isni": "0123456789X", "lei": "0123456789", "uscc": USCC_ALPHABET}


def in_database(scheme: str, value: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT parkway_is_identifier(%s, %s)", [scheme, value])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(("scheme", "value"), REAL)
def test_identifiers_that_exist_are_taken(scheme, value):
    assert is_valid(scheme, value)
    assert in_database(scheme, value)
    identifier = Identifier(organisation=OrganisationFactory(), scheme=scheme, value=value)
    identifier.full_clean()
    identifier.save()


@pytest.mark.parametrize(("scheme", "value"), [one for one in REAL if one[0] in DIGITS])
def test_every_other_last_digit_is_refused(scheme, value):
    for digit in DIGITS[scheme]:
        other = value[:-1] + digit
        assert is_valid(scheme, other) == (other == value), other
        assert in_database(scheme, other) == (other == value), other


@pytest.mark.parametrize(("scheme", "value"), [one for one in REAL if one[0] in DIGITS])
def test_two_digits_changed_over_are_refused(scheme, value):
    for place in range(1, len(value) - 1):
        swapped = value[:place] + value[place + 1] + value[place] + value[place + 2 :]
        if swapped != value:
            assert is_valid(scheme, swapped) == in_database(scheme, swapped), swapped
            assert not is_valid(scheme, swapped), swapped


def near_misses():
    """Texts of about the right form, so that some are right and others nearly."""
    ror = st.builds(
        lambda middle, check: f"0{middle}{check:02}",
        st.text(CROCKFORD, min_size=6, max_size=6),
        st.integers(0, 99),
    )
    forms = {
        "ror": ror,
        "isni": st.text("0123456789X", min_size=15, max_size=17),
        "lei": st.from_regex(r"\A[0-9A-Z]{18}[0-9]{2}\Z"),
        "uscc": st.text(USCC_ALPHABET + "IO", min_size=17, max_size=19),
        "wikidata": st.from_regex(r"\AQ[0-9]{0,14}\Z"),
    }
    some = [st.tuples(st.just(scheme), text) for scheme, text in forms.items()]
    anything = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
    return st.one_of(*some, st.tuples(st.sampled_from([*forms, "doi", ""]), anything))


@given(near_misses())
def test_python_and_the_database_are_of_one_mind(pair):
    assert is_valid(*pair) == in_database(*pair), pair


@given(st.text(CROCKFORD, min_size=6, max_size=6))
def test_exactly_one_pair_of_check_digits_fits_a_ror_id(middle):
    fitting = [check for check in range(100) if is_valid("ror", f"0{middle}{check:02}")]
    assert len(fitting) == 1
    assert in_database("ror", f"0{middle}{fitting[0]:02}")


@pytest.mark.parametrize(
    ("scheme", "pasted", "value"),
    [
        ("ror", "https://ror.org/03CVE4549", "03cve4549"),
        ("isni", "0000 0001 0662 3178", "0000000106623178"),
        ("isni", "https://isni.org/isni/0000000106623178", "0000000106623178"),
        ("wikidata", "http://www.wikidata.org/entity/Q16955", "Q16955"),
        ("wikidata", "q16955", "Q16955"),
        ("uscc", " 1210 0000 4000 00624d ", "12100000400000624D"),
    ],
)
def test_identifiers_are_read_as_people_paste_them(scheme, pasted, value):
    assert normalise(scheme, pasted) == value
    identifier = Identifier(organisation=OrganisationFactory(), scheme=scheme, value=pasted)
    identifier.full_clean()
    assert identifier.value == value


def test_a_wrong_check_digit_is_refused_by_the_form_the_model_and_the_database(sign_in, curator):
    organisation = OrganisationFactory()
    for scheme, value in [
        ("ror", "03cve4548"),
        ("lei", "HWUPKR0MPOU8FGXBT395"),
        ("uscc", "12100000400000624E"),
        ("isni", "0000000106623179"),
    ]:
        identifier = Identifier(organisation=organisation, scheme=scheme, value=value)
        with pytest.raises(ValidationError) as refusal:
            identifier.full_clean()
        assert SENTENCE in refusal.value.messages
        with pytest.raises(IntegrityError), transaction.atomic():
            identifier.save()
        path = reverse("admin:organisations_identifier_add")
        form = {"organisation": organisation.pk, "scheme": scheme, "value": value}
        answer = sign_in(curator).post(path, form)
        assert answer.status_code == 200
        assert SENTENCE in answer.content.decode()
    assert not Identifier.objects.exists()


def test_an_identifier_belongs_to_one_body_only():
    IdentifierFactory(scheme="ror", value="03cve4549")
    second = Identifier(organisation=OrganisationFactory(), scheme="ror", value="https://ror.org/03cve4549")
    with pytest.raises(ValidationError, match="Another organisation already has this identifier"):
        second.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()


def test_identifiers_lead_to_their_registries():
    assert link("ror", "03cve4549") == "https://ror.org/03cve4549"
    assert link("uscc", "12100000400000624D") is None
