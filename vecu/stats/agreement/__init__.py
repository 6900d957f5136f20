"""How far coders who judged the same units agree, beyond what chance would give."""
