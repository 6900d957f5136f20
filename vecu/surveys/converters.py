"""A part of an address that Django has no word for."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class FileNameConverter(StringConverter):
    """The name of a file, which holds no NUL: PostgreSQL does not even look for one with it."""

    regex = r"[^/\x00]+"


register_converter(FileNameConverter, "file")
