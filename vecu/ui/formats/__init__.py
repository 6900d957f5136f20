"""Date and time formats, for languages where Django's defaults do not suit."""
