"""Outputs that a student's process sent, taken as notebook outputs and as nothing else: they may be forged."""

from typing import Any

from .shell import OUTPUT_BYTES, OUTPUTS

_MOST = 2 * OUTPUT_BYTES  # of one cell: a cell's own bound may be passed by the last text


def taken(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most OUTPUTS of them and a bounded size, each of the shape that its kind has; the rest is dropped."""
    found, room = [], _MOST
    for output in outputs[:OUTPUTS]:
        made = _shaped(output)
        room -= sum(len(text) for text in _texts(made))
        if room < 0:
            break
        found.append(made)
    return found


def _shaped(output: dict[str, Any]) -> dict[str, Any]:
    kind, data = output.get("output_type"), output.get("data")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": str(output.get("text", ""))}
    shown = {str(k): _text(v) for k, v in data.items()} if isinstance(data, dict) else {}
    if kind == "execute_result":
        return {"output_type": kind, "execution_count": None, "data": shown, "metadata": {}}
    return {"output_type": "display_data", "data": shown, "metadata": {}}


def _text(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _texts(output: dict[str, Any]) -> list[str]:
    return [output["text"]] if "text" in output else [text for item in output["data"].items() for text in item]
