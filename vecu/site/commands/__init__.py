"""A module for each subject of the `vecu` command; docs/reference/command.md lists them all."""

from vecu.site.commands.backup import accept_key, backup, restore
from vecu.site.commands.cards import card
from vecu.site.commands.coding import code
from vecu.site.commands.demo import demo
from vecu.site.commands.doctor import doctor
from vecu.site.commands.dossier import dossier
from vecu.site.commands.estimate import estimate
from vecu.site.commands.export import export
from vecu.site.commands.forms import form
from vecu.site.commands.import_answers import import_answers
from vecu.site.commands.key import key
from vecu.site.commands.maintenance import manage, purge
from vecu.site.commands.members import member
from vecu.site.commands.relays import relay
from vecu.site.commands.search import search
from vecu.site.commands.serve import serve
from vecu.site.commands.studies import study
from vecu.site.commands.worker import work

commands = (
    demo, serve, work, study, form, relay, card, import_answers, export, code, estimate, search,
    member, doctor, purge, backup, restore, accept_key, key, dossier, manage,
)  # fmt: skip

__all__ = ["commands"]
