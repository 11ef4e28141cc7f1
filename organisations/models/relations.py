"""How bodies belong together: relations and memberships of networks."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.dates import PartialDateField, in_order
from common.ids import OpaqueIdField
from sources.models import Record
from sources.querysets import RecordQuerySet

from .bodies import Organisation


class Period(Func):
    """The days between two partial dates, both included; open where one is missing."""

    function = "parkway_period"


class OrganisationRelation(Record):
    """How one body stands to another, read from left to right: `organisation` *kind* `other`."""

    class Kind(models.TextChoices):
        PREDECESSOR = "predecessor", _("is the predecessor of")
        SUBSIDIARY = "subsidiary", _("is a subsidiary of")
        SHAREHOLDER = "shareholder", _("holds shares in")
        ESTABLISHED_WITH = "established_with", _("was established in reliance on")
        OPERATES = "operates", _("develops, builds and operates")
        HOSTED_BY = "hosted_by", _("is hosted by")
        LOCATED_IN = "located_in", _("is located in")
        COOPERATES = "cooperates", _("cooperates with")
        ADVISES = "advises", _("advises")
        COVERS = "covers", _("covers")
        RELATED = "related", _("is related to")

    id = OpaqueIdField(prefix="rel")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="relations_out", verbose_name=_("organisation")
    )
    kind = ChoiceField(_("relation"), max_length=20, choices=Kind)
    other = models.ForeignKey(
        Organisation, models.CASCADE, related_name="relations_in", verbose_name=_("other organisation")
    )
    started_on = PartialDateField(_("since"))
    ended_on = PartialDateField(_("until"))
    note = models.TextField(_("note"), blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("organisation", "other")

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["organisation", "kind", "other"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "other", "started_on"],
                nulls_distinct=False,
                name="organisation_relation_once",
            ),
            models.CheckConstraint(
                condition=~Q(organisation=F("other")),
                name="organisation_relation_to_another",
                violation_error_message=_("An organisation cannot stand in a relation to itself."),
            ),
            models.CheckConstraint(
                condition=in_order("started_on", "ended_on"),
                name="organisation_relation_ends_after_it_starts",
                violation_error_message=_("The end must not be before the start."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} {self.get_kind_display()} {self.other}"


class NetworkMembership(Record):
    """An organisation belonging to a network, for a time."""

    id = OpaqueIdField(prefix="mem")
    network = models.ForeignKey(
        Organisation, models.CASCADE, related_name="members", verbose_name=_("network")
    )
    member = models.ForeignKey(
        Organisation, models.CASCADE, related_name="networks", verbose_name=_("member")
    )
    joined_on = PartialDateField(_("joined"))
    left_on = PartialDateField(_("left"))
    note = models.TextField(_("note"), blank=True)

    objects = RecordQuerySet.as_manager()
    visible_through = ("network", "member")

    class Meta:
        verbose_name = _("network membership")
        verbose_name_plural = _("network memberships")
        ordering = ["network", "joined_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(network=F("member")),
                name="membership_in_another",
                violation_error_message=_("A network cannot be its own member."),
            ),
            models.CheckConstraint(
                condition=in_order("joined_on", "left_on"),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The day of leaving must not be before the day of joining."),
            ),
            ExclusionConstraint(
                name="membership_without_overlap",
                expressions=[
                    ("network", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    (Period("joined_on", "left_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This membership is already recorded for an overlapping time."),
            ),
        ]

    def __str__(self):
        return f"{self.member} – {self.network}"
