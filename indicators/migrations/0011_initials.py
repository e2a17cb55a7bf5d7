from typing import Any

from django.db import migrations

from indicators.rules.initials import initials


def fill_initials(apps: Any, _schema_editor: Any) -> None:
    """Make the stored indicators findable by their initials; new ones are as they are saved."""
    indicators = apps.get_model("indicators", "Indicator").objects
    waiting = list(indicators.filter(initials="").only("pk", "name"))
    for indicator in waiting:
        indicator.initials = initials(indicator.name)[:100]
    indicators.bulk_update(waiting, ["initials"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0010_library")]

    operations = [migrations.RunPython(fill_initials, migrations.RunPython.noop)]
