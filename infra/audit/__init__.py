"""What is checked on every page of the built site, and measured on some."""
