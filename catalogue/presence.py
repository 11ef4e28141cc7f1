from django.db.models import Count, F, Func
from django.utils.translation import ngettext

from countries.presence import counted

from .models import Listing


@counted(position=60)
def listings(user):
    here = Listing.objects.visible_to(user).order_by().values_list(Func(F("countries"), function="unnest"))
    return here.annotate(Count("pk")), lambda n: ngettext("%d listing", "%d listings", n) % n
