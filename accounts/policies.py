"""Whom the account pages are open for; the pages before somebody is signed in are open for everybody."""

from django.conf import settings

from common.policy import (
    EVERYONE_READS,
    EVERYONE_READS_AND_WRITES,
    INSIDERS_READ,
    INSIDERS_READ_AND_WRITE,
    MANAGERS_POST,
    MANAGERS_READ_AND_WRITE,
    SIGNED_IN_POSTS,
    SIGNED_IN_READS,
    SIGNED_IN_READS_AND_WRITES,
    Audience,
    Policy,
    routes,
)

#: Whoever holds the link reads it; who accepts has signed in.
INVITED: Policy = {"GET": Audience.EVERYONE, "POST": Audience.SIGNED_IN}

routes(
    "accounts",
    {
        "me": SIGNED_IN_READS_AND_WRITES,
        "file": SIGNED_IN_READS,
        "close": SIGNED_IN_READS_AND_WRITES,
        "sessions": SIGNED_IN_READS_AND_WRITES,
        "keys": SIGNED_IN_READS,
        "new_key": SIGNED_IN_READS_AND_WRITES,
        "end_key": INSIDERS_READ_AND_WRITE,
        "feeds": SIGNED_IN_READS,
        "new_feed": SIGNED_IN_READS_AND_WRITES,
        "end_feed": INSIDERS_READ_AND_WRITE,
        "members": INSIDERS_READ,
        "member": MANAGERS_READ_AND_WRITE,
        "end_member": MANAGERS_POST,
        "invite": MANAGERS_READ_AND_WRITE,
        "send_invitation": MANAGERS_POST,
        "revoke_invitation": MANAGERS_POST,
        "invitation": INVITED,
        "join": SIGNED_IN_READS_AND_WRITES,
        "withdraw": SIGNED_IN_POSTS,
        "decide": MANAGERS_READ_AND_WRITE,
        "leave": INSIDERS_READ_AND_WRITE,
        "switch": SIGNED_IN_POSTS,
    },
)
routes("feeds", {"feed": EVERYONE_READS})  # whoever holds the address
routes(
    "",
    {
        "account_login": EVERYONE_READS_AND_WRITES,
        "account_logout": EVERYONE_READS_AND_WRITES,
        "account_signup": EVERYONE_READS_AND_WRITES,
        "account_inactive": EVERYONE_READS,
        "account_confirm_login_code": EVERYONE_READS_AND_WRITES,
        "account_confirm_email": EVERYONE_READS_AND_WRITES,
        "account_email_verification_sent": EVERYONE_READS,
        "account_reset_password": EVERYONE_READS_AND_WRITES,
        "account_reset_password_done": EVERYONE_READS,
        "account_reset_password_from_key": EVERYONE_READS_AND_WRITES,
        "account_reset_password_from_key_done": EVERYONE_READS,
        "account_reauthenticate": SIGNED_IN_READS_AND_WRITES,
        "account_email": SIGNED_IN_READS_AND_WRITES,
        "account_change_password": SIGNED_IN_READS_AND_WRITES,
        "account_set_password": SIGNED_IN_READS_AND_WRITES,
        "mfa_authenticate": EVERYONE_READS_AND_WRITES,
        "mfa_reauthenticate": SIGNED_IN_READS_AND_WRITES,
        "mfa_index": SIGNED_IN_READS,
        "mfa_activate_totp": SIGNED_IN_READS_AND_WRITES,
        "mfa_deactivate_totp": SIGNED_IN_READS_AND_WRITES,
        "mfa_view_recovery_codes": SIGNED_IN_READS,
        "mfa_generate_recovery_codes": SIGNED_IN_READS_AND_WRITES,
        "mfa_download_recovery_codes": SIGNED_IN_READS,
        "mfa_login_webauthn": EVERYONE_READS_AND_WRITES,
        "mfa_reauthenticate_webauthn": SIGNED_IN_READS_AND_WRITES,
        "mfa_list_webauthn": SIGNED_IN_READS,
        "mfa_add_webauthn": SIGNED_IN_READS_AND_WRITES,
        "mfa_edit_webauthn": SIGNED_IN_READS_AND_WRITES,
        "mfa_remove_webauthn": SIGNED_IN_READS_AND_WRITES,
        "usersessions_list": SIGNED_IN_READS_AND_WRITES,
    },
)
if settings.SINGLE_SIGN_ON:
    routes(
        "",
        {
            "openid_connect_login": EVERYONE_READS_AND_WRITES,
            "openid_connect_callback": EVERYONE_READS,
            "socialaccount_login_cancelled": EVERYONE_READS,
            "socialaccount_login_error": EVERYONE_READS,
            "socialaccount_signup": EVERYONE_READS_AND_WRITES,
            "socialaccount_connections": SIGNED_IN_READS_AND_WRITES,
        },
    )
