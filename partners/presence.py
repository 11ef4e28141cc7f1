from django.db.models import Count, F, Func
from django.utils.translation import ngettext

from countries.presence import counted

from .models import Agreement, Partner


@counted(position=30)
def partners(user):
    here = Partner.objects.visible_to(user).order_by().values_list("organisation__country")
    return here.annotate(Count("pk")), lambda n: ngettext("%d partner", "%d partners", n) % n


@counted(position=40)
def agreements(user):
    each = (
        Agreement.objects.visible_to(user).order_by().annotate(code=Func(F("countries"), function="unnest"))
    )
    return (
        each.values_list("code").annotate(Count("pk")),
        lambda n: ngettext("%d agreement", "%d agreements", n) % n,
    )
