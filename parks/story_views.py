"""The page that tells the history of an organisation by its stages."""

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext, ngettext

from common.dates import period_display
from sources.places import cited

from .story import Chapter, storied_organisations, story_of


def story(request: HttpRequest):
    """The story asked for by `?organisation=`, else the longest; others are offered as tabs."""
    tellers = storied_organisations(request.user)
    asked = request.GET.get("organisation")
    organisation = next((one for one in tellers if asked in (None, "", one.slug)), None)
    if organisation is None and asked:
        raise Http404("Nobody's story")
    chapters = story_of(organisation, request.user) if organisation else []
    context = {
        "organisation": organisation,
        "chapters": chapters,
        "lead": _in_short(chapters),
        "tabs": [
            {
                "label": one.name,
                "url": f"{request.path}?organisation={one.slug}",
                "active": one == organisation,
            }
            for one in tellers
        ],
        "passages": cited(*(chapter.events for chapter in chapters)),
        "crumbs": [{"label": gettext("Story"), "url": request.path}],
    }
    return render(request, "story/story.html", context)


def _in_short(chapters: list[Chapter]) -> str:
    """ "21 milestones in three stages, 1993 – March 2016"."""
    staged = [event for chapter in chapters for event in chapter.events if event.stage]
    if not staged:
        return ""
    stages = sum(chapter.stage is not None for chapter in chapters)
    first, last = (pick(event.happened_on for event in staged) for pick in (min, max))
    words = {
        "milestones": ngettext("%(count)d milestone", "%(count)d milestones", len(staged))
        % {"count": len(staged)},
        "stages": ngettext("%(count)d stage", "%(count)d stages", stages) % {"count": stages},
        "period": period_display(first, last),
    }
    return gettext("%(milestones)s in %(stages)s, %(period)s") % words
