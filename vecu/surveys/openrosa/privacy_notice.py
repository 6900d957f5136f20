"""The privacy notice that respondents in other programs read before the first question."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from vecu.surveys.models import Study
from vecu.translation import LANGUAGES
from vecu.ui.templatetags.ui import day


def build_privacy_notice(study: Study, *, takes_files: bool) -> Mapping[str, str]:
    """Return by language what is stored and until when, and the limits of protection.

    It is the text of the welcome page, adapted to a device that stores the form.
    """
    told = {}
    for language in LANGUAGES:
        with override(language):
            told[language] = "\n\n".join(_sentences(study, takes_files=takes_files))
    return told


def _sentences(study: Study, *, takes_files: bool) -> Iterator[str]:
    yield _(
        "Anyone who has the link may answer. We do not ask who you are, and nothing prevents a "
        "second answer."
    )
    yield _(
        "We keep what you write and choose, the day on which it arrives, and the language that "
        "your program asks for. We do not keep your name, your device or its number, its address "
        "(IP address), or the hour."
    )
    yield _(
        "So that a form sent twice counts once, we also keep two fingerprints of it: of its number "
        "and of all that was sent. Nothing can be read in them and they do not lead to your "
        "answers. They stay when you withdraw these; whoever has the form itself can send it "
        "again and learn that it had come."
    )
    if takes_files:
        yield _(
            "We keep the files you give, without their name and what they say of place, date and "
            "device."
        )
    yield _(
        "Only the members of the team who work on this inquiry read the answers, and each reading "
        "is written down."
    )
    if study.retained_until:
        yield _("Answers are kept until %(day)s.") % {"day": day(study.retained_until)}
    else:
        yield _("No date is set for erasing the answers. You can withdraw yours at any time.")
    yield _(
        "When you send, you get a receipt code. With it you can read your answers again and "
        "withdraw them. Copy it before you close the message."
    )
    yield _(
        "What we cannot protect you from: this program keeps the form on the device, begun or "
        "sent, until it is deleted there. Whoever uses or manages the device can read it. Better "
        "use your own phone, and delete the form after sending."
    )
    yield _(
        "Your employer may see, on its network or on a device it lent you, that this program "
        "connects to us. Better use your own connection too."
    )
    yield _(
        "Whoever runs this server could see from where people connect. We keep no trace of it, but "
        "you have only our word."
    )
    yield _("What you write may show who you are. Leave out names and places.")
    if takes_files:
        yield _(
            "What a picture, a sound or a film shows may tell who you are: a face, a voice, a "
            "screen, a badge."
        )
