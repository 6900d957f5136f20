"""What dialogue offers in the menus of systems."""
