"""Rewrite a PDF from its pages: only what renders them is copied, all else is dropped.

`worker` runs in a process of its own, with limited time and memory, since a malicious file may
decompress without end. What may be copied is listed by kind, in `resources`, `fonts`, `images` and
`content_streams`.
"""
