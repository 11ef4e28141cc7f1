from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Indexes for what others did lately; made while the tables are read and written."""

    atomic = False

    dependencies = [("partners", "0003_life_of_agreements")]

    operations = [
        AddIndexConcurrently(
            "interaction",
            models.Index(
                F("owner"), F("created_at").desc(), condition=Q(is_draft=False), name="interaction_logged_in"
            ),
        ),
        AddIndexConcurrently(
            "followup",
            models.Index(
                F("owner"), F("done_at").desc(), condition=Q(done_at__isnull=False), name="follow_up_done_in"
            ),
        ),
    ]
