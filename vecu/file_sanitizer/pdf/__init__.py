"""A PDF written anew from its pages: only what draws them is copied, all else stays behind.

`worker` runs in a process of its own, with bounded time and memory, since a file that means harm
may be unpacked without end. What may be copied is named, kind by kind, in `parts`, `fonts`,
`pictures` and `drawing`.
"""
