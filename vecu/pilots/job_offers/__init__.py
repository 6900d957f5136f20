"""The pilot that reads job offers for words that may discriminate. Not legal advice."""

from vecu.pilots.job_offers.pilot import NOT_LEGAL_ADVICE, JobOfferPilot, load_job_offer_pilot

__all__ = ["NOT_LEGAL_ADVICE", "JobOfferPilot", "load_job_offer_pilot"]
