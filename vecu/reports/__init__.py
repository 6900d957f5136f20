"""What everybody may read: the laboratory's first page, findings, the page of each study."""
