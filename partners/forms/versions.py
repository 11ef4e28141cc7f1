"""Forms of members that change a row: merged with what others wrote meanwhile."""

import datetime

from common.meanwhile import MergesChanges


class KnowsVersion(MergesChanges):
    """A form of a model with `updated_at`, whose operation refuses what was written after the merge."""

    @property
    def seen(self) -> datetime.datetime | None:
        """The moment of the state that the form was merged with."""
        return self.shown_at
