"""A person looks again at what a system had a part in; and appeals, which are something else."""
