"""What whoever keeps a kitchen does at a terminal, while it serves or not."""
