"""A machine of the first generation: it recognises a request and fetches a written answer."""
