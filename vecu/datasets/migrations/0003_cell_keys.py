"""Counts by cell keys: extracts keep nothing exact, and lines that subtraction opened are withdrawn."""

import sys
import uuid

from django.db import migrations, models
from django.utils.timezone import localdate, now

from vecu.errors import VecuError
from vecu.questionnaires import Group, QuestionType, read_xform

UPGRADE = "upgrade 0.2.0"
"""The account under which the ledger and the audit name what is done here."""


def replace_old_counts(apps, schema_editor):
    """Empty the exact counts of studies, and take back what an outside test worked out.

    From the extracts nothing more is released: two methods on the same people subtract. A figure
    that stands keeps its line unless its question, or that of its breakdown, has a condition, a
    filter of choices or an exclusive choice.
    """
    extracts = apps.get_model("datasets", "Extract").objects.filter(scope_kind="study")
    for extract in extracts.iterator():
        extract.method = "suppression 1"
        extract.counts = {"people": extract.people}
        extract.save(update_fields=["method", "counts"])
    Released = apps.get_model("datasets", "Released")
    standing = Released.objects.filter(
        extract__scope_kind="study", superseded=False, taken_back_day=None
    )
    unsafe = {}
    for line in standing.select_related("extract").order_by("extract__scope_uuid", "item"):
        study = line.extract.scope_uuid
        if study not in unsafe:
            unsafe[study] = find_unsafe_questions(apps, study)
        if unsafe[study] & {line.item, line.breakdown}:
            take_back(apps, line)


def find_unsafe_questions(apps, study):
    """Return the paths of questions that not everybody is asked, or that exclude one another."""
    found = set()
    for version in apps.get_model("surveys", "Version").objects.filter(study=study):
        try:
            root = read_xform(version.xform).root
        except VecuError:  # a form that cannot be read shows no question either
            continue
        found |= set(iter_unsafe(root, above=False))
    return found


def iter_unsafe(group, *, above):
    for child in group.children:
        conditional = above or child.relevant is not None
        if isinstance(child, Group):
            yield from iter_unsafe(child, above=conditional)
        elif conditional or child.choice_filter is not None or excludes(child):
            yield child.path


def excludes(question):
    """Whether a choice may exclude others: a constraint on several choices."""
    return question.kind is QuestionType.SELECT_MULTIPLE and question.constraint is not None


def take_back(apps, line):
    """Take a line back, as an account would, and say so where the upgrade runs."""
    line.taken_back_by, line.taken_back_day = UPGRADE, localdate()
    line.save(update_fields=["taken_back_by", "taken_back_day"])
    apps.get_model("accounts", "AuditEvent").objects.create(
        at=now(),
        actor=UPGRADE,
        verb="took release back",
        scope_kind="study",
        scope_uuid=line.extract.scope_uuid,
        target=str(line.figure),
    )
    breakdown = f" by {line.breakdown}" if line.breakdown else ""
    sys.stdout.write(f"Taken back: {line.item}{breakdown} ({line.extract.scope_uuid})\n")


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_representatives"),
        ("datasets", "0002_extracts_and_releases"),
        ("surveys", "0002_what_a_study_must_say"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("fielding", models.UUIDField(db_index=True)),
                ("name", models.CharField(max_length=200)),
                ("origin", models.CharField(blank=True, max_length=500)),
                ("day", models.DateField()),
            ],
            options={"ordering": ["day", "name"]},
        ),
        migrations.AddField("extract", "method", models.CharField(blank=True, max_length=20), preserve_default=True),
        migrations.AddField("extract", "wave", models.PositiveIntegerField(default=1)),
        migrations.RunPython(replace_old_counts, elidable=False),
        migrations.RemoveField("extract", "final"),
        migrations.RemoveField("released", "sensitive"),
        migrations.RemoveField("released", "tables"),
    ]
