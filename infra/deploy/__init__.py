"""What is deployed: the packages of the functions and of the site, and whether they work there."""
