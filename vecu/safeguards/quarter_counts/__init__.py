"""Is who says no served as well? Monthly counts by site, and quarters that are public, or not."""
