"""Kitchen language: lines as cooks type them, read into what the pantry and the cookbook keep."""

from kitchen_app.services.reading.lines import ingredient_line, read_ingredient_line
from kitchen_app.services.reading.stock import read_stock

__all__ = ["ingredient_line", "read_ingredient_line", "read_stock"]
