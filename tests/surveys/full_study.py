"""A study that has a row in every table of the rooms, each text with words to look for."""

from secrets import token_bytes
from uuid import uuid4

from tests.coding.factories import ACT, Room, make_room
from tests.evidence.factories import make_published_finding
from tests.surveys.factories import DAY, NOON
from vecu.coding.actions import GuideText, PracticeText, create_guide, publish_version, request_run
from vecu.coding.models import (
    Adjudication,
    AutocodingPermission,
    ClusterPassage,
    CodingUpload,
    Memo,
    PassageCluster,
    Prediction,
    Quotation,
    QuotationTranslation,
    Suggestion,
    WholeStory,
)
from vecu.coding.rules import QuotationState, RunPurpose, WholeStoryState
from vecu.coding.tasks import queue_run
from vecu.datasets.models import Extract, ImportedFile, ImportedRow, Released, Upload
from vecu.evidence.models import Citation
from vecu.surveys.actions import add_relay, draw_batch
from vecu.surveys.models import (
    AccessCode,
    AnswerFile,
    Attachment,
    BreakoffCount,
    Draft,
    StagedUpload,
    StudyStatement,
    SubmissionReceipt,
)

WORDS = "unmistakable words"
CONTENT = WORDS.encode()


def make_full_study() -> Room:
    """Make a study of which every table of surveys, coding, datasets and evidence has a row."""
    room = make_room({"limit": WORDS}, {"limit": "Too long."})
    _add_respondents_rows(room)
    _add_coding(room)
    finding = make_published_finding(room.study.scope)
    Citation.objects.create(finding=finding, place=0, source="a", reference=uuid4(), revision=1)
    _add_release(room)
    Upload.objects.create(study=room.study.id, owner=1, name="a.csv", content=CONTENT, day=DAY)
    CodingUpload.objects.create(
        study=room.study.id, owner=1, name="a.qdpx", content=CONTENT, day=DAY
    )
    return room


def _add_release(room: Room) -> None:
    scope = room.study.scope
    extract = Extract.objects.create(
        scope_kind=scope.kind,
        scope_uuid=scope.id,
        number=1,
        day=DAY,
        people=2,
        population="p" * 64,
        counts={},
    )
    Released.objects.create(
        extract=extract,
        item="a",
        content={},
        group="The team",
        by="ana",
        day=DAY,
    )


def _add_respondents_rows(room: Room) -> None:
    study, fielding = room.study, room.study.fieldings.get()
    relay = add_relay(study, "Union")
    draw_batch(study, 11, lambda *_: b"", relay=relay, random_bytes=token_bytes)
    draft = Draft.objects.create(
        token="t" * 64,
        fielding=fielding,
        language="en",
        values={"story": [{"limit": WORDS}]},
        seed=1,
        promise=1,
        expires=DAY,
        relay=relay,
        card=AccessCode.objects.first(),
    )
    AnswerFile.objects.create(name="a.txt", draft=draft, content=CONTENT)
    AnswerFile.objects.create(name="b.txt", answer=room.text(WORDS).answer, content=CONTENT)
    BreakoffCount.objects.create(fielding=fielding, page="story", people=2)
    SubmissionReceipt.objects.create(instance="i" * 64, xml="x" * 64, fielding=fielding)
    ImportedRow.objects.create(fielding=fielding.id, key="k" * 64)
    ImportedFile.objects.create(fielding=fielding.id, name="a.csv", origin="The union", day=DAY)
    version = study.versions.get()
    Attachment.objects.create(version=version, name="a.csv", content=CONTENT, type="text/csv")
    StudyStatement.objects.create(study=study, assessment={"en": "Weighed."}, simple_author="Ana")
    StagedUpload.objects.create(
        study=study.id, owner=1, name="b.csv", content=CONTENT, type="text/csv", day=DAY
    )


def _add_coding(room: Room) -> None:
    parent = room.code("Invention")
    code, merged = room.code("Invents laws", parent=parent), room.code("Invents rules")
    type(merged).objects.filter(pk=merged.pk).update(merged=code)
    text = room.codes("ana", WORDS, code)
    publish_version(room.codebook, ACT)
    run = request_run(room.codebook, text.question, RunPurpose.SUGGESTIONS, ACT, queue_run)
    Suggestion.objects.create(run=run, verbatim=text, code=code, score=0.9)
    Prediction.objects.create(run=run, verbatim=text, held_out=False)
    cluster = PassageCluster.objects.create(run=run, place=1, code=code)
    ClusterPassage.objects.create(lead=cluster, verbatim=text, start=0, end=5, words=[WORDS])
    AutocodingPermission.objects.create(
        code=code, by="ana", at=NOON, floor=0.8, estimate=0.9, conf_low=0.85, texts=100
    )
    ruling = Adjudication.objects.create(verbatim=text, code=code, present=True, by="ana", at=NOON)
    quotation = Quotation.objects.create(
        verbatim=text,
        code=code,
        text=WORDS,
        state=QuotationState.RELEASED,
        proposed_by="ana",
        decided_by="ana",
        decided_at=NOON,
    )
    QuotationTranslation.objects.create(
        quotation=quotation, language="fr", text=WORDS, by="ana", role="owner"
    )
    WholeStory.objects.create(
        codebook=room.codebook,
        answer=text.answer,
        story="story[1]",
        state=WholeStoryState.PUBLISHED,
        checked_by="ana",
        checked_at=NOON,
    )
    Memo.objects.create(
        codebook=room.codebook,
        verbatim=text,
        ruling=ruling,
        quotation=quotation,
        text=WORDS,
        by="ana",
        at=NOON,
    )
    guide = create_guide(
        room.codebook, GuideText("A guide", "en", practices=(PracticeText("One"),)), ACT
    )
    guide.practices.get().codes.add(code)
