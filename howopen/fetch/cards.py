"""Values of model cards and file lists as people write them on the Hub, made plain: ids of models and data sets, and which files are weights. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Any

from howopen.records.types import UPSTREAM_ID

PLACEHOLDER = "2022-03-02"  # given by the Hub to every repository that is older than its record of days

# ---- files ------------------------------------------------------------------------------------------------------------

_ENDINGS = (
    "safetensors", "bin", "pt", "pth", "pt2", "t7", "jit", "torchscript", "ckpt", "gguf", "ggml", "llamafile", "h5", "hdf5", "keras", "pb", "tflite",
    "litertlm", "task", "msgpack", "ocdbt", "distcp", "npz", "pkl", "pickle", "joblib", "skops", "onnx", "ort", "nemo", "pdparams", "pdiparams", "params",
    "caffemodel", "weights", "mindir", "mlmodel", "pte", "engine", "trt", "plan", "ftz", "ot", "st", "mar", "rten",
)  # fmt: skip
# a file may be packed, cut into parts, or hold what a graph beside it points to
_WEIGHTS = re.compile(
    rf".*(?:\.(?:{'|'.join(_ENDINGS)})(?:\.(?:tar|gz|xz|zst|zip))*(?:[.-](?:part|split)[\w.-]{{0,20}}|\.\d{{1,4}})?|\.data-\d+-of-\d+|\.onnx[._]data)\Z", re.I
)
# state of a training run, whatever its format
_STATE = re.compile(
    r"(?:.*/)?(?:[^/]*[^A-Za-z/])?(?:optim(?:i[sz]er)?|(?:lr_|noise_)?scheduler|(?:grad_)?scaler|rng(?:_states?)?|random_states?|dataloader|(?:data_?)?sampler"
    r"|train(?:er|ing)?_(?:args|states?|config|params|logs?)|custom_checkpoint|hparams|imatrix)(?![A-Za-z])[^/]*\Z"
    r"|(?:.*/)?optimizer[^/]*/.*",
    re.I,
)
# what a program reads beside the weights, in formats that hold either; a tokenizer in the others is a network
_READ = re.compile(
    r"(?:.*/)?(?:[^/]*[^A-Za-z/])?(?:de)?tokenizer[^/]*\.(?:bin|pkl|pickle|pt|msgpack|npz|joblib|onnx)\Z"
    r"|(?:.*/)?(?:vocab(?:ulary)?|spiece|sentencepiece|merges|label_?encoder|labels|classes|(?:feature_)?stats|mean_std|metadata)[^/]*\Z"
    r"|(?:.*/)?(?:train|val|valid|validation|test|dev|eval|data_?set|predictions|results|history)(?:_(?:data|set|split))?[_.-]?\d*\.[^/]*\Z"
    r"|(?:.*/)?(?:[^/]*[_.-])?(?:args|cfg|conf(?:ig)?|hyper_?param(?:eter)?s|features?|metrics|results|predictions|cache|tokens|placeholder|meta|cmvn|stats|index"
    r"|(?:index_to_)?docstore|speakers?|speaker_embeddings?|voices|calibration(?:_data)?|loss(?:es)?)\.(?:bin|pt|pth|pkl|pickle|npz|joblib|msgpack)\Z"
    r"|(?:.*/)?(?:datasets?|samples?|examples?|logs?|runs|speaker_embeddings|voices)/.*",
    re.I,
)


def is_weights(path: str) -> bool:
    """Whether a file holds weights, by its format and its role."""
    return bool(_WEIGHTS.match(path)) and not _STATE.match(path) and not _READ.match(path)


# ---- names of models and data sets -------------------------------------------------------------------------------------

_ID = re.compile(UPSTREAM_ID)
_PAGE = re.compile(
    r"(?:(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/|hf://|hf:|@|(?=models/|datasets/))((?:models|datasets)/)?([^/?#\s@]+(?:/[^/?#\s@]+)?)(?:[/?#@].*)?\Z"
)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)\Z")  # of Markdown
_REVISION = re.compile(r"([^/@\s]+/[^/@\s]+)@[\w./-]+\Z")
_NUMBER = re.compile(r"[\d.]+\Z")
_NO_OWNER = {"datasets", "models", "spaces", "papers", "collections", "blog", "docs", "posts", "organizations", "api"}  # pages of another kind
MOST_NAMES = 2_000  # looked at; the longest list is a tenth of it
_NONE = {"none", "null", "n/a", "na", "unknown", "custom", "scratch", "from-scratch", "private", "proprietary", "internal", "tbd", "other", "various"}


def is_id(name: str) -> bool:
    """Whether the name can be the id of a model or data set on the Hub, with an owner or, as the oldest have it, without."""
    return len(name) <= 200 and bool(_ID.fullmatch(name))


def names(value: Any, kind: str = "models") -> tuple[list[str], list[str]]:
    """(ids, other texts) in a card's base models, or its data sets: one text, a list, or a mapping with names within; addresses on the Hub become ids.

    Each once, in the card's order. An id has no organisation where the Hub's own, older data sets and models have none. An address of another
    kind of page than `kind`, such as that of a data set among base models, stays a text.
    """
    ids: dict[str, str] = {}
    others: dict[str, None] = {}
    for text in itertools.islice(_texts(value), MOST_NAMES):
        match = _PAGE.match(text) or _REVISION.match(text)
        name = (match[match.lastindex or 0] if match else text).removesuffix("/")
        if (page := _PAGE.match(text)) and not _is_page(page[1], text, kind):
            others[text] = None
        elif is_id(name) and not _NUMBER.match(name) and name.lower() not in _NONE and name.partition("/")[0].lower() not in _NO_OWNER and "--" not in name:
            ids.setdefault(name.lower(), name)
        else:
            others[text] = None
    return list(ids.values()), list(others)


def _is_page(said: str | None, text: str, kind: str) -> bool:
    """Whether an address, which has `said` of models/ and datasets/ in it, can be one of that kind. Of models it needs not say so."""
    return said == f"{kind}/" or (said is None and (kind == "models" or "://" not in text or text.startswith("hf:")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        pieces = [piece.strip() for piece in re.split(r"[,;\n]+", value) if piece.strip()]
        several = len(pieces) > 1 and all("/" in piece and " " not in piece for piece in pieces)
        for piece in pieces if several else [value]:
            text = piece.strip().strip("`'\"<>").strip()
            if text:
                yield link[1] if (link := _LINK.match(text)) else text
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        named = [value[key] for key in ("name", "id", "model", "path", "repo", "repo_id", "url", "dataset") if isinstance(value.get(key), str)]
        yield from _texts(named[0] if named else [key for key in value if isinstance(key, str) and "/" in key] or str(value))
    elif value is not None and not isinstance(value, bool):
        yield str(value)


# ---- the rest ----------------------------------------------------------------------------------------------------------

RELATIONS = ("quantized", "adapter", "merge", "finetune")  # to a base, as the Hub calls them


def relation(card: dict[str, Any], tags: Iterable[Any], files: Iterable[str] = ()) -> str:
    """Way in which a model was made of its base, one of RELATIONS, as card, tags, an adapter's settings or the format say; empty where none does."""
    said = card.get("base_model_relation")
    if isinstance(said, str) and said in RELATIONS:
        return said
    found = {tag.split(":")[1] for tag in tags if isinstance(tag, str) and tag.startswith("base_model:") and tag.count(":") > 1}
    files = list(files)
    if "adapter_config.json" in files:
        found.add("adapter")
    if not found and any(names(card.get("base_model"))):
        weights = [path for path in files if is_weights(path)]
        if weights and all(path.lower().endswith(".gguf") for path in weights):
            found.add("quantized")  # a base in that format alone is one that was converted
    return next((one for one in RELATIONS if one in found), "")


