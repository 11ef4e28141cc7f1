"""What no way of writing can bring into the rows of users and memberships."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.breaking import refused_by, set_raw
from tests.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_address_is_there_once_in_whatever_case():
    UserFactory(email="ada@example.org")
    refused_by("user_email_once_in_any_case", UserFactory, email="ADA@example.org")


def test_a_membership_is_open_once_and_ends_after_it_starts():
    membership = MembershipFactory()
    same = {"user": membership.user, "organisation": membership.organisation}
    refused_by("membership_open_once", MembershipFactory, **same, role="manager")
    long_ago = timezone.now() - timedelta(days=9999)
    refused_by("user_membership_ends_after_it_starts", set_raw, membership, ended_at=long_ago)
    refused_by("accounts_membership_role_check", set_raw, membership, role="emperor")
    set_raw(membership, ended_at=timezone.now())
    MembershipFactory(**same)
