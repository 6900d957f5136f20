"""Statistics without Django: data in, an estimate with its interval out, or the reason for none.

This is also the public interface for notebooks: `from vecu import stats`. Names are listed in
`__init__.pyi` and imported on first use: code that needs only agreement between coders does not
load the engines of survey estimates, some hundred megabytes.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
