"""Pages of those who reply, and the page on which members read and release replies."""
