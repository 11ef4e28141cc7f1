"""What can be imported and exported, and what each row is known by."""

from common.exchange import exchange

from .models import Agreement, AgreementParty, Partner

exchange(Partner, "organisation")
exchange(Agreement, "slug")
exchange(AgreementParty, "agreement", "organisation", "role")
