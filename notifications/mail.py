"""An event as a mail: text and HTML, in the language of its receiver, who is alone in it."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from .kinds import Kind
from .models import Delivery


def send(delivery: Delivery, address: str, kind: Kind, record) -> None:
    """Hand the mail to the mail server. Raises what the server's library raises when it refuses."""
    with translation.override(delivery.language):
        message = kind.say(delivery.event, record)
        page = {
            "message": message,
            "url": f"{settings.PORTAL_URL}{message.url}" if message.url else "",
            "why": delivery.get_why_display(),
            "language": delivery.language,
            "is_right_to_left": translation.get_language_bidi(),
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(f"Parkway: {message.subject}".split()),
            body=render_to_string("notifications/email/message.txt", page).strip() + "\n",
            to=[address],
            headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
        )
        mail.attach_alternative(render_to_string("notifications/email/message.html", page), "text/html")
    mail.send()


def message_id(delivery: Delivery) -> str:
    """The same for each attempt, so that a mail server knows one that it has already."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<{delivery.pk}@{domain}>"
