"""Kitchen: a pantry, a cookbook, and an assistant that sees both and acts."""

__version__ = "0.1.0"
