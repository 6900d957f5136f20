"""The security accreditation file of a laboratory: texts by language, filled with its state.

`facts` reads the state from settings and database; `write_dossier` fills the text. What the program
cannot know stays marked in the text, and no name, level or signature is made up.
"""

from vecu.site.dossier.facts import write_dossier

__all__ = ["write_dossier"]
