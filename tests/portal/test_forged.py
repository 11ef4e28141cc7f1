"""What is sent without the token of a page of ours."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "language"), [("/accounts/login/", "en"), ("/zh-hans/accounts/login/", "zh-hans")]
)
def test_what_no_page_of_ours_sent_is_refused_on_a_page_of_the_house(address, language):
    answer = Client(enforce_csrf_checks=True).post(address, {"login": "li@example.org"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert f'lang="{language}"' in page
    assert 'class="pw-container pw-error-page"' in page
    assert "CSRF" not in page
