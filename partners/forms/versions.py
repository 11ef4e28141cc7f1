"""Forms that know which state of the row the page showed."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ..operations.meanwhile import ChangedMeanwhile, SeenNothing

Saved = TypeVar("Saved")


class KnowsVersion:
    """A form of a model with `updated_at`. Refused for its version, it may be sent again as it is."""

    add_prefix: Callable[[str], str]
    cleaned_data: dict[str, Any]
    data: Any
    fields: dict[str, forms.Field]
    instance: Any

    def start_version(self) -> None:
        """Call it at the end of the form's own start."""
        if not self.instance._state.adding:
            shown = self.instance.updated_at.isoformat()
            self.fields["version"] = forms.CharField(
                initial=shown, required=False, max_length=40, widget=forms.HiddenInput
            )

    @property
    def seen(self):
        """The moment of the state that was shown; None where the form does not say it."""
        try:
            moment = parse_datetime(self.cleaned_data.get("version") or "")
        except ValueError:
            return None
        return moment if moment and timezone.is_aware(moment) else None

    def at_version(self, save: Callable[[], Saved]) -> Saved:
        """Save what was changed on the state that was shown.

        Raises  SeenNothing where the form does not say which; ChangedMeanwhile
        """
        try:
            if self.seen is None:
                raise SeenNothing(type(self.instance)._base_manager.get(pk=self.instance.pk))
            return save()
        except (ChangedMeanwhile, SeenNothing) as refusal:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = refusal.row.updated_at.isoformat()  # type: ignore[attr-defined]
            raise
