from django.db.models import Count
from django.utils.translation import ngettext

from countries.presence import counted

from .models import Project


@counted(position=50)
def projects(user):
    here = Project.objects.visible_to(user).order_by().values_list("country")
    return here.annotate(Count("pk")), lambda n: ngettext("%d project", "%d projects", n) % n
