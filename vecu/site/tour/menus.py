"""The way from the first page of the laboratory to the tour, where there is one."""

from django.utils.translation import gettext_lazy

from vecu.site.tour.access import is_open
from vecu.ui.menus import FIRST_PAGE_MENU, MenuEntry, register_menu_entries

register_menu_entries(
    MenuEntry(FIRST_PAGE_MENU, gettext_lazy("Take the ten-minute tour"), "tour:begin", 10, is_open)
)
