"""Statistics without Django: data in, an estimate with its interval out, or why there is none.

This is also the door for notebooks: `from vecu import stats`. What stands behind it is listed in
`__init__.pyi` and read when it is first asked for: a laboratory that wants agreement between coders
does not load the engines of survey estimates, some hundred megabytes.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
