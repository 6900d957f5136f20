"""What the log offers in the menus of systems."""

from vecu.ui.menus import register_menu_entries

register_menu_entries()
