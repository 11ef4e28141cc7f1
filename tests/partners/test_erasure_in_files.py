"""Files that were read in are kept for some weeks: who is erased is taken out of them, too."""

import pytest

from curation.models import Import, ImportRow
from organisations.models import Organisation
from partners.models import Contact
from partners.operations.erasure import erase_contact
from tests.curation.files import looked_at, written
from tests.factories import ContactFactory, CuratorFactory, MembershipFactory, ParkFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    return ParkFactory().organisation


@pytest.fixture
def member(park):
    return MembershipFactory(organisation=park).user


@pytest.fixture
def erase(member, django_capture_on_commit_callbacks):
    def now(contact):
        with django_capture_on_commit_callbacks(execute=True):
            erase_contact(contact, by=member)

    return now


def is_kept(import_):
    """By the row of the database, by its rows and by the storage; all of it goes together."""
    storage, name = import_.file.storage, import_.file.name
    rows = ImportRow.objects.filter(of=import_).exists()
    told = {bool(Import.objects.get(pk=import_.pk).file), rows, storage.exists(name)}
    assert len(told) == 1
    return told.pop()


def test_a_file_goes_whose_row_made_the_contact(park, member, erase):
    import_ = written(looked_at(Contact, "name,email\nAda Li,ada@example.org\n", member, owner=park), member)
    other = looked_at(Contact, "name\nAdalind Lister\n", member, owner=park)
    assert is_kept(import_)
    erase(Contact.objects.get())
    assert not is_kept(import_)
    assert is_kept(other)


@pytest.mark.parametrize(
    "row", ["Someone,ADA@example.org,", "Someone,,met ada li in May", "王小明先生,,", ",ada@example.org,"]
)
def test_a_file_goes_in_which_the_person_is_named_whatever_became_of_the_row(park, member, erase, row):
    contact = ContactFactory(owner=park, name="Ada Li", native_name="王小明", email="ada@example.org")
    import_ = looked_at(Contact, f"name,email,note\n{row}\nBo,,\n", member, owner=park)
    erase(contact)
    assert not is_kept(import_)


def test_what_was_looked_at_and_not_written_cannot_bring_the_person_back(park, member, erase):
    contact = ContactFactory(owner=park, name="Ada Li", email="")
    import_ = looked_at(Contact, "name,note\nAda Li,one\nBo,two\n", member, owner=park)
    erase(contact)
    import_.refresh_from_db()
    written(import_, member, good_only=True)
    assert import_.state == Import.State.FAILED
    assert not Contact.objects.exclude(pk=contact.pk).exists()


def test_files_of_others_stay(park, member, erase):
    contact = ContactFactory(owner=park, name="Ada Li")
    elsewhere = ParkFactory().organisation
    theirs = looked_at(
        Contact, "name\nAda Li\n", MembershipFactory(organisation=elsewhere).user, owner=elsewhere
    )
    bodies = looked_at(Organisation, "slug,name_en,kind\nada,Ada Li,company\n", CuratorFactory())
    erase(contact)
    assert is_kept(theirs)
    assert is_kept(bodies)
