"""One route each. A page's module has ROUTE, TITLE, ON_LOAD and page()."""

from kitchen_app.pages import (
    chat,
    cookbook,
    home,
    login,
    not_found,
    pantry,
    recipe,
    settings,
    signup,
)

PAGES = (home, login, signup, chat, cookbook, recipe, pantry, settings, not_found)
