"""Who somebody is, as far as every room needs to know."""


def is_curator(user) -> bool:
    """Whether this user keeps the data of the whole platform; never true of the anonymous."""
    return bool(user and user.is_authenticated and user.is_active and user.is_staff)
