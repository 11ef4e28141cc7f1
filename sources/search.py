from django.utils.translation import gettext_lazy as _

from search.registry import Document, register

from .models import Discrepancy, Source, Term, Vocabulary


def _titled(title: str, summary: str, slug):
    """A document of two translated fields."""

    def document(record) -> Document:
        def both(name):
            return getattr(record, f"{name}_en") or "", getattr(record, f"{name}_zh_hans") or ""

        return Document(slug=slug(record), title=both(title), summary=both(summary))

    return document


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
    document=_titled("name", "definition", lambda term: f"{term.vocabulary.slug}#{term.slug}"),
)
