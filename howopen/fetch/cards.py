"""Values of model cards and file lists as people write them on the Hub, made plain: ids of models and data sets, and which files are weights. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*)?\Z")
_PAGE = re.compile(r"(?:https?://(?:www\.)?(?:huggingface\.co|hf\.co)/|hf:|@)(?:models/|datasets/)?([^/?#\s]+(?:/[^/?#\s]+)?)(?:[/?#].*)?\Z")
_ENDINGS = (
    "safetensors", "bin", "pt", "pth", "ckpt", "gguf", "ggml", "h5", "keras", "pdparams", "pkl", "msgpack", "onnx", "nemo", "tflite", "npz", "distcp",
    "mlmodel", "pb",
)  # fmt: skip
_WEIGHTS = re.compile(rf".*\.(?:{'|'.join(_ENDINGS)})\Z", re.IGNORECASE)
# state of a training run, or of a tokenizer, in the formats of weights
_OTHER_ROLE = re.compile(
    r"(?:.*/)?(?:training_args|optimizer|optim|scheduler|scaler|rng_state|random_states?|trainer_state|global_step|tokenizer|vocab|spiece|sentencepiece)"
    r"[^/]*\Z",
    re.IGNORECASE,
)
PLACEHOLDER = "2022-03-02"  # given by the Hub to every repository that is older than its record of days


def is_weights(path: str) -> bool:
    """Whether a file holds weights, by its format and its role."""
    return bool(_WEIGHTS.match(path)) and not _OTHER_ROLE.match(path)


def names(value: Any) -> tuple[list[str], list[str]]:
    """(ids, other texts) in a card's base models or data sets: one text, a list, or a mapping with names within; addresses on the Hub become ids.

    Each once, in the card's order. An id has no organisation where the Hub's own, older data sets and models have none.
    """
    ids: dict[str, str] = {}
    others: dict[str, None] = {}
    for text in _texts(value):
        match = _PAGE.match(text)
        name = (match[1] if match else text).removesuffix("/")
        if _ID.match(name) and len(name) <= 200 and not name.startswith(("datasets/", "models/")):
            ids.setdefault(name.lower(), name)
        else:
            others[text] = None
    return list(ids.values()), list(others)


def text(value: Any) -> str | None:
    """A card's text, a number as it would be written, or anything else as far as it can be told in a phrase; None where nothing is given."""
    if value is None or value in ("", [], {}):
        return None
    return value if isinstance(value, str) else re.sub(r"[^ -~]+", " ", str(value))[:150].strip() or None


def relation(card: dict[str, Any], tags: Iterable[Any]) -> str:
    """Way in which a model was made of its base, "quantized", "adapter", "merge" or "finetune", as the card or the Hub's tags say; empty where they do not."""
    said = card.get("base_model_relation")
    if isinstance(said, str) and said in _RELATIONS:
        return said
    found = {tag.split(":")[1] for tag in tags if isinstance(tag, str) and tag.startswith("base_model:") and tag.count(":") > 1}
    return next((one for one in _RELATIONS if one in found), "")


_RELATIONS = ("quantized", "adapter", "merge", "finetune")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value.strip()
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for key in ("name", "id", "model", "path", "repo", "url"):
            if isinstance(value.get(key), str):
                yield from _texts(value[key])
                return
