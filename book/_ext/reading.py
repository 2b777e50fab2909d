"""Sphinx extension: a running stepper for the landing page, names for bare toggles, launch buttons that work."""

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from companion import step_backward
from handgrad.scalar import Value

NOT_OURS = ("", "https://github.com/executablebooks/jupyter-book")  # what Jupyter Book fills in where nothing is said


class Stepper(SphinxDirective):
    """```{stepper}```: (x + y)² + y at x = 2, y = 3, step by step. The same picture that the first chapter draws."""

    def run(self) -> list[nodes.Node]:
        x, y = Value(2.0, name="x"), Value(3.0, name="y")
        return [nodes.raw("", step_backward((x + y) ** 2 + y).html, format="html")]


def named(make: Callable[..., object]) -> Callable[..., str]:
    """The theme's navigation with words for its toggles, which show an arrow alone."""
    label = '<summary aria-label="Show or hide the pages of this chapter">'
    return lambda *words, **options: str(make(*words, **options)).replace("<summary>", label)


def dress(_app: Sphinx, page: str, _template: str, context: dict, _doctree: object) -> None:
    """Name the toggles of the contents; pages that are no files of the repository cannot be launched."""
    if "generate_toctree_html" in context:
        context["generate_toctree_html"] = named(context["generate_toctree_html"])
    if page.startswith("book/exercises/"):
        buttons = context.get("header_buttons", [])
        context["header_buttons"] = [button for button in buttons if button.get("label") != "launch-buttons"]


def launch(_app: Sphinx, config: Config) -> None:
    """Without an address of the repository there is nothing to launch from."""
    options = config.html_theme_options
    if options.get("repository_url", "") in NOT_OURS:
        options.pop("launch_buttons", None)


def setup(app: Sphinx) -> dict[str, object]:
    app.add_directive("stepper", Stepper)
    app.connect("config-inited", launch, priority=100)
    app.connect("html-page-context", dress, priority=950)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
