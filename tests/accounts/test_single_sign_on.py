"""Single sign-on: without a server for it there is none; with one, a portal of its own is asked."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.conf import settings

from .openid_server import CLIENT, SECRET, openid_server

INSIDE = "tests/accounts/with_single_sign_on.py"


@pytest.mark.django_db
def test_without_a_server_there_is_no_address_and_no_word_of_it(client):
    assert client.post("/accounts/oidc/sso/login/").status_code == 404
    assert client.get("/accounts/3rdparty/").status_code == 404
    page = client.get("/accounts/login/")
    assert "Sign in with Park login" not in page.content.decode()
    assert "form-action 'self';" in page["Content-Security-Policy"] + ";"


@pytest.mark.slow
def test_with_a_server_people_sign_on_by_it():
    database = urlsplit(os.environ["DATABASE_URL"])
    own = database._replace(path=f"{database.path}_signing_on").geturl()
    with openid_server() as address:
        server = {"OIDC_URL": address, "OIDC_CLIENT_ID": CLIENT, "OIDC_SECRET": SECRET}
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "tests/accounts/with_single_sign_on.py",
                "-q",
                "-p",
                "no:cacheprovider",
            ],
            cwd=settings.BASE_DIR,
            env={**os.environ, **server, "OIDC_NAME": "Park login", "DATABASE_URL": own},
            capture_output=True,
            text=True,
            timeout=600,
        )
    assert run.returncode == 0, run.stdout[-8000:] + run.stderr[-2000:]
