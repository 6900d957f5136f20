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
from vecu.tables import Dialect, format_csv
from vecu.ui.charts import draw_figure
from vecu.ui.page_headers import keep_out_of_caches
from vecu.ui.templatetags.ui import current_language, translate_wording


@require_safe
@keep_out_of_caches
def download_table(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the totals of both rounds for a spreadsheet in the reader’s language."""
    _group, _hypothesis, released = _get_table(slug, figure)
    shown = make_table_figure(released)
    lines = [*((row.label, row.counts) for row in shown.rows), (_("All members"), shown.totals)]
    content = format_csv(
        [shown.title, *shown.columns],
        ([label, *counts] for label, counts in lines),
        Dialect(";" if current_language() == "fr" else ",", for_spreadsheets=True),
    )
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{figure}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
@keep_out_of_caches
def show_table_image(request: HttpRequest, slug: str, figure: UUID) -> HttpResponse:
    """Send the totals of both rounds as an SVG that names its source."""
    group, hypothesis, released = _get_table(slug, figure)
    page = request.build_absolute_uri(get_hypothesis_address(group, hypothesis))
    notes = [describe_table_source(released), f"{translate_wording(group.name)} · {page}"]
    if group.fictional:
        notes.insert(0, _("Demonstration: everything here is invented."))
    content = draw_figure(make_table_figure(released), current_language(), notes).encode()
    headers = {"Content-Disposition": f'inline; filename="{slug}-{figure}.svg"'}
    return HttpResponse(content, content_type="image/svg+xml", headers=headers)


def _get_table(slug: str, figure: UUID) -> tuple[LearningGroup, GroupHypothesis, Released]:
    group = get_published_group(slug)
    found = find_public_table(group, figure)
    if found is None:
        raise Http404
    return group, *found
