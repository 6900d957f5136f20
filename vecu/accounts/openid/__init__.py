"""Sign members in by OpenID Connect: at an organisation's own provider, or through ProConnect."""
