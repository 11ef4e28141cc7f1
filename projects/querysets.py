from parks.reach import SharedPartQuerySet, SharedQuerySet


class ProjectQuerySet(SharedQuerySet):
    taking_part = "participants__organisation"


class ProjectPartQuerySet(SharedPartQuerySet):
    whole = "project"
