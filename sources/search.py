from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from search.lexicon import says_alike
from search.registry import Document, follow, register

from .models import Discrepancy, Source, Term, Vocabulary


def _titled(title: str, summary: str, slug):
    """A document of two translated fields."""

    def document(record) -> Document:
        def both(name):
            return getattr(record, f"{name}_en") or "", getattr(record, f"{name}_zh_hans") or ""

        return Document(slug=slug(record), title=both(title), summary=both(summary))

    return document


def _term(term: Term) -> Document:
    """On its place in the list of its vocabulary, which says what it is one of."""
    document = _titled("name", "definition", lambda term: f"{term.vocabulary.slug}#{term.slug}")(term)
    return replace(document, about=(term.vocabulary.name_en or "", term.vocabulary.name_zh_hans or ""))


register(
    "source",
    Source,
    label=_("Sources"),
    label_of_one=_("Source"),
    url_name="sources:detail",
    document=_titled("title", "description", lambda source: source.slug),
)
register(
    "discrepancy",
    Discrepancy,
    label=_("Discrepancies"),
    label_of_one=_("Discrepancy"),
    url_name="sources:discrepancy",
    document=_titled("title", "note", lambda discrepancy: discrepancy.code),
)
register(
    "vocabulary",
    Vocabulary,
    label=_("Vocabularies"),
    label_of_one=_("Vocabulary"),
    url_name="sources:vocabulary",
    document=_titled("name", "description", lambda vocabulary: vocabulary.slug),
)
register(
    "term",
    Term,
    label=_("Terms"),
    label_of_one=_("Term"),
    url_name="sources:vocabulary",
    rows=lambda: Term.objects.select_related("vocabulary"),
    document=_term,
)
says_alike(lambda: Term.objects.values_list("name_en", "name_zh_hans").order_by(), Term._meta.db_table)
follow(Vocabulary, lambda changed: Term.objects.filter(vocabulary__in=[one.pk for one in changed]))
