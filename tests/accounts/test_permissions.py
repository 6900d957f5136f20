"""Who may enter where: the table below is the policy, and every page is tried with every role."""

from uuid import UUID, uuid4

import pytest
from django.urls import get_resolver, reverse

from tests.casestudies.factories import draw, plan
from tests.dialogue.factories import CONSULTATION, note
from tests.groups.factories import STEP, make_group, make_members, open_on
from tests.recommendations.factories import (
    ADDRESS,
    CARD,
    MEMBERS,
    draft,
    make_published,
)
from tests.register.factories import EXPERIMENT, make_entry, make_system
from tests.safeguards.quarter_factories import make_counted_site
from tests.surveys.factories import NOON, answer, make_member, make_study
from vecu.accounts.models import Membership
from vecu.accounts.rules import GRANTABLE_ROLES, Role, Scope, ScopeKind
from vecu.casestudies.models import ToolEvaluation
from vecu.coding.actions import (
    ActionContext,
    CodeText,
    ingest_verbatims,
    make_code,
    open_codebook,
    publish_version,
)
from vecu.coding.queries import find_codebook, list_all_texts
from vecu.dialogue.queries import find_dialogue
from vecu.dialogue.rules import DialogueKind
from vecu.groups.actions import publish_group
from vecu.groups.member_actions import add_group_member
from vecu.groups.vocabulary import GroupCollege
from vecu.pilots.actions import adopt_pilot
from vecu.recommendations.answers import address_recommendation
from vecu.recommendations.models import (
    Recommendation,
    RecommendationAddress,
    SupplierCard,
)
from vecu.records.actions import add_record
from vecu.surveys.actions import add_relay
from vecu.surveys.models import AnswerFile

pytestmark = [pytest.mark.django_db, pytest.mark.data]

NOWHERE = UUID(int=0)
FILE = f"{NOWHERE}.txt"
ELSEWHERE = ["anonymous", "none"]

