"""Names of license files -> which files are any, and what each speaks of. Pure.

A file speaks of what its name says, else of the folder it lies in. One that lies at the top speaks of the whole repository only where it is
alone: beside others, nothing says that it is about the weights.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable


class Scope(enum.StrEnum):
    """Things that a license file can speak of."""

    WEIGHTS = "weights"
    CODE = "code"
    DATA = "data"
    FOLDER = "folder"  # what lies in its folder
    REPOSITORY = "repository"
    UNSAID = "unsaid"  # it lies beside others, and its name is a license's own


_FILE = re.compile(r"(?<![a-z])(?:licen[cs]es?|copying|unlicense|许可)(?![a-z])(?!.*(?:header|template))", re.IGNORECASE)
_OTHER_FORMAT = re.compile(
    r"\.(?:py|js|mjs|ts|tsx|jsx|c|cc|cpp|cu|h|hpp|java|go|rs|rb|sh|json|jsonl|ya?ml|toml|lock|csv|tsv|png|jpe?g|gif|svg|webp|html?|ipynb|zip|gz|safetensors|"
    r"bin|pt|pth|gguf|onnx|key|tmpl|j2)\Z",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|odt|rtf)\Z", re.IGNORECASE)
_WORDS = (
    (Scope.WEIGHTS, frozenset({"model", "models", "weight", "weights", "checkpoint", "checkpoints", "parameters", "模型", "权重"})),
    (Scope.CODE, frozenset({"code", "software", "source", "src", "代码"})),
    (Scope.DATA, frozenset({"data", "dataset", "datasets", "数据"})),
)
_PLAIN = re.compile(r"(?:licen[cs]e|copying|unlicense)(?:\.(?:md|txt|rst|markdown))?\Z", re.IGNORECASE)
_OF_OTHERS = frozenset(re.findall(r"[\w-]+", "third_party third-party thirdparty 3rdparty vendor external node_modules dependencies deps submodules licenses"))


def chosen(paths: Iterable[str], most: int) -> list[str]:
    """The license files among the paths, at most so many: those nearest the top first, without those of third parties."""
    found = [path for path in paths if is_license_file(path)]
    return sorted(found, key=lambda path: (path.count("/"), len(path), path))[:most]


def is_license_file(path: str) -> bool:
    """Whether it holds a license of the repository's own, by its name and place."""
    *folders, name = path.split("/")
    return _FILE.search(name) is not None and not _OTHER_FORMAT.search(name) and not _OF_OTHERS.intersection(folder.lower() for folder in folders)


def is_document(path: str) -> bool:
    """Whether the file is one whose words are not read, by its name: it says that there are terms, and not which."""
    return _DOCUMENT.search(path) is not None


def most_of(path: str) -> int:
    """Bytes that a license file may have: the longest AI license read so far has 60 kB; of one as PDF, whose words are not read, only the digest is taken."""
    return 4 * 1024 * 1024 if is_document(path) else 512 * 1024


def scopes(paths: Iterable[str]) -> dict[str, Scope]:
    """Scope of each license file of a repository, by its path; `paths` are all that the repository has."""
    paths = list(paths)
    top = [path for path in paths if "/" not in path]
    alone = len(top) == 1 or all(_PLAIN.match(path) for path in top)
    return {path: _scope(path, alone) for path in paths}


def _scope(path: str, alone: bool) -> Scope:
    if "/" in path:
        return Scope.FOLDER
    return named(path) or (Scope.REPOSITORY if alone else Scope.CODE if _PLAIN.match(path) else Scope.UNSAID)


def named(path: str) -> Scope | None:
    """Thing that the file says by its name that it is for, wherever it lies; None where its name does not tell."""
    words = set(re.findall(r"[a-z]+|模型|权重|代码|数据", path.rpartition("/")[2].lower()))
    return next((scope for scope, own in _WORDS if words & own), None)


def speaks_of(path: str, file: str) -> bool:
    """Whether the file of a repository lies in the folder of the license file."""
    folder = path.rpartition("/")[0]
    return bool(folder) and (file == folder or file.startswith(f"{folder}/"))
