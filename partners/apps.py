from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self):
        from notifications.operations import refuse_mail_to

        from . import events  # noqa: F401  (registers its kinds)
        from .operations.contacts import is_blocked

        refuse_mail_to(is_blocked)
