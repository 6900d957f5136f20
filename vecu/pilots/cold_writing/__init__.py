"""The pilot that fills what is cold in two invented forms, and leaves what is warm blank."""

from vecu.pilots.cold_writing.pilot import ColdWritingPilot, load_cold_writing_pilot

__all__ = ["ColdWritingPilot", "load_cold_writing_pilot"]
