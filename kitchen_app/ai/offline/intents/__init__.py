"""One file per family of things a cook says; each offers functions from a clause to a plan."""
