from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "catalogue"

    def ready(self):
        from . import (  # noqa: F401  (they register what they listen for)
            events,
            finding,
            shortlist,
        )