# Anonymous people are sent to sign in (302); without a role a study does not exist (404), not even
# for those who own all others and every system and group, one of the same uuid included; a role
# that does not suffice is told so (403). A form that is sent empty is told what is missing (422);
# a file that nobody sent is not there (404), nor is what a first version changed, nor a relay that
# the researcher has just removed. A study is begun
# by those whom the laboratory permits to, whatever their role in another. No assistant is set here.
STUDY_MATRIX = {
    #                           anonymous none interviewer reader coder researcher owner
    ("GET", "reports:lab"):                   (302, 200, 200, 200, 200, 200, 200),
    ("GET", "reports:understand"):            (302, 200, 200, 200, 200, 200, 200),
    ("GET", "reports:untranslated"):          (302, 200, 200, 200, 200, 200, 200),
    ("GET", "demonstrators:try-assistant"):          (302, 404, 404, 404, 404, 404, 404),
    ("POST", "demonstrators:try-assistant"):         (302, 404, 404, 404, 404, 404, 404),
    ("GET", "surveys:studies"):               (302, 200, 200, 200, 200, 200, 200),
    ("GET", "surveys:link"):                  (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:danger"):                (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:study"):                 (302, 404, 403, 200, 200, 200, 200),
    ("GET", "surveys:begin"):                 (302, 403, 403, 403, 403, 403, 403),
    ("POST", "surveys:begin"):                (302, 403, 403, 403, 403, 403, 403),
    ("GET", "surveys:library"):               (302, 200, 200, 200, 200, 200, 200),
    ("GET", "surveys:about"):                 (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:about"):                (302, 404, 403, 403, 403, 422, 422),
    ("GET", "surveys:preview"):               (302, 404, 403, 200, 200, 200, 200),
    ("GET", "surveys:preview-version"):       (302, 404, 403, 200, 200, 200, 200),
    ("GET", "surveys:questionnaire"):         (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:questionnaire"):        (302, 404, 403, 403, 403, 422, 422),
    ("GET", "surveys:differences"):           (302, 404, 403, 403, 403, 404, 404),
    ("GET", "surveys:workbook"):              (302, 404, 403, 403, 403, 200, 200),
    ("GET", "surveys:bundle"):                (302, 404, 403, 403, 403, 200, 200),
    ("GET", "surveys:attachment"):            (302, 404, 403, 403, 403, 404, 404),
    ("POST", "surveys:state"):                (302, 404, 403, 403, 403, 422, 422),
    ("GET", "surveys:people"):                (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:person"):                (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:delete-answer"):         (302, 404, 403, 403, 403, 403, 200),
    ("POST", "surveys:delete-answer"):        (302, 404, 403, 403, 403, 403, 422),
    ("GET", "surveys:file"):                  (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:promise"):               (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:figures"):               (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:completion"):            (302, 404, 403, 403, 200, 200, 200),
    ("GET", "surveys:interviews"):            (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:interviews"):           (302, 404, 403, 403, 403, 422, 422),
    ("GET", "surveys:statement"):             (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:statement"):            (302, 404, 403, 403, 403, 302, 302),
    ("GET", "surveys:call-cards"):            (302, 404, 403, 403, 403, 422, 422),
    ("GET", "surveys:interview"):             (302, 404, 200, 403, 403, 403, 403),
    ("POST", "surveys:interview"):            (302, 404, 422, 403, 403, 403, 403),
    ("GET", "surveys:relays"):                (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:relays"):               (302, 404, 403, 403, 403, 422, 422),
    ("GET", "surveys:relay"):                 (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:relay"):                (302, 404, 403, 403, 403, 422, 422),
    ("GET", "surveys:remove-relay"):          (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:remove-relay"):         (302, 404, 403, 403, 403, 302, 404),
    ("GET", "surveys:poster"):                (302, 404, 403, 403, 403, 200, 200),
    ("POST", "surveys:draw-cards"):           (302, 404, 403, 403, 403, 422, 422),
    ("POST", "surveys:revoke-cards"):         (302, 404, 403, 403, 403, 404, 404),
    ("GET", "surveys:members"):               (302, 404, 403, 403, 403, 403, 200),
    ("POST", "surveys:members"):              (302, 404, 403, 403, 403, 403, 422),
    ("POST", "surveys:remove-member"):        (302, 404, 403, 403, 403, 403, 404),
    ("POST", "surveys:invite"):               (302, 404, 403, 403, 403, 403, 422),
    ("POST", "surveys:revoke-link"):          (302, 404, 403, 403, 403, 403, 302),
    ("POST", "surveys:password-link"):        (302, 404, 403, 403, 403, 403, 404),
    ("GET", "surveys:audit"):                 (302, 404, 403, 403, 403, 403, 200),
    ("GET", "surveys:delete"):                (302, 404, 403, 403, 403, 403, 200),
    ("POST", "surveys:delete"):               (302, 404, 403, 403, 403, 403, 422),
    ("GET", "surveys:remove-fictional"):      (302, 403, 403, 403, 403, 403, 403),
    ("POST", "surveys:remove-fictional"):     (302, 403, 403, 403, 403, 403, 403),
    ("GET", "datasets:begin"):                (302, 403, 403, 403, 403, 403, 403),
    ("POST", "datasets:begin"):               (302, 403, 403, 403, 403, 403, 403),
    ("GET", "datasets:begin-check"):          (302, 403, 403, 403, 403, 403, 403),
    ("POST", "datasets:begin-check"):         (302, 403, 403, 403, 403, 403, 403),
    ("POST", "datasets:begin-cancel"):        (302, 403, 403, 403, 403, 403, 403),
    ("GET", "coding:overview"):               (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:grid"):                   (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:text"):                   (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:text"):                  (302, 404, 403, 403, 422, 422, 422),
    ("POST", "coding:undo"):                  (302, 404, 403, 403, 302, 302, 302),
    ("GET", "coding:codebook"):               (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:codebook"):              (302, 404, 403, 403, 422, 422, 422),
    ("GET", "coding:code"):                   (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:code"):                  (302, 404, 403, 403, 302, 422, 422),
    ("POST", "coding:reshape"):               (302, 404, 403, 403, 403, 302, 302),
    ("GET", "coding:sort"):                   (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:sort"):                  (302, 404, 403, 403, 302, 302, 302),
    ("POST", "coding:memo"):                  (302, 404, 403, 403, 302, 302, 302),
    ("GET", "coding:own-memo"):               (302, 404, 403, 403, 404, 404, 404),
    ("POST", "coding:own-memo"):              (302, 404, 403, 403, 404, 404, 404),
    ("GET", "coding:setup"):                  (302, 404, 403, 403, 403, 200, 200),
    ("POST", "coding:setup"):                 (302, 404, 403, 403, 403, 422, 422),
    ("GET", "coding:version"):                (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:publish"):               (302, 404, 403, 403, 403, 302, 302),
    ("GET", "coding:history"):                (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:share"):                  (302, 404, 403, 403, 403, 200, 200),
    ("POST", "coding:share"):                 (302, 404, 403, 403, 403, 422, 422),
    ("GET", "coding:agreement"):              (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:disagreements"):          (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:settle"):                (302, 404, 403, 403, 403, 302, 302),
    ("GET", "coding:exchange"):               (302, 404, 403, 403, 403, 200, 200),
    ("POST", "coding:take-out"):              (302, 404, 403, 403, 403, 422, 422),
    ("POST", "coding:bring"):                 (302, 404, 403, 403, 403, 422, 422),
    ("GET", "coding:incoming"):               (302, 404, 403, 403, 403, 404, 404),
    ("POST", "coding:incoming"):              (302, 404, 403, 403, 403, 404, 404),
    ("POST", "coding:cancel"):                (302, 404, 403, 403, 403, 404, 404),
    ("GET", "coding:project"):                (302, 403, 403, 403, 403, 403, 403),
    ("POST", "coding:project"):               (302, 403, 403, 403, 403, 403, 403),
    ("GET", "coding:begin"):                  (302, 403, 403, 403, 403, 403, 403),
    ("POST", "coding:begin"):                 (302, 403, 403, 403, 403, 403, 403),
    ("POST", "coding:cancel-project"):        (302, 403, 403, 403, 403, 403, 403),
    ("GET", "coding:retrieval"):              (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:passages"):               (302, 404, 403, 403, 403, 302, 302),
    ("GET", "coding:quotations"):             (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:quotation"):              (302, 404, 403, 403, 403, 410, 410),
    ("POST", "coding:quotation"):             (302, 404, 403, 403, 403, 410, 410),
    ("GET", "coding:translate-quotation"):    (302, 404, 403, 403, 410, 410, 410),
    ("POST", "coding:translate-quotation"):   (302, 404, 403, 403, 410, 410, 410),
    ("GET", "coding:whole-stories"):          (302, 404, 403, 403, 403, 200, 200),
    ("POST", "coding:whole-stories"):         (302, 404, 403, 403, 403, 200, 200),
    ("POST", "coding:unquote"):               (302, 404, 403, 403, 302, 302, 302),
    ("GET", "coding:released"):               (302, 404, 403, 200, 200, 200, 200),
    ("GET", "coding:guides"):                 (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:guides"):                (302, 404, 403, 403, 302, 422, 422),
    ("GET", "coding:guide"):                  (302, 404, 403, 403, 404, 404, 404),
    ("GET", "coding:guide-stories"):          (302, 404, 403, 403, 404, 404, 404),
    ("GET", "coding:change-guide"):           (302, 404, 403, 403, 403, 404, 404),
    ("POST", "coding:change-guide"):          (302, 404, 403, 403, 403, 404, 404),
    ("POST", "coding:remove-guide"):          (302, 404, 403, 403, 403, 404, 404),
    ("GET", "coding:practice"):               (302, 404, 403, 403, 403, 404, 404),
    ("POST", "coding:practice"):              (302, 404, 403, 403, 403, 404, 404),
    ("GET", "coding:links"):                  (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:linked-stories"):         (302, 404, 403, 403, 404, 404, 404),
    ("GET", "coding:machine"):                (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:learn"):                 (302, 404, 403, 403, 403, 302, 302),
    ("POST", "coding:forward"):               (302, 404, 403, 403, 302, 302, 302),
    ("GET", "coding:delegations"):            (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:delegations"):           (302, 404, 403, 403, 302, 422, 422),
    ("POST", "coding:delegated"):             (302, 404, 403, 403, 403, 404, 404),
    ("GET", "coding:shares"):                 (302, 404, 403, 403, 200, 200, 200),
    ("GET", "coding:leads"):                  (302, 404, 403, 403, 200, 200, 200),
    ("POST", "coding:find-leads"):            (302, 404, 403, 403, 302, 302, 302),
    ("GET", "coding:lead"):                   (302, 404, 403, 403, 404, 404, 404),
    ("POST", "coding:lead"):                  (302, 404, 403, 403, 404, 404, 404),
    ("GET", "casestudies:matrices"):          (302, 404, 403, 403, 200, 200, 200),
    ("GET", "casestudies:compose-matrix"):    (302, 404, 403, 403, 403, 200, 200),
    ("POST", "casestudies:compose-matrix"):   (302, 404, 403, 403, 403, 422, 422),
    ("GET", "casestudies:matrix-history"):    (302, 404, 403, 403, 200, 200, 200),
    ("POST", "casestudies:undo-matrix"):      (302, 404, 403, 403, 403, 422, 422),
    ("GET", "casestudies:matrix"):            (302, 404, 403, 403, 404, 404, 404),
    ("GET", "casestudies:change-matrix"):     (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:change-matrix"):    (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:remove-matrix"):    (302, 404, 403, 403, 403, 404, 404),
    ("GET", "casestudies:publish-matrix"):    (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:publish-matrix"):   (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:take-matrix-back"):  (302, 404, 403, 403, 403, 404, 404),
    ("GET", "casestudies:cell"):              (302, 404, 403, 403, 404, 404, 404),
    ("GET", "casestudies:write-cell"):        (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:write-cell"):       (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:empty-cell"):       (302, 404, 403, 403, 403, 404, 404),
    ("GET", "casestudies:cases"):             (302, 404, 403, 403, 200, 200, 200),
    ("GET", "casestudies:describe-case"):     (302, 404, 403, 403, 403, 200, 200),
    ("POST", "casestudies:describe-case"):    (302, 404, 403, 403, 403, 422, 422),
    ("GET", "casestudies:case-history"):      (302, 404, 403, 403, 200, 200, 200),
    ("POST", "casestudies:undo-case"):        (302, 404, 403, 403, 403, 422, 422),
    ("GET", "casestudies:case"):              (302, 404, 403, 403, 404, 404, 404),
    ("GET", "casestudies:change-case"):       (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:change-case"):      (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:remove-case"):      (302, 404, 403, 403, 403, 404, 404),
    ("GET", "casestudies:publish-case"):      (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:publish-case"):     (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:take-case-back"):   (302, 404, 403, 403, 403, 404, 404),
    ("GET", "casestudies:terms"):             (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:terms"):            (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:remove-terms"):     (302, 404, 403, 403, 403, 404, 404),
    ("GET", "casestudies:note-event"):        (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:note-event"):       (302, 404, 403, 403, 403, 404, 404),
    ("GET", "casestudies:change-event"):      (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:change-event"):     (302, 404, 403, 403, 403, 404, 404),
    ("POST", "casestudies:remove-event"):     (302, 404, 403, 403, 403, 404, 404),
    ("GET", "reports:study-findings"):        (302, 404, 403, 403, 403, 200, 200),
    ("GET", "reports:new-finding"):           (302, 404, 403, 403, 403, 200, 200),
    ("POST", "reports:new-finding"):          (302, 404, 403, 403, 403, 302, 302),
    ("GET", "reports:edit-finding"):          (302, 404, 403, 403, 403, 404, 404),
    ("POST", "reports:edit-finding"):         (302, 404, 403, 403, 403, 404, 404),
    ("GET", "reports:preview-finding"):       (302, 404, 403, 403, 403, 404, 404),
    ("POST", "reports:publish-finding"):      (302, 404, 403, 403, 403, 404, 404),
    ("GET", "reports:take-finding-back"):     (302, 404, 403, 403, 403, 404, 404),
    ("POST", "reports:take-finding-back"):    (302, 404, 403, 403, 403, 404, 404),
    ("POST", "reports:undo-finding"):         (302, 404, 403, 403, 403, 404, 404),
    ("GET", "reports:discard-finding"):       (302, 404, 403, 403, 403, 404, 404),
    ("POST", "reports:discard-finding"):      (302, 404, 403, 403, 403, 404, 404),
    ("GET", "reports:finding-history"):       (302, 404, 403, 403, 403, 404, 404),
    ("GET", "datasets:data"):                 (302, 404, 403, 403, 403, 200, 200),
    ("POST", "datasets:data"):                (302, 404, 403, 403, 403, 422, 422),
    ("POST", "datasets:origin-new"):          (302, 404, 403, 403, 403, 404, 404),
    ("POST", "datasets:origin"):              (302, 404, 403, 403, 403, 404, 404),
    ("GET", "datasets:upload"):               (302, 404, 403, 403, 403, 200, 200),
    ("POST", "datasets:upload"):              (302, 404, 403, 403, 403, 422, 422),
    ("GET", "datasets:mapping"):              (302, 404, 403, 403, 403, 404, 404),
    ("POST", "datasets:mapping"):             (302, 404, 403, 403, 403, 404, 404),
    ("GET", "datasets:check"):                (302, 404, 403, 403, 403, 404, 404),
    ("POST", "datasets:check"):               (302, 404, 403, 403, 403, 404, 404),
    ("POST", "datasets:cancel"):              (302, 404, 403, 403, 403, 404, 404),
    ("GET", "reports:released"):              (302, 404, 403, 200, 200, 200, 200),
    ("GET", "replies:study-replies"):         (302, 404, 403, 403, 403, 200, 200),
    ("POST", "replies:sectors"):              (302, 404, 403, 403, 403, 302, 302),
    ("POST", "replies:count"):                (302, 404, 403, 403, 403, 422, 422),
    ("POST", "replies:release"):              (302, 404, 403, 403, 403, 422, 422),
    ("POST", "replies:take-back"):            (302, 404, 403, 403, 403, 422, 422),
    ("GET", "datasets:releases"):             (302, 404, 403, 403, 403, 200, 200),
    ("POST", "datasets:releases"):            (302, 404, 403, 403, 403, 422, 422),
    ("GET", "datasets:release"):              (302, 404, 403, 403, 403, 302, 302),
    ("GET", "datasets:release-preview"):      (302, 404, 403, 403, 403, 302, 302),
    ("POST", "datasets:release-preview"):     (302, 404, 403, 403, 403, 302, 302),
    ("GET", "datasets:feedback"):             (302, 404, 403, 403, 403, 302, 302),
    ("POST", "datasets:feedback"):            (302, 404, 403, 403, 403, 302, 302),
    ("GET", "datasets:take-back"):            (302, 404, 403, 403, 403, 302, 302),
    ("POST", "datasets:take-back"):           (302, 404, 403, 403, 403, 302, 302),
}  # fmt: skip

# A system knows representatives, who read with the others and, as no one else, suspend its log.
SYSTEM_MATRIX = {
    #                                        anonymous none representative reader researcher owner
    ("GET", "register:systems"):              (302, 200, 200, 200, 200, 200),
    ("GET", "register:begin"):                (302, 403, 403, 403, 403, 403),
    ("POST", "register:begin"):               (302, 403, 403, 403, 403, 403),
    ("GET", "register:system"):               (302, 404, 200, 200, 200, 200),
    ("POST", "register:publish"):             (302, 404, 403, 403, 422, 422),
    ("POST", "register:take-back"):           (302, 404, 403, 403, 422, 422),
    ("GET", "register:delete"):               (302, 404, 403, 403, 403, 200),
    ("POST", "register:delete"):              (302, 404, 403, 403, 403, 422),
    ("GET", "register:description"):          (302, 404, 403, 403, 200, 200),
    ("POST", "register:description"):         (302, 404, 403, 403, 422, 422),
    ("GET", "register:contact"):              (302, 404, 403, 403, 200, 200),
    ("POST", "register:contact"):             (302, 404, 403, 403, 422, 422),
    ("POST", "register:remove-contact"):      (302, 404, 403, 403, 422, 422),
    ("GET", "register:history"):              (302, 404, 200, 200, 200, 200),
    ("POST", "register:undo"):                (302, 404, 403, 403, 422, 422),
    ("GET", "register:members"):              (302, 404, 403, 403, 403, 200),
    ("POST", "register:members"):             (302, 404, 403, 403, 403, 422),
    ("POST", "register:remove-member"):       (302, 404, 403, 403, 403, 404),
    ("POST", "register:invite"):              (302, 404, 403, 403, 403, 422),
    ("POST", "register:password-link"):       (302, 404, 403, 403, 403, 404),
    ("POST", "register:revoke-link"):         (302, 404, 403, 403, 403, 302),
    ("GET", "register:audit"):                (302, 404, 403, 403, 403, 200),
    ("GET", "register:stages"):               (302, 404, 200, 200, 200, 200),
    ("GET", "register:versions"):             (302, 404, 200, 200, 200, 200),
    ("GET", "register:settings"):             (302, 404, 200, 200, 200, 200),
    ("GET", "register:involvement"):          (302, 404, 200, 200, 200, 200),
    ("GET", "register:consultation"):         (302, 404, 200, 200, 200, 200),
    ("GET", "register:situations"):           (302, 404, 200, 200, 200, 200),
    ("GET", "register:add-entry"):            (302, 404, 403, 403, 200, 200),
    ("POST", "register:add-entry"):           (302, 404, 403, 403, 422, 422),
    ("GET", "register:entry"):                (302, 404, 403, 403, 200, 200),
    ("POST", "register:entry"):               (302, 404, 403, 403, 422, 422),
    ("POST", "register:remove-entry"):        (302, 404, 403, 403, 422, 422),
    ("POST", "register:confirm-entry"):       (302, 404, 404, 403, 404, 404),
    ("GET", "register:contest-entry"):        (302, 404, 404, 403, 404, 404),
    ("POST", "register:contest-entry"):       (302, 404, 404, 403, 404, 404),
    ("GET", "register:mandate"):              (302, 404, 200, 403, 403, 403),
    ("POST", "register:mandate"):             (302, 404, 422, 403, 403, 403),
    ("GET", "safeguards:safeguards"):         (302, 404, 200, 200, 200, 200),
    ("GET", "safeguards:quarters"):           (302, 404, 200, 200, 200, 200),
    ("GET", "safeguards:month"):              (302, 404, 200, 200, 200, 200),
    ("POST", "safeguards:month"):             (302, 404, 403, 403, 422, 422),
    ("GET", "safeguards:correct-months"):     (302, 404, 200, 200, 200, 200),
    ("POST", "safeguards:correct-months"):    (302, 404, 403, 403, 422, 422),
    ("GET", "safeguards:history"):            (302, 404, 200, 200, 200, 200),
    ("POST", "safeguards:undo"):              (302, 404, 403, 403, 422, 422),
    ("GET", "safeguards:walks"):              (302, 404, 200, 200, 200, 200),
    ("POST", "safeguards:confirm-walks"):     (302, 404, 404, 403, 404, 404),
    ("GET", "safeguards:contest-walks"):      (302, 404, 404, 403, 404, 404),
    ("POST", "safeguards:contest-walks"):     (302, 404, 404, 403, 404, 404),
    ("GET", "safeguards:codes"):              (302, 404, 403, 403, 200, 200),
    ("POST", "safeguards:codes"):             (302, 404, 403, 403, 422, 422),
    ("POST", "safeguards:voice"):             (302, 404, 403, 403, 422, 422),
    ("GET", "safeguards:entries"):            (302, 404, 200, 200, 200, 200),
    ("GET", "safeguards:add-entry"):          (302, 404, 403, 403, 200, 200),
    ("POST", "safeguards:add-entry"):         (302, 404, 403, 403, 422, 422),
    ("GET", "safeguards:entry"):              (302, 404, 403, 403, 404, 404),
    ("POST", "safeguards:entry"):             (302, 404, 403, 403, 422, 422),
    ("POST", "safeguards:remove-entry"):      (302, 404, 403, 403, 404, 404),
    ("GET", "safeguards:looks"):              (302, 404, 200, 200, 200, 200),
    ("GET", "safeguards:receive-look"):       (302, 404, 403, 403, 422, 422),
    ("POST", "safeguards:receive-look"):      (302, 404, 403, 403, 422, 422),
    ("GET", "safeguards:answer-look"):        (302, 404, 403, 403, 200, 200),
    ("POST", "safeguards:answer-look"):       (302, 404, 403, 403, 422, 422),
    ("GET", "casestudies:evaluations"):       (302, 404, 200, 200, 200, 200),
    ("GET", "casestudies:plan"):              (302, 404, 403, 403, 200, 200),
    ("POST", "casestudies:plan"):             (302, 404, 403, 403, 422, 422),
    ("GET", "casestudies:history"):           (302, 404, 200, 200, 200, 200),
    ("POST", "casestudies:undo"):             (302, 404, 403, 403, 422, 422),
    ("GET", "casestudies:evaluation"):        (302, 404, 200, 200, 200, 200),
    ("GET", "casestudies:change-plan"):       (302, 404, 403, 403, 200, 200),
    ("POST", "casestudies:change-plan"):      (302, 404, 403, 403, 422, 422),
    ("POST", "casestudies:remove-evaluation"):  (302, 404, 403, 403, 422, 422),
    ("POST", "casestudies:fix"):              (302, 404, 403, 403, 422, 422),
    ("POST", "casestudies:draw"):             (302, 404, 422, 403, 403, 403),
    ("GET", "casestudies:stop"):              (302, 404, 200, 403, 200, 200),
    ("POST", "casestudies:stop"):             (302, 404, 422, 403, 422, 422),
    ("GET", "casestudies:week"):              (302, 404, 403, 403, 200, 200),
    ("POST", "casestudies:week"):             (302, 404, 403, 403, 422, 422),
    ("GET", "casestudies:add-reading"):       (302, 404, 403, 403, 200, 200),
    ("POST", "casestudies:add-reading"):      (302, 404, 403, 403, 422, 422),
    ("GET", "casestudies:reading"):           (302, 404, 403, 403, 404, 404),
    ("POST", "casestudies:reading"):          (302, 404, 403, 403, 404, 404),
    ("POST", "casestudies:confirm"):          (302, 404, 404, 403, 404, 404),
    ("GET", "casestudies:contest"):           (302, 404, 404, 403, 404, 404),
    ("POST", "casestudies:contest"):          (302, 404, 404, 403, 404, 404),
    ("GET", "reports:member-protocol"):       (302, 404, 200, 200, 200, 200),
    ("GET", "dialogue:dialogue"):         (302, 404, 200, 200, 200, 200),
    ("GET", "dialogue:history"):          (302, 404, 200, 200, 200, 200),
    ("POST", "dialogue:undo"):            (302, 404, 422, 403, 422, 422),
    ("GET", "dialogue:add"):              (302, 404, 403, 403, 200, 200),
    ("POST", "dialogue:add"):             (302, 404, 403, 403, 422, 422),
    ("GET", "dialogue:entry"):            (302, 404, 200, 200, 200, 200),
    ("GET", "dialogue:change"):           (302, 404, 403, 403, 200, 200),
    ("POST", "dialogue:change"):          (302, 404, 403, 403, 422, 422),
    ("POST", "dialogue:remove"):          (302, 404, 403, 403, 422, 422),
    ("GET", "dialogue:end"):              (302, 404, 403, 403, 404, 404),
    ("POST", "dialogue:end"):             (302, 404, 403, 403, 404, 404),
    ("GET", "dialogue:avis"):             (302, 404, 200, 403, 200, 200),
    ("POST", "dialogue:avis"):            (302, 404, 422, 403, 422, 422),
    ("POST", "dialogue:confirm"):         (302, 404, 302, 403, 302, 302),
    ("GET", "dialogue:contest"):          (302, 404, 200, 403, 200, 200),
    ("POST", "dialogue:contest"):         (302, 404, 422, 403, 422, 422),
    ("GET", "fieldlog:log"):                  (302, 404, 200, 200, 200, 200),
    ("GET", "fieldlog:papers"):               (302, 404, 403, 403, 200, 200),
    ("POST", "fieldlog:papers"):              (302, 404, 403, 403, 422, 422),
    ("POST", "fieldlog:confirm-papers"):      (302, 404, 404, 403, 403, 403),
    ("GET", "fieldlog:contest-papers"):       (302, 404, 404, 403, 403, 403),
    ("POST", "fieldlog:contest-papers"):      (302, 404, 404, 403, 403, 403),
    ("GET", "fieldlog:connect"):              (302, 404, 403, 403, 200, 200),
    ("POST", "fieldlog:connect"):             (302, 404, 403, 403, 409, 409),
    ("POST", "fieldlog:revoke-token"):        (302, 404, 403, 403, 404, 404),
    ("GET", "fieldlog:codes"):                (302, 404, 403, 403, 200, 200),
    ("POST", "fieldlog:codes"):               (302, 404, 403, 403, 422, 422),
    ("POST", "fieldlog:void-codes"):          (302, 404, 403, 403, 302, 302),
    ("POST", "fieldlog:diary-settings"):      (302, 404, 403, 403, 422, 422),
    ("GET", "fieldlog:suspension"):           (302, 404, 200, 403, 403, 403),
    ("POST", "fieldlog:suspension"):          (302, 404, 404, 403, 403, 403),
    ("GET", "fieldlog:months"):               (302, 404, 200, 403, 403, 200),
    ("GET", "fieldlog:month"):                (302, 404, 404, 403, 403, 404),
    ("POST", "fieldlog:month"):               (302, 404, 404, 403, 403, 404),
    ("POST", "fieldlog:take-agreement-back"): (302, 404, 404, 403, 403, 404),
    ("GET", "pilots:pilot"):                  (302, 404, 200, 200, 200, 200),
    ("POST", "pilots:adopt"):                 (302, 404, 403, 403, 403, 422),
    ("GET", "pilots:strictness"):             (302, 404, 200, 200, 200, 200),
    ("POST", "pilots:choose-strictness"):     (302, 404, 403, 403, 422, 422),
    ("GET", "pilots:version"):                (302, 404, 200, 200, 200, 200),
    ("GET", "pilots:use-version"):            (302, 404, 403, 403, 200, 200),
    ("POST", "pilots:use-version"):           (302, 404, 403, 403, 422, 422),
    ("GET", "pilots:version-replay"):         (302, 404, 200, 200, 200, 200),
}  # fmt: skip

# A group has neither coders nor representatives.
GROUP_MATRIX: dict[tuple[str, str], tuple[int, ...]] = {
    # page                                  anonymous, none, reader, researcher, owner
    ("GET", "recommendations:answers"):             (302, 404, 200, 200, 200),
    ("GET", "recommendations:address-recommendation"):  (302, 404, 403, 200, 200),
    ("POST", "recommendations:address-recommendation"): (302, 404, 403, 422, 422),
    ("POST", "recommendations:renew-answer-link"):  (302, 404, 403, 422, 422),
    ("GET", "recommendations:follow-answer"):       (302, 404, 403, 200, 200),
    ("POST", "recommendations:follow-answer"):      (302, 404, 403, 422, 422),
    ("GET", "recommendations:recommendations"):             (302, 404, 200, 200, 200),
    ("GET", "recommendations:new-recommendation"):          (302, 404, 403, 200, 200),
    ("POST", "recommendations:new-recommendation"):         (302, 404, 403, 422, 422),
    ("GET", "recommendations:recommendation"):              (302, 404, 200, 200, 200),
    ("GET", "recommendations:amend-recommendation"):        (302, 404, 403, 200, 200),
    ("POST", "recommendations:amend-recommendation"):       (302, 404, 403, 422, 422),
    ("GET", "recommendations:merge-recommendation"):        (302, 404, 403, 200, 200),
    ("POST", "recommendations:merge-recommendation"):       (302, 404, 403, 422, 422),
    ("GET", "recommendations:open-recommendation"):         (302, 404, 403, 200, 200),
    ("POST", "recommendations:open-recommendation"):        (302, 404, 403, 422, 422),
    ("GET", "recommendations:note-college-position"):       (302, 404, 403, 422, 422),
    ("POST", "recommendations:note-college-position"):      (302, 404, 403, 422, 422),
    ("GET", "recommendations:publish-recommendation"):      (302, 404, 403, 422, 422),
    ("POST", "recommendations:publish-recommendation"):     (302, 404, 403, 422, 422),
    ("GET", "recommendations:set-recommendation-aside"):    (302, 404, 403, 200, 200),
    ("POST", "recommendations:set-recommendation-aside"):   (302, 404, 403, 422, 422),
    ("GET", "recommendations:take-recommendation-back"):    (302, 404, 403, 422, 422),
    ("POST", "recommendations:take-recommendation-back"):   (302, 404, 403, 422, 422),
    ("GET", "recommendations:recommendation-thread"):       (302, 404, 200, 200, 200),
    ("GET", "recommendations:recommendation-history"):      (302, 404, 200, 200, 200),
    ("POST", "recommendations:undo-recommendation"):        (302, 404, 403, 422, 422),
    ("GET", "recommendations:cards"):              (302, 404, 200, 200, 200),
    ("GET", "recommendations:new-card"):           (302, 404, 403, 200, 200),
    ("POST", "recommendations:new-card"):          (302, 404, 403, 422, 422),
    ("GET", "recommendations:card"):               (302, 404, 200, 200, 200),
    ("GET", "recommendations:change-card"):        (302, 404, 403, 200, 200),
    ("POST", "recommendations:change-card"):       (302, 404, 403, 422, 422),
    ("POST", "recommendations:remove-card"):       (302, 404, 403, 422, 422),
    ("GET", "recommendations:new-observation"):    (302, 404, 403, 200, 200),
    ("POST", "recommendations:new-observation"):   (302, 404, 403, 422, 422),
    ("GET", "recommendations:change-observation"):  (302, 404, 403, 200, 200),
    ("POST", "recommendations:change-observation"): (302, 404, 403, 422, 422),
    ("POST", "recommendations:remove-observation"): (302, 404, 403, 422, 422),
    #                                        anonymous none reader researcher owner
    ("GET", "groups:groups"):           (302, 200, 200, 200, 200),
    ("GET", "groups:new-group"):        (302, 403, 403, 403, 403),
    ("POST", "groups:new-group"):       (302, 403, 403, 403, 403),
    ("GET", "groups:group"):            (302, 404, 200, 200, 200),
    ("POST", "groups:publish-group"):   (302, 404, 403, 422, 422),
    ("POST", "groups:take-group-back"): (302, 404, 403, 302, 422),
    ("GET", "groups:mandate"):          (302, 404, 200, 200, 200),
    ("GET", "groups:change-mandate"):   (302, 404, 403, 200, 200),
    ("POST", "groups:change-mandate"):  (302, 404, 403, 422, 422),
    ("GET", "groups:group-members"):        (302, 404, 200, 200, 200),
    ("GET", "groups:add-member"):           (302, 404, 403, 200, 200),
    ("POST", "groups:add-member"):          (302, 404, 403, 422, 422),
    ("GET", "groups:renew-member-link"):    (302, 404, 403, 200, 200),
    ("POST", "groups:renew-member-link"):   (302, 404, 403, 200, 200),
    ("GET", "groups:remove-group-member"):  (302, 404, 403, 200, 200),
    ("POST", "groups:remove-group-member"): (302, 404, 403, 422, 422),
    ("GET", "groups:end-group"):            (302, 404, 403, 403, 200),
    ("POST", "groups:end-group"):           (302, 404, 403, 403, 422),
    ("GET", "groups:members"):              (302, 404, 403, 403, 200),
    ("POST", "groups:members"):             (302, 404, 403, 403, 422),
    ("POST", "groups:remove-member"):       (302, 404, 403, 403, 404),
    ("POST", "groups:invite"):              (302, 404, 403, 403, 422),
    ("POST", "groups:password-link"):       (302, 404, 403, 403, 404),
    ("POST", "groups:revoke-link"):         (302, 404, 403, 403, 302),
    ("GET", "groups:hypotheses"):           (302, 404, 200, 200, 200),
    ("GET", "groups:add-hypothesis"):       (302, 404, 403, 200, 200),
    ("POST", "groups:add-hypothesis"):      (302, 404, 403, 422, 422),
    ("GET", "groups:hypothesis"):           (302, 404, 403, 200, 200),
    ("POST", "groups:hypothesis"):          (302, 404, 403, 422, 422),
    ("GET", "groups:withdraw-hypothesis"):  (302, 404, 403, 200, 200),
    ("POST", "groups:withdraw-hypothesis"): (302, 404, 403, 422, 422),
    ("POST", "groups:remove-hypothesis"):   (302, 404, 403, 422, 422),
    ("POST", "groups:move-hypothesis"):     (302, 404, 403, 302, 302),
    ("GET", "groups:rounds"):               (302, 404, 200, 200, 200),
    ("GET", "groups:open-round"):           (302, 404, 403, 200, 200),
    ("POST", "groups:open-round"):          (302, 404, 403, 422, 422),
    ("GET", "groups:round"):                (302, 404, 200, 200, 200),
    ("GET", "groups:close-round"):          (302, 404, 403, 200, 200),
    ("POST", "groups:close-round"):         (302, 404, 403, 302, 422),
    ("GET", "groups:release-totals"):       (302, 404, 403, 200, 200),
    ("POST", "groups:release-totals"):      (302, 404, 403, 422, 422),
    ("POST", "groups:take-totals-back"):    (302, 404, 403, 422, 422),
    ("GET", "groups:calendar"):         (302, 404, 200, 200, 200),
    ("GET", "groups:add-step"):         (302, 404, 403, 200, 200),
    ("POST", "groups:add-step"):        (302, 404, 403, 422, 422),
    ("GET", "groups:step"):             (302, 404, 200, 200, 200),
    ("GET", "groups:change-step"):      (302, 404, 403, 200, 200),
    ("POST", "groups:change-step"):     (302, 404, 403, 422, 422),
    ("GET", "groups:read-back"):        (302, 404, 403, 200, 200),
    ("POST", "groups:read-back"):       (302, 404, 403, 422, 422),
    ("POST", "groups:remove-step"):     (302, 404, 403, 422, 422),
    ("GET", "groups:group-history"):    (302, 404, 200, 200, 200),
    ("POST", "groups:undo-group"):      (302, 404, 403, 422, 422),
    ("GET", "groups:group-audit"):      (302, 404, 403, 403, 200),
    ("GET", "groups:delete-group"):     (302, 404, 403, 403, 200),
    ("POST", "groups:delete-group"):    (302, 404, 403, 403, 422),
}  # fmt: skip

# What stands under the first part of an address belongs to one kind of scope. A kind whose room
# comes later gets its roles in `GRANTABLE_ROLES`, and a table of its own here.
SECTIONS = {
    "lab/": ScopeKind.STUDY,
    "understand/": ScopeKind.STUDY,
    "demonstrators/generative-assistant/try/": ScopeKind.STUDY,
    "studies/": ScopeKind.STUDY,
    "systems/": ScopeKind.SYSTEM,
    "groups/": ScopeKind.GROUP,
}
MATRICES = {
    ScopeKind.STUDY: STUDY_MATRIX,
    ScopeKind.SYSTEM: SYSTEM_MATRIX,
    ScopeKind.GROUP: GROUP_MATRIX,
}


def columns(kind):
    """Return the columns of the table of a kind of scope: who may enter less stands first."""
    return [*ELSEWHERE, *reversed(GRANTABLE_ROLES[kind])]


@pytest.fixture
def study():
    """A study with a relay and one answer, of which a file is part."""
    study = make_study()
    given = answer(study, {"story": [{"task": "Write"}]})
    add_relay(study, "Union")
    AnswerFile.objects.create(name=FILE, answer=given, content=b"A rule.")
    codebook, act = open_codebook(study, "en"), ActionContext("test", NOON)
    ingest_verbatims(codebook)
    make_code(codebook, CodeText("Writing"), act)
    publish_version(codebook, act)
    return study


@pytest.fixture
def system():
    """A pilot of which a stage and a consultation are noted."""
    system = make_system()
    make_entry(system, EXPERIMENT)
    note(system, CONSULTATION)
    draw(plan(system))
    adopt_pilot(system, "job-offers", by="lea", now=NOON)
    return system


def system_address(name, system):
    """Return the address of a page of this system."""
    everything = {
        "slug": system.slug,
        "kind": "stages",
        "entry": system.systemstages.get().pk,
        "dialogue_kind": DialogueKind.CONSULTATION,
        "dialogue_entry": find_dialogue(system.scope).staffconsultations.get().pk,
        "token": NOWHERE,
        "month": "2026-10",
        "name": "2",
        "evaluation": ToolEvaluation.objects.get(system=system).pk,
        "reading": NOWHERE,
        "lot": 0,
        "week": 1,
    }
    takes = dict(staff_patterns(ScopeKind.SYSTEM))[name]
    if name.startswith("safeguards:"):
        everything |= {"kind": "routes", "entry": NOWHERE, "quarter": "2026-Q3"}
        everything |= {"site": make_counted_site(system), "year": 2026, "month": 7}
    return reverse(name, kwargs={parameter: everything[parameter] for parameter in takes})


@pytest.fixture
def group():
    """A published group, with a step, a round, a card and a recommendation that is addressed."""
    group = make_group("owner-of-the-group")
    make_members(group, [GroupCollege.RESEARCHERS] * 2)
    for name, college in MEMBERS.items():
        add_group_member(group, name, college, by="owner-of-the-group", now=NOON)
    group = publish_group(group, by="owner-of-the-group", now=NOON)
    add_record(group, STEP, by="owner-of-the-group", now=NOON)
    row = make_published(group.scope)
    address_recommendation(row, ADDRESS, revision=row.revision, by="owner-of-the-group", now=NOON)
    open_on(group)
    add_record(group, CARD, by="owner-of-the-group", now=NOON)
    draft(group.scope)
    return group


def group_address(name, group):
    """Return the address of a page of this group: answers are of what is published."""
    takes = dict(staff_patterns(ScopeKind.GROUP))[name]
    card = SupplierCard.objects.get(group=group.pk)
    addressed = RecommendationAddress.objects.get(group=group.pk)
    published = addressed.version.recommendation_id
    drafted = Recommendation.objects.exclude(pk=published).get(group=group.pk).pk
    answered = name in {"recommendations:answers", "recommendations:address-recommendation"}
    everything = {
        "slug": group.slug,
        "card": card.pk,
        "claim": card.observed[0]["id"],
        "member": group.members.all()[0].pk,
        "hypothesis": group.hypotheses.all()[0].pk,
        "number": 1,
        "step": group.steps.get().pk,
        "address": addressed.pk,
        "recommendation": published if answered or "address" in takes else drafted,
    }
    return reverse(name, kwargs={parameter: everything[parameter] for parameter in takes})


def address(name, study):
    """Return the address of a page of this study."""
    codebook = find_codebook(study.id)
    everything = {
        "slug": study.slug,
        "key": "story.task",
        "verbatim": list_all_texts(codebook).get().id,
        "code_id": codebook.codes.get().id,
        "answer_id": study.fieldings.get().answers.get().id,
        "file": NOWHERE,
        "name": FILE,
        "number": 1,
        "relay": "union",
        "quotation": NOWHERE,
        "language": "fr",
        "guide_id": NOWHERE,
        "practice_id": NOWHERE,
        "lead_id": NOWHERE,
        "memo_id": NOWHERE,
        "figure": NOWHERE,
        "finding": NOWHERE,
        "matrix": NOWHERE,
        "case": NOWHERE,
        "event": NOWHERE,
        "theme": "autonomy",
        "wave": 1,
    }
    takes = dict(staff_patterns(ScopeKind.STUDY))[name]
    return reverse(name, kwargs={parameter: everything[parameter] for parameter in takes})


def staff_patterns(kind):
    """Yield the name and the parameters of every address of a kind of scope, in all rooms."""
    sections = tuple(section for section, owned_by in SECTIONS.items() if owned_by is kind)
    for included in get_resolver().url_patterns[0].url_patterns:
        for pattern in included.url_patterns:
            if str(pattern.pattern).startswith(sections):
                yield f"{included.app_name}:{pattern.name}", list(pattern.pattern.converters)


def member_with_role(who, scoped):
    """Make a member of a study or a system; one of "none" owns what is no concern of it."""
    if who != "none":
        return make_member(who, scoped, Role(who))
    member = make_member(who)
    own = scoped.scope
    others = [Scope(own.kind, uuid4())]
    others += [Scope(kind, own.id) for kind in ScopeKind if kind is not own.kind]
    Membership.objects.bulk_create(
        Membership(scope_kind=scope.kind, scope_uuid=scope.id, user=member, role=Role.OWNER)
        for scope in others
    )
    return member


@pytest.mark.parametrize(("method", "name"), STUDY_MATRIX)
def test_every_page_answers_each_role_as_the_table_says(client, study, method, name):
    found = answers_by_role(client, study, method, address(name, study))

    assert found == dict(zip(found, STUDY_MATRIX[method, name], strict=True))


@pytest.mark.parametrize(("method", "name"), SYSTEM_MATRIX)
def test_every_page_of_a_system_answers_each_role_as_the_table_says(client, system, method, name):
    found = answers_by_role(client, system, method, system_address(name, system))

    assert found == dict(zip(found, SYSTEM_MATRIX[method, name], strict=True))


@pytest.mark.parametrize(("method", "name"), GROUP_MATRIX)
def test_every_page_of_a_group_answers_each_role_as_the_table_says(client, group, method, name):
    found = answers_by_role(client, group, method, group_address(name, group))

    assert found == dict(zip(found, GROUP_MATRIX[method, name], strict=True))


def answers_by_role(client, scoped, method, where):
    """Return with which status a page answers each role."""
    found = {}
    for who in columns(scoped.scope.kind):
        client.logout()
        if who != "anonymous":
            client.force_login(member_with_role(who, scoped))
        response = client.generic(method, where)
        found[who] = response.status_code
        list(response)  # what is sent as it is read is closed once it was read
    return found


@pytest.mark.parametrize("kind", ScopeKind)
def test_every_address_of_the_staff_is_in_the_table_of_its_kind_of_scope(kind):
    addresses = {name for name, _parameters in staff_patterns(kind)}

    assert addresses == {name for _method, name in MATRICES[kind]}


@pytest.mark.parametrize("kind", ScopeKind)
def test_a_kind_of_scope_has_roles_once_a_table_covers_its_pages(kind):
    assert bool(GRANTABLE_ROLES[kind]) == bool(MATRICES[kind])


def test_anonymous_people_learn_nothing_of_which_studies_there_are(client, study):
    there = client.get(f"/en/studies/{study.slug}/")
    nowhere = client.get("/en/studies/no-such-study/")

    assert there.status_code == nowhere.status_code == 302
    assert nowhere.url.replace("no-such-study", study.slug) == there.url


def test_a_member_learns_nothing_of_studies_in_which_they_have_no_role(client, study):
    client.force_login(make_member("lea"))

    there = client.get(f"/en/studies/{study.slug}/stories/")
    nowhere = client.get("/en/studies/no-such-study/stories/")

    assert there.status_code == nowhere.status_code == 404
    assert nowhere.text.replace("no-such-study", study.slug) == there.text


def test_a_role_in_one_study_opens_no_other(client, study):
    other = make_study("other")
    client.force_login(make_member("lea", other, Role.OWNER))

    assert client.get(f"/en/studies/{study.slug}/").status_code == 404


def test_an_answer_of_another_study_is_not_read_through_ones_own(client, study):
    other = make_study("other")
    theirs = answer(other, {"story": [{"task": "Secret"}]})
    client.force_login(make_member("lea", study, Role.OWNER))

    own = study.fieldings.get().answers.get()
    assert client.get(f"/en/studies/{study.slug}/stories/{theirs.id}/").status_code == 404
    assert client.get(f"/en/studies/{study.slug}/stories/{theirs.id}/{FILE}").status_code == 404
    assert client.get(f"/en/studies/{study.slug}/stories/{own.id}/{FILE}").status_code == 200
    fielding = other.fieldings.get().id
    assert client.get(f"/en/studies/{study.slug}/stories/?fielding={fielding}").status_code == 404


def test_anonymous_people_and_members_without_a_role_learn_nothing_of_systems(client, system):
    assert client.get("/en/systems/job-offers/").status_code == 302
    client.force_login(make_member("noor"))

    there = client.get("/en/systems/job-offers/")
    nowhere = client.get("/en/systems/no-such-system/")

    assert there.status_code == nowhere.status_code == 404
    assert nowhere.text.replace("no-such-system", "job-offers") == there.text


def test_a_refusal_is_a_whole_page_in_the_reader_s_language(client, study):
    client.force_login(make_member("lea", study, Role.READER))

    response = client.get(f"/en/studies/{study.slug}/figures/")

    assert response.status_code == 403
    assert "Your role in this study does not permit this." in response.text


def test_a_role_that_was_taken_away_is_gone_at_once(client, study):
    lea = make_member("lea", study, Role.CODER)
    client.force_login(lea)
    lea.memberships.all().delete()

    assert client.get(f"/en/studies/{study.slug}/stories/").status_code == 404
