"""A public table of a group as a file: for a spreadsheet, and as an image that stands alone."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vecu.datasets.release_queries import Released
from vecu.groups.addresses import get_hypothesis_address
from vecu.groups.models import GroupHypothesis, LearningGroup
from vecu.groups.presenters.public_page import describe_table_source, make_table_figure
from vecu.groups.public_group import find_public_table
from vecu.groups.views.group_access import get_published_group
from vecu.ui.downloads import send_figure, send_table
from vecu.ui.page_headers import keep_out_of_caches
from vecu.ui.templatetags.ui import translate_wording


@require_safe
@keep_out_of_caches
def download_table(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the totals of both rounds for a spreadsheet in the reader’s language."""
    _group, _hypothesis, released = _get_table(slug, figure)
    shown = make_table_figure(released)
    lines = [*((row.label, row.counts) for row in shown.rows), (_("All members"), shown.totals)]
    rows = ([label, *counts] for label, counts in lines)
    return send_table([shown.title, *shown.columns], rows, f"{slug}-{figure}")


@require_safe
@keep_out_of_caches
def show_table_image(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the totals of both rounds as an SVG that names its source."""
    group, hypothesis, released = _get_table(slug, figure)
    page = request.build_absolute_uri(get_hypothesis_address(group, hypothesis))
    notes = [describe_table_source(released), f"{translate_wording(group.name)} · {page}"]
    shown, name = make_table_figure(released), f"{slug}-{figure}"
    return send_figure(shown, notes, name, fictional=group.fictional)


def _get_table(slug: str, figure: UUID) -> tuple[LearningGroup, GroupHypothesis, Released]:
    group = get_published_group(slug)
    found = find_public_table(group, figure)
    if found is None:
        raise Http404
    return group, *found
