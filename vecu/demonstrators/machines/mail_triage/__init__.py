"""Mail sorted by a machine: the problem without the tool, in five questions."""
