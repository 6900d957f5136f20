"""The guided tour of the demonstration, from one worker's story to a recommendation.

It opens accounts without a password, so `access` says when there is one: only in what
`vecu demo` serves, and only to this machine, while everything in the laboratory is invented.
"""
