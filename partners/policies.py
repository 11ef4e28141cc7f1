from common.policy import (
    EVERYONE_READS,
    INSIDERS_ALONE_READ,
    INSIDERS_POST,
    INSIDERS_READ,
    INSIDERS_READ_AND_WRITE,
    SIGNED_IN_POSTS,
    SIGNED_IN_READS,
    SIGNED_IN_READS_AND_WRITES,
    routes,
)
from history.reading import watch

from .models import Contact, FollowUp, Interaction

watch(Contact, "partners:contacts", "partners:contact", "api:contacts-list", "api:contacts-detail")
watch(Contact, "curation:contact_duplicates")
watch(Interaction, "partners:interactions", "partners:interaction", "partners:partner_timeline")
watch(Interaction, "partners:park_timeline", "partners:park_feed", "partners:agreement_timeline")
watch(Interaction, "partners:agreement_feed", "partners:partner_feed")
watch(Interaction, "api:interactions-list", "api:interactions-detail")
watch(Interaction, "api:partners-timeline", "api:parks-timeline", "api:agreements-timeline")
watch(FollowUp, "partners:follow_ups", "api:follow-ups-list", "api:follow-ups-detail")

routes(
    "partners",
    {
        "list": EVERYONE_READS,
        "detail": EVERYONE_READS,
        "agreements": EVERYONE_READS,
        "agreement": EVERYONE_READS,
        "partnerships": SIGNED_IN_READS,
        "dormant": SIGNED_IN_READS,
        "partner_timeline": EVERYONE_READS,
        "partner_latest": EVERYONE_READS,
        "partner_feed": EVERYONE_READS,
        "park_timeline": EVERYONE_READS,
        "park_latest": EVERYONE_READS,
        "park_feed": EVERYONE_READS,
        "agreement_timeline": EVERYONE_READS,
        "agreement_latest": EVERYONE_READS,
        "agreement_feed": EVERYONE_READS,
        "agreement_draft": SIGNED_IN_READS_AND_WRITES,
        "agreement_change": INSIDERS_READ_AND_WRITE,
        "agreement_move": INSIDERS_POST,
        "agreement_final": INSIDERS_POST,
        "agreement_reopen": INSIDERS_READ_AND_WRITE,
        "agreement_sign": INSIDERS_READ_AND_WRITE,
        "agreement_amend": INSIDERS_READ_AND_WRITE,
        "agreement_renew": INSIDERS_POST,
        "agreement_terminate": INSIDERS_READ_AND_WRITE,
        "agreement_show": INSIDERS_POST,
        "agreement_obligations": INSIDERS_READ_AND_WRITE,
        "agreement_documents": INSIDERS_READ_AND_WRITE,
        "due_settle": INSIDERS_READ_AND_WRITE,
        "document": INSIDERS_READ,
        "document_delete": INSIDERS_POST,
        "lead_times": INSIDERS_READ_AND_WRITE,
        "desk": SIGNED_IN_READS,
        "desk_seen": SIGNED_IN_POSTS,
        "follow_ups": SIGNED_IN_READS,
        "dues": SIGNED_IN_READS,
        "interactions": SIGNED_IN_READS,
        "log": SIGNED_IN_READS_AND_WRITES,
        "bodies": SIGNED_IN_READS,
        "people": SIGNED_IN_READS,
        "interaction": INSIDERS_READ,
        "interaction_change": INSIDERS_READ_AND_WRITE,
        "interaction_delete": INSIDERS_READ_AND_WRITE,
        "follow_up": INSIDERS_POST,
        "shares": SIGNED_IN_READS,
        "share_revoke": INSIDERS_POST,
        "partner_shares": SIGNED_IN_READS_AND_WRITES,
        "agreement_shares": INSIDERS_READ_AND_WRITE,
        "interaction_shares": INSIDERS_READ_AND_WRITE,
        "contacts": SIGNED_IN_READS,
        "contact_add": SIGNED_IN_READS_AND_WRITES,
        "contact": INSIDERS_READ,
        "contact_change": INSIDERS_READ_AND_WRITE,
        "contact_workplace": INSIDERS_READ_AND_WRITE,
        "contact_file": INSIDERS_ALONE_READ,
        "contact_erase": INSIDERS_READ_AND_WRITE,
        "affiliation": INSIDERS_READ_AND_WRITE,
    },
)
