"""What can be imported and exported, and what each row is known by."""

from curation.descriptions import describe

from .models import Agreement, AgreementParty, Partner

describe(Partner, "organisation")
describe(Agreement, "slug")
describe(AgreementParty, "agreement", "organisation", "role")
