"""What registries know bodies by."""

from django.db import models
from django.db.models import F, Func
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField
from sources.querysets import RecordQuerySet

from .. import identifiers
from .bodies import Organisation


class Identifier(models.Model):
    """What a public registry calls the body; each pair of scheme and value belongs to one body only."""

    class Scheme(models.TextChoices):
        ROR = "ror", "ROR"
        WIKIDATA = "wikidata", "Wikidata"
        LEI = "lei", "LEI"
        USCC = "uscc", _("Unified Social Credit Code")
        ISNI = "isni", "ISNI"

    id = OpaqueIdField(prefix="idf")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="identifiers", verbose_name=_("organisation")
    )
    scheme = ChoiceField(_("scheme"), max_length=20, choices=Scheme)
    value = models.CharField(_("value"), max_length=40)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation",)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="identifier_of_one_organisation",
                violation_error_message=_("Another organisation already has this identifier."),
            ),
            models.CheckConstraint(
                condition=Func(
                    F("scheme"),
                    F("value"),
                    function="parkway_is_identifier",
                    output_field=models.BooleanField(),
                ),
                name="identifier_well_formed",
                violation_error_message=_(
                    "This is not a valid identifier of its scheme (form or check digit)."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_scheme_display()} {self.value}"

    def clean_fields(self, exclude=None):
        super().clean_fields(exclude)
        self.value = identifiers.normalise(self.scheme, self.value)

    @property
    def link(self) -> str | None:
        """The registry's page of it, where there is one."""
        return identifiers.link(self.scheme, self.value)
