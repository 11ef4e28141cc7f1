"""Why a request was not made, or brought no answer."""


class OutgoingError(Exception):
    """
    code    short and stable, to keep and to decide by
    detail  for logs; not for those who gave the address, for it tells of the network
    """

    def __init__(self, code: str, detail: str = ""):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class Refused(OutgoingError):
    """The portal does not ask there: `address`, `port`, `private`, `redirects`. Asking again is of no use."""


class Failed(OutgoingError):
    """No answer: `name`, `connection`, `certificate`, `deadline`, `protocol`, `large`."""
