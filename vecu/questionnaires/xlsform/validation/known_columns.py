"""The known columns, by sheet."""

from __future__ import annotations

NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name")}
"""The columns without which a sheet cannot be read."""
SURVEY = frozenset(
    {
        "type", "name", "label", "hint", "guidance_hint", "required", "required_message",
        "relevant", "constraint", "constraint_message", "calculation", "default", "appearance",
        "choice_filter", "repeat_count", "read_only", "parameters", "trigger", "image", "audio",
        "video", "big-image", "media", "bind", "body", "control", "instance", "autoplay",
        "disabled", "save_to", "note", "rows", "intent", "query", "noapperrorstring",
        "no_app_error_string", "compact_tag", "comment", "comments",
    }
)  # fmt: skip
"""The known columns of the survey; others are the author's own."""
SETTINGS = frozenset(
    {
        "form_title", "form_id", "set_form_title", "set_form_id", "title", "id_string", "version",
        "name", "default_language", "style", "instance_name", "instance_id", "public_key",
        "submission_url", "auto_send", "auto_delete", "allow_choice_duplicates", "namespaces",
        "instance_xmlns", "omit_instanceid", "clean_text_values", "client_editable", "flat",
        "add_none_option", "attribute", "prefix", "compact_prefix", "delimiter",
        "compact_delimiter", "sms_keyword", "sms_separator", "sms_allow_media", "sms_date_format",
        "sms_datetime_format",
    }
)  # fmt: skip
"""The columns of the settings that some program reads."""
CHOICES = frozenset({"list_name", "name", "label", "image", "audio", "video", "big-image", "media"})
"""The known columns of choices; others are the author's own."""
KOBO = ("$", "kobo--")
"""Prefixes of the columns that KoboToolbox writes for itself, on any sheet."""
