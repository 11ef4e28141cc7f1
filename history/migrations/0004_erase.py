from django.db import migrations

from history.erasing import CREATE, DROP


class Migration(migrations.Migration):
    dependencies = [("history", "0003_readings_and_erasures"), ("pghistory", "0007_auto_20250421_0444")]

    operations = [migrations.RunSQL(CREATE, DROP)]
