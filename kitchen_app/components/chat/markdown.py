"""What the assistant wrote, drawn by assets/markdown.js."""

import reflex as rx


class Markdown(rx.Component):
    """Safe for any text: no HTML, no images, links to the web alone."""

    library = "$/public/markdown.js"
    tag = "Markdown"
    lib_dependencies: list[str] = ["react-markdown@10.1.0", "remark-gfm@4.0.1"]

    text: rx.Var[str]


markdown = Markdown.create
