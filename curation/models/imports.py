from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.choices import ChoiceField
from common.ids import OpaqueIdField

from ..querysets import ImportQuerySet
from .batches import Batch


class SlashDays(models.TextChoices):
    """What comes first in a day such as 4/5/2024."""

    DAY = "day", _("the day, as in 31/5/2024")
    MONTH = "month", _("the month, as in 5/31/2024")


def _slash_days() -> ChoiceField:
    words = _("what comes first in 4/5/2024")
    return ChoiceField(words, max_length=5, choices=SlashDays, blank=True, default="", db_default="")


class Import(models.Model):
    """A file on its way into the register.

    model      whose rows they are, as `partners.contact`
    owner      id of the organisation that the rows belong to; empty where rows belong to nobody
    file       empty when it was forgotten, which happens some weeks after it was last touched
    reading    how the file is read where that was chosen: encoding, delimiter, sheet
    headers    the names of its columns; `mapping` has the column of each, empty for those left out
    findings   what is wrong with the file as a whole: code, sentence, column, rows, is_grave
    counts     rows by `ImportRow.State`
    progress   rows looked at so far; `size` is how many there are, as far as that is known
    language   of its maker, in which the reasons are told
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        RUNNING = "running", _("being written")
        DONE = "done", _("written")
        FAILED = "failed", _("stopped")

    WORKING = (State.CHECKING, State.RUNNING)

    id = OpaqueIdField(prefix="imp")
    model = models.CharField(_("kind of records"), max_length=100)
    owner = models.CharField(_("organisation"), max_length=40, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("made by")
    )
    file = models.FileField(_("file"), upload_to="imports/", max_length=200, blank=True)
    file_name = models.CharField(_("name of the file"), max_length=250)
    reading = models.JSONField(_("how the file is read"), default=dict, blank=True)
    headers = models.JSONField(_("columns of the file"), default=list)
    mapping = models.JSONField(_("columns of the records"), default=list)
    slash_days = _slash_days()
    findings = models.JSONField(_("what is wrong with the file"), default=list)
    state = ChoiceField(_("state"), max_length=10, choices=State, default=State.UPLOADED)
    good_only = models.BooleanField(_("good rows only"), default=False)
    with_doubles = models.BooleanField(_("with rows that may be doubles"), default=False)
    counts = models.JSONField(_("counts"), default=dict)
    size = models.PositiveIntegerField(_("rows"), default=0)
    progress = models.PositiveIntegerField(_("rows looked at"), default=0)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    problem = models.CharField(_("what went wrong"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10)
    batch = models.OneToOneField(
        Batch, models.SET_NULL, null=True, related_name="file", verbose_name=_("batch of changes")
    )
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["made_by", "-made_at", "-id"], name="import_latest_of_maker")]

    def __str__(self):
        return self.file_name

    @property
    def is_working(self) -> bool:
        return self.state in self.WORKING

    @property
    def is_taken_back(self) -> bool:
        return bool(self.batch and self.batch.undone_id)


class ImportRow(models.Model):
    """What becomes of a row of the file, or became of it.

    number     which row of the file it is, as a spreadsheet program counts them
    label      what it is about
    record     id of the record that it made or changed, or seems to be a double of
    problems   [column of the file, what stands there, the rule]; of a double why it seems to be one
    changes    [column, before, after]
    cells      of a refused row all that stood in it, to be given back
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        UPDATE = "update", _("update")
        SAME = "same", _("nothing to change")
        DOUBLE = "double", _("perhaps a double")
        ERROR = "error", _("refused")

    id = OpaqueIdField(prefix="imr")
    of = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name=_("import"))
    number = models.PositiveIntegerField(_("row"))
    state = ChoiceField(_("state"), max_length=10, choices=State)
    label = models.CharField(_("what it is about"), max_length=200, blank=True)
    record = models.CharField(_("record"), max_length=40, blank=True)
    problems = models.JSONField(_("reasons"), default=list)
    changes = models.JSONField(_("changes"), default=list)
    cells = models.JSONField(_("cells"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["of", "number"]
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["of", "state", "number"], name="import_row_by_state")]

    def __str__(self):
        return f"{self.number} {self.label}"


class Mapping(models.Model):
    """Which columns somebody chose for a head like this one, to be offered again.

    signature   of the names in the head (`importing.heads.signature`)
    """

    id = OpaqueIdField(prefix="map")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )
    model = models.CharField(_("kind of records"), max_length=100)
    signature = models.CharField(max_length=64)
    columns = models.JSONField(_("columns of the records"), default=list)
    slash_days = _slash_days()

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        constraints = [
            models.UniqueConstraint(fields=["user", "model", "signature"], name="mapping_once_per_head")
        ]

    def __str__(self):
        return f"{self.model} {self.signature[:8]}"
