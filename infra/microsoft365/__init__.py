"""Sets up the Microsoft 365 tenant: scripts for its administrator, and the list that they need."""
