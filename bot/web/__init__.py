"""What Callsheet serves itself: for now, its answers to the command line."""
