"""Opening an account by hand; people who sign up themselves come through allauth."""

from allauth.account.models import EmailAddress
from django.db import transaction

from ..models import User


@transaction.atomic
def open_account(email: str, password: str, *, name: str = "", is_curator: bool = False) -> User:
    """Make an account that can sign in at once: its address counts as confirmed.

    Raises  IntegrityError when the address, in any case, has an account
    """
    user = User.objects.create_user(email, password, name=name, is_staff=is_curator)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user
