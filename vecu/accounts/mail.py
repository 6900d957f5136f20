"""Send a link by mail, where the laboratory has a mail server."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

logger = logging.getLogger(__name__)


def send_link(address: str, link: str, subject: str) -> bool:
    """Send a link and return whether the mail server accepted it.

    The mail says nothing of studies or roles: mail is read by others on its way.
    """
    text = _(
        "This link works once, for seven days. Whoever has it can use it: do not pass it on.\n\n"
        "%(link)s\n\n"
        "If you do not expect it, do nothing and tell whoever runs the laboratory."
    )
    try:
        send_mail(subject, text % {"link": link}, settings.DEFAULT_FROM_EMAIL, [address])
    except (OSError, smtplib.SMTPException):
        logger.exception("A link could not be sent by mail.")
        return False
    return True
