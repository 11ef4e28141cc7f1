from django.conf import settings

from common.policy import (
    CURATORS_POST,
    CURATORS_READ,
    CURATORS_READ_AND_WRITE,
    EVERYONE_READS,
    INSIDERS_ALONE_READ,
    INSIDERS_POST,
    INSIDERS_READ,
    MANAGERS_POST,
    MANAGERS_READ_AND_WRITE,
    SIGNED_IN_POSTS,
    SIGNED_IN_READS,
    SIGNED_IN_READS_AND_WRITES,
    Audience,
    routes,
)

routes(
    "",
    {
        "healthz": EVERYONE_READS,
        "readyz": EVERYONE_READS,
        "home": EVERYONE_READS,
        "about": EVERYONE_READS,
    },
)
routes("api", {"*": EVERYONE_READS})
INSIDERS, MANAGERS = Audience.INSIDERS, Audience.INSIDERS_AND_CURATORS
routes(
    "api",
    {
        "contacts-list": SIGNED_IN_READS_AND_WRITES,
        "contacts-detail": {**INSIDERS_READ, "PUT": INSIDERS, "PATCH": INSIDERS},
        "interactions-list": SIGNED_IN_READS_AND_WRITES,
        "interactions-detail": {**INSIDERS_READ, "PUT": INSIDERS, "PATCH": INSIDERS, "DELETE": INSIDERS},
        "follow-ups-list": SIGNED_IN_READS_AND_WRITES,
        "follow-ups-detail": {**INSIDERS_READ, "PUT": INSIDERS, "PATCH": INSIDERS},
        "shares-list": SIGNED_IN_READS_AND_WRITES,
        "shares-detail": {**INSIDERS_READ, "DELETE": INSIDERS},
        "agreements-list": {**EVERYONE_READS, "POST": Audience.SIGNED_IN},
        "agreements-detail": {**EVERYONE_READS, "PATCH": INSIDERS},
        "agreements-moves": INSIDERS_POST,
        "agreements-signatures": INSIDERS_POST,
        "agreements-amendments": INSIDERS_POST,
        "agreements-renewals": INSIDERS_POST,
        "listings-list": {**EVERYONE_READS, "POST": Audience.SIGNED_IN},
        "listings-detail": {**EVERYONE_READS, "PATCH": MANAGERS},
        "listings-moves": MANAGERS_POST,
        "listings-remarks": MANAGERS_POST,
        "listings-settled": MANAGERS_POST,
        "obligations-list": SIGNED_IN_READS_AND_WRITES,
        "obligations-detail": INSIDERS_READ,
        "obligations-settle": INSIDERS_POST,
        "memberships-list": SIGNED_IN_READS,
        "memberships-detail": {**INSIDERS_READ, "PATCH": MANAGERS, "DELETE": MANAGERS},
        "invitations-list": SIGNED_IN_READS_AND_WRITES,
        "invitations-detail": {**INSIDERS_READ, "DELETE": MANAGERS},
        "invitations-again": MANAGERS_POST,
        "join-requests-list": SIGNED_IN_READS,
        "join-requests-detail": INSIDERS_READ,
        "join-requests-grant": MANAGERS_POST,
        "join-requests-refuse": MANAGERS_POST,
        "history": INSIDERS_READ,
        "imports-list": SIGNED_IN_READS_AND_WRITES,
        "imports-detail": {**INSIDERS_READ, "PATCH": MANAGERS},
        "imports-table": INSIDERS_READ,
        "imports-rows": INSIDERS_READ,
        "imports-refused": INSIDERS_READ,
        "imports-check": MANAGERS_POST,
        "imports-run": MANAGERS_POST,
        "imports-cancel": MANAGERS_POST,
        "imports-revert": MANAGERS_POST,
        "batches-list": SIGNED_IN_READS,
        "batches-detail": INSIDERS_READ,
        "batches-changes": INSIDERS_READ,
        "batches-undo": MANAGERS_READ_AND_WRITE,
        "batches-left": INSIDERS_READ,
        "notifications": SIGNED_IN_READS,
        "notifications-read": SIGNED_IN_POSTS,
        "notification": INSIDERS_ALONE_READ,  # the receiver alone
        "notification-read": INSIDERS_POST,
    },
)
routes(
    "admin",
    {
        "*": CURATORS_READ_AND_WRITE,
        "logout": CURATORS_POST,
        "autocomplete": CURATORS_READ,
        "jsi18n": CURATORS_READ,
        "password_change_done": CURATORS_READ,
    },
)
if settings.DEBUG:
    routes("", {"styleguide": EVERYONE_READS})
