"""What an enterprise tells of itself is written by its members alone."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import RuleBroken
from organisations.models import Organisation
from partners.operations.meanwhile import check_unchanged

from ..models import BusinessProfile
from .keeping import NotKept


class BegunMeanwhile(RuleBroken):
    """Somebody else made the profile after who asks was told that there is none."""

    code = "begun-meanwhile"


@transaction.atomic
def keep_profile(
    owner: Organisation, values: Mapping[str, Any], by, seen: datetime.datetime | None
) -> BusinessProfile:
    """Set some fields of the profile of an organisation; it is made with the first of them.

    seen    `updated_at` of the state that the change was made on; None where there was no profile
    Raises  NotKept; ChangedMeanwhile, BegunMeanwhile; ValidationError of its fields
    """
    own = Organisation.objects.filter(pk__in=Organisation.objects.of_member(by).values("pk"))
    if not own.select_for_update(no_key=True, of=("self",)).filter(pk=owner.pk).exists():
        raise NotKept(_("Only members of the enterprise may do this."))
    held = BusinessProfile.objects.select_for_update(of=("self",)).filter(owner=owner).first()
    if held is None:
        held = BusinessProfile(owner=owner)
    elif seen is None:
        raise BegunMeanwhile(_("Somebody of your organisation has begun it. Look at it, then save again."))
    else:
        check_unchanged(held, seen)
    for name, value in values.items():
        setattr(held, name, value)
    if held.founded_on and held.founded_on > timezone.localdate():
        raise ValidationError({"founded_on": _("This day has not come yet.")})
    held.full_clean()
    held.save()
    return held
