"""Remove personal metadata from files: bytes in, bytes out; see decisions 0017 and 0028.

Nothing is imported here, so that a process that sanitizes one file starts quickly.
"""
