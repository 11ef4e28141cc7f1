from common.policy import (
    CURATORS_POST,
    CURATORS_READ,
    INSIDERS_ALONE_READ,
    INSIDERS_POST,
    INSIDERS_READ,
    INSIDERS_READ_AND_WRITE,
    MANAGERS_POST,
    MANAGERS_READ_AND_WRITE,
    SIGNED_IN_READS,
    SIGNED_IN_READS_AND_WRITES,
    routes,
)

routes("admin", {"curation_batch_change": CURATORS_READ})
routes(
    "curation",
    {
        "imports": SIGNED_IN_READS,
        "import_new": SIGNED_IN_READS_AND_WRITES,
        "import": INSIDERS_READ,
        "import_columns": MANAGERS_READ_AND_WRITE,
        "import_run": MANAGERS_POST,
        "import_cancel": MANAGERS_POST,
        "import_refused": INSIDERS_READ,
        "filters": SIGNED_IN_READS_AND_WRITES,
        "duplicates": CURATORS_READ,
        "contact_duplicates": CURATORS_READ,
        "duplicate_decide": CURATORS_POST,
        "report_duplicate": SIGNED_IN_READS_AND_WRITES,
        "columns": SIGNED_IN_READS_AND_WRITES,
        "edit": SIGNED_IN_READS_AND_WRITES,
        "bulk_edit": INSIDERS_READ_AND_WRITE,
        "filter_open": INSIDERS_ALONE_READ,
        "filter_change": INSIDERS_READ_AND_WRITE,
        "filter_delete": INSIDERS_POST,
    },
)
