"""Who somebody is, as far as every room needs to know."""

#: How the address of a closed account ends: no such domain will ever be.
CLOSED = "@closed.invalid"


def is_curator(user) -> bool:
    """Whether this user keeps the data of the whole platform; never true of the anonymous.

    A curator's key acts for their organisation only: `acts_by_key` is set where a request comes with one;
    and `curates_by_key`, where the key is for the register and the request about it.
    """
    if getattr(user, "acts_by_key", False) and not getattr(user, "curates_by_key", False):
        return False
    return bool(user and user.is_authenticated and user.is_active and user.is_staff)
