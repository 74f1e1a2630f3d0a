"""What templates of the public pages may ask for beyond Django's own tags; each named by its subject."""
