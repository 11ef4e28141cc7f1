from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "history"

    def ready(self):
        from . import authors, checks  # noqa: F401  (who changed a row; who the portal is in its database)
