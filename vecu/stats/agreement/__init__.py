"""Agreement between coders who judged the same units, beyond chance."""
