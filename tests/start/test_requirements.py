import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from start.places import ROOT


@pytest.mark.parametrize("name", ["requirements", "requirements-local", "requirements-dev"])
def test_every_requirement_is_locked_in_a_version_that_it_allows(name):
    lock = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / f"{name}.txt").read_text(), re.MULTILINE))
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    wanted = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    assert wanted
    for requirement in wanted:
        version = lock.get(canonicalize_name(requirement.name))
        assert version and requirement.specifier.contains(version), f"{requirement} is not locked: make lock"


@pytest.mark.parametrize("name", ["requirements", "requirements-local", "requirements-dev"])
def test_locks_hold_hashes_and_name_no_index(name):
    text = (ROOT / f"{name}.txt").read_text()
    assert len(re.findall(r"^[a-z0-9-]+==", text, re.MULTILINE)) <= text.count("--hash=sha256:")
    assert "index-url" not in text
    assert "://" not in text
