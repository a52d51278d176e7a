"""What cards and panels look like: a view of things in, Discord's components out. Nothing is asked or decided."""
