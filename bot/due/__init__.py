"""What is owed: deadlines, posts, bytes. Each loop reads its rows, so a restart forgets nothing."""
