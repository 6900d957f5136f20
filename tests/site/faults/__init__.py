"""What befalls a laboratory while people answer: killed processes, a full disk, a lost database."""
