"""The six hypotheses of the hearing, which every group may put to the test. Pure.

Those who said them stand by their role. Of the first three, the counter-argument was said at the
hearing, too; of the others it was not, and they say that it is the laboratory’s.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from vecu.groups.content import HypothesisContent

_FILE = Path(__file__).with_name("hearing_hypotheses.json")


@lru_cache
def list_hearing_hypotheses() -> Sequence[HypothesisContent]:
    """Return them in the order of the hearing, in French and English."""
    stored = json.loads(_FILE.read_text("utf-8"))
    return tuple(HypothesisContent(**each) for each in stored)
