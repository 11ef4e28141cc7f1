from tree_queries.query import TreeQuerySet

from sources.querysets import RecordQuerySet


class ParkQuerySet(TreeQuerySet, RecordQuerySet):
    pass


class ObservationQuerySet(RecordQuerySet):
    def in_conflict(self):
        """Those that a curator's note on a discrepancy speaks of."""
        return self.filter(discrepancies__isnull=False).distinct()
