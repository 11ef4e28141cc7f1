"""Sources with what stands at each place, what does not agree in them, and their terms."""

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView, ListView

from common.listing import ListPage
from common.sections import sections_of

from .facts import facts_citing
from .filters import DiscrepancyFilter
from .models import Discrepancy, Passage, Source, Term, Vocabulary
from .places import cited, places


def _crumbs(*further: tuple[str, str]) -> list[dict]:
    way = [(gettext("Sources"), reverse("sources:list")), *further]
    return [{"label": label, "url": url} for label, url in way]


class SourceList(ListView):
    template_name = "sources/source_list.html"
    queryset = Source.objects.annotate(places=Count("passages"))
    context_object_name = "sources"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            discrepancy_count=Discrepancy.objects.count(), vocabularies=Vocabulary.objects.all(), **kwargs
        )


class SourceDetail(DetailView):
    """A source, place by place, with every fact that the reader may see and that stands there."""

    template_name = "sources/source_detail.html"
    queryset = Source.objects.prefetch_related(
        Prefetch("passages", Passage.objects.prefetch_related("discrepancies"))
    )

    def get_context_data(self, **kwargs):
        passages = self.object.passages.all()
        facts = facts_citing("passages", [passage.pk for passage in passages], self.request.user)
        return super().get_context_data(
            places=[
                {
                    "passage": passage,
                    "groups": facts[passage.pk],
                    "count": sum(len(group.facts) for group in facts[passage.pk]),
                }
                for passage in passages
            ],
            crumbs=_crumbs((str(self.object), self.request.path)),
            **kwargs,
        )


class DiscrepancyList(ListPage):
    filterset_class = DiscrepancyFilter
    title = _("What does not agree")
    lead = _(
        "Misprints, figures that do not add up and names that vary. "
        "The portal keeps what is printed and says what is to be thought of it."
    )
    row_template = "sources/_discrepancy_row.html"
    sortings = {"code": _("In the order of the list"), "-code": _("Last ones first")}

    def get_queryset(self):
        return Discrepancy.objects.prefetch_related(places())

    def get_context_data(self, **kwargs):
        return super().get_context_data(crumbs=_crumbs((self.title, self.request.path)), **kwargs)


class DiscrepancyDetail(DetailView):
    """One contradiction: the curator's ruling, and the claims side by side as the portal keeps them."""

    template_name = "sources/discrepancy_detail.html"
    queryset = Discrepancy.objects.prefetch_related(places())
    slug_field = slug_url_kwarg = "code"

    def get_context_data(self, **kwargs):
        groups = facts_citing("discrepancies", [self.object.pk], self.request.user, places())[self.object.pk]
        facts = [fact for group in groups for fact in group.facts]
        way = [
            (gettext("What does not agree"), reverse("sources:discrepancies")),
            (str(self.object), self.request.path),
        ]
        return super().get_context_data(
            groups=groups,
            passages=cited(self.object, [fact.record for fact in facts]),
            crumbs=_crumbs(*way),
            **kwargs,
        )


class VocabularyList(ListView):
    template_name = "sources/vocabulary_list.html"
    context_object_name = "vocabularies"

    def get_queryset(self):
        terms = Term.objects.visible_to(self.request.user).filter(parent=None).order_by("ordinal", "slug")
        return Vocabulary.objects.prefetch_related(Prefetch("terms", terms))

    def get_context_data(self, **kwargs):
        return super().get_context_data(crumbs=_crumbs((gettext("Terms"), self.request.path)), **kwargs)


class VocabularyDetail(DetailView):
    """The terms of a list, narrower ones below the broader."""

    template_name = "sources/vocabulary_detail.html"
    queryset = Vocabulary.objects.all()

    def get_context_data(self, **kwargs):
        terms = list(
            self.object.terms.visible_to(self.request.user)
            .order_by("ordinal", "slug")
            .select_related("vocabulary")
            .prefetch_related(places())
        )
        return super().get_context_data(
            terms=_tree(terms),
            passages=cited(terms),
            crumbs=_crumbs(
                (gettext("Terms"), reverse("sources:vocabularies")), (str(self.object), self.request.path)
            ),
            **kwargs,
        )


class TermDetail(DetailView):
    template_name = "sources/term_detail.html"

    def get_queryset(self):
        visible = Term.objects.visible_to(self.request.user).order_by("ordinal", "slug")
        return (
            visible.filter(vocabulary__slug=self.kwargs["vocabulary"])
            .select_related("vocabulary")
            .prefetch_related(
                places(),
                "discrepancies",
                Prefetch("parent", visible.select_related("vocabulary")),
                Prefetch("children", visible.select_related("vocabulary")),
            )
        )

    def get_context_data(self, **kwargs):
        vocabulary = self.object.vocabulary
        sections = sections_of("term", self.object, self.request.user)
        return super().get_context_data(
            sections=sections,
            passages=cited(self.object, *(section.records for section in sections)),
            crumbs=_crumbs(
                (gettext("Terms"), reverse("sources:vocabularies")),
                (str(vocabulary), vocabulary.get_absolute_url()),
                (str(self.object), self.request.path),
            ),
            **kwargs,
        )


def _tree(terms: list[Term]) -> list[dict]:
    """Terms as nodes with their narrower ones; one whose broader term is hidden stands at the top."""
    nodes: dict[str | None, dict] = {term.pk: {"term": term, "children": []} for term in terms}
    top: list[dict] = []
    for term in terms:
        above = nodes.get(term.parent_id)
        (above["children"] if above else top).append(nodes[term.pk])
    return top
