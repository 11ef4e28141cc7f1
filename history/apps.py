from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "history"

    def ready(self):
        from . import authors  # noqa: F401  (tells who changed a row)