def text(value: Any) -> str | None:
    """A card's text, a number as it would be written, or anything else as far as it can be told in a phrase; None where nothing is given."""
    if value is None or value in ([], {}) or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, str):
        return value if len(value) <= MOST_PHRASE else f"{value[: MOST_PHRASE - 1]}…"
    return re.sub(r"[^ -~]+", " ", str(value))[:MOST_PHRASE].strip() or None


MOST_FILES = 100_000  # of a record; the longest has some ten thousand
MOST_PATH = 1024  # characters; every pattern that reads a path is done at once with so many
MOST_PHRASE = 150  # characters; no license has a longer name


def holds(record: dict[str, Any], key: str) -> bool:
    """Whether the record says so in any form: only false, and no word of it, is no."""
    return record.get(key) not in (None, False)


def listed(record: dict[str, Any], key: str) -> list[Any]:
    """The list at `key`, also where the Hub gives one value for a list of one."""
    value = record.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def files(record: dict[str, Any]) -> list[str]:
    """Paths of the files in a record of the Hub, as far as a disk could take them."""
    paths = (one.get("rfilename") for one in listed(record, "siblings") if isinstance(one, dict))
    return [path for path in itertools.islice(paths, MOST_FILES) if isinstance(path, str) and len(path) <= MOST_PATH]
