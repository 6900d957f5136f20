"""What a member asks a machine outside the laboratory."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vecu.messages import UNFIT

MOST_CHARACTERS = 2_000


class PromptForm(forms.Form):
    """Words that leave the house, and that nobody can be recognised in them."""

    use_required_attribute = False
    prompt = forms.CharField(
        label=gettext_lazy("Your prompt"),
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": gettext_lazy("Write what you want to ask."),
            "null_characters_not_allowed": gettext_lazy(
                "One of the characters cannot be sent. Remove it."
            ),
        },
    )
    cleared = forms.BooleanField(
        label=gettext_lazy("I have removed everything by which somebody could be recognised"),
        error_messages={
            "required": gettext_lazy(
                "Remove names, places, dates and stories by which somebody could be recognised,"
                " then tick the box."
            )
        },
    )

    def clean_prompt(self) -> str:
        """Return the prompt without what no text may contain; refuse one that is too long.

        No browser is given the limit: it would cut what is pasted, and say nothing.
        """
        prompt = UNFIT.sub("", str(self.cleaned_data["prompt"])).strip()
        if not prompt:
            raise forms.ValidationError(_("Write what you want to ask."))
        if len(prompt) > MOST_CHARACTERS:
            message = _(
                "A prompt may have %(most)d characters; this one has %(found)d. Shorten it."
            )
            raise forms.ValidationError(
                message, params={"most": MOST_CHARACTERS, "found": len(prompt)}
            )
        return prompt
