"""The house's colours, type and spacing. assets/kitchen.css holds their values, light and dark."""

PAPER = "var(--paper)"  # the page
PAPERS = {"light": "#faf5eb", "dark": "#1c1613"}  # its values, for the browser's own frame
CARD = "var(--card)"  # what lies on it
LINE = "var(--line)"
INK = "var(--ink)"
SOFT = "var(--soft)"  # quieter ink, still readable
CLAY = "var(--clay)"  # links and what can be pressed
HERB = "var(--herb)"  # well
PLUM = "var(--plum)"  # not well

SERIF = "var(--serif)"
SMALL = "0.9375rem"

GAP = "1rem"
GAP_SMALL = "0.5rem"
GAP_LARGE = "2rem"
RADIUS = "14px"
