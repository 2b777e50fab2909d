"""Short formulas as plain HTML, for places where no MathJax runs: x^2 becomes an italic x with a raised 2."""

import html
import re
import unicodedata

PAIRS = re.compile(r"(\S+) (\S+)")
SYMBOLS = dict(
    PAIRS.findall(
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε eta η theta θ lambda λ mu μ nu ν xi ξ pi π rho ρ "
        "sigma σ tau τ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Sigma Σ Phi Φ Psi Ψ Omega Ω "
        "partial ∂ nabla ∇ infty ∞ top ⊤ sum ∑ prod ∏ int ∫ ldots … dots … cdots ⋯ lVert ‖ rVert ‖ | ‖ "
        "langle ⟨ rangle ⟩ ell ℓ prime ′ circ ∘"
    )
)
OPERATORS = dict(
    PAIRS.findall(
        "times × cdot · odot ⊙ otimes ⊗ pm ± le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ to → "
        "rightarrow → leftarrow ← "
        "mapsto ↦ in ∈ mid | Rightarrow ⇒ propto ∝ ll ≪ gg ≫"
    )
)
WORDS = ("exp", "log", "ln", "tanh", "sin", "cos", "tan", "max", "min", "arg", "det", "tr")
ACCENTS = {"bar": "\u0304", "dot": "\u0307", "hat": "\u0302", "tilde": "\u0303", "vec": "\u20d7", "ddot": "\u0308"}
BLACKBOARD = dict(zip("RNZQCEP", "ℝℕℤℚℂ𝔼ℙ", strict=True))
SPACES = {",": "\u202f", ";": " ", ":": " ", " ": " ", "quad": " \u2003", "!": "", "left": "", "right": ""}
TOKEN = re.compile(r"\\text\{[^}]*\}|\\[A-Za-z]+|\\.|[{}^_]|\s+|[A-Za-z]|\d+(?:\.\d+)?|.")


def tex_to_html(tex: str) -> str:
    """Return a short TeX formula as HTML. Raises ValueError that names the command that it does not know."""
    parts, rest = _row([token for token in TOKEN.findall(tex) if not token.isspace()], "")
    if rest:
        raise ValueError(f"${tex}$ has a }} too many")
    return f'<span style="white-space:nowrap">{parts}</span>' if len(tex) < 25 else parts


def _row(tokens: list[str], end: str) -> tuple[str, list[str]]:
    """The HTML of the tokens up to `end`, and the tokens after it."""
    out = ""
    while tokens:
        token = tokens[0]
        if token == "}":
            return out, tokens if not end else tokens[1:]
        if token == "-":
            out += " − " if re.search(r"[\w)\]>]$", out.rstrip()) and not out.endswith(", ") else "−"
            tokens = tokens[1:]
        elif token in "^_":
            inner, tokens = _argument(tokens[1:])
            tag = "sup" if token == "^" else "sub"
            out += f"<{tag}>{inner}</{tag}>"
        else:
            piece, tokens = _argument(tokens)
            out += piece
    if end:
        raise ValueError("a formula has a { that is not closed")
    return out, []


def _argument(tokens: list[str]) -> tuple[str, list[str]]:
    """One group, command or character."""
    if not tokens:
        raise ValueError("a formula ends where an argument should stand")
    token, rest = tokens[0], tokens[1:]
    if token == "{":
        return _row(rest, "}")
    if token.startswith("\\text{"):
        return html.escape(token[6:-1]), rest
    if token.startswith("\\"):
        return _command(token[1:], rest)
    if token.isalpha():
        return f"<i>{token}</i>", rest
    return (f" {html.escape(token)} " if token in "=<>+" else f"{token} " if token == "," else html.escape(token)), rest


def _command(name: str, rest: list[str]) -> tuple[str, list[str]]:
    if name in SYMBOLS:
        return SYMBOLS[name], rest
    if name in OPERATORS:
        return f" {OPERATORS[name]} ", rest
    if name in WORDS:
        return f"{name} ", rest
    if name in SPACES:
        return SPACES[name], rest
    if name in ("{", "}", "%", "_", "&", "#"):
        return html.escape(name), rest
    return _with_argument(name, rest)


def _with_argument(name: str, rest: list[str]) -> tuple[str, list[str]]:
    if name in ("frac", "dfrac", "tfrac"):
        over, rest = _argument(rest)
        under, rest = _argument(rest)
        return f"{_bracket(over)}/{_bracket(under)}", rest
    if name in (*ACCENTS, "sqrt", "mathrm", "operatorname", "mathbf", "boldsymbol", "mathbb"):
        inner, rest = _argument(rest)
        return _styled(name, inner), rest
    raise ValueError(f"the formula command \\{name} is not known here; short formulas only")


def _styled(name: str, inner: str) -> str:
    plain = re.sub(r"</?i>", "", inner)
    if name in ACCENTS:
        return f"<i>{unicodedata.normalize('NFC', plain + ACCENTS[name])}</i>"
    if name == "sqrt":
        return f"√{_bracket(inner)}"
    if name == "mathbb":
        return BLACKBOARD.get(plain, plain)
    return f"<b>{plain}</b>" if name in ("mathbf", "boldsymbol") else plain


def _bracket(inner: str) -> str:
    return f"({inner})" if re.search(r" [+−=] ", inner) else inner
