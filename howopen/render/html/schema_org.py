"""What search engines read of the data page: schema.org's Dataset, as JSON-LD.

It stands in the page as a data block. Browsers run no such block, so a policy without inline scripts leaves it alone; a file that the
page links to would be allowed as well, but the engines that read Dataset look only into the page.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from howopen.files import harmless
from howopen.records.catalogue import Catalogue
from howopen.render.api_paths import BASE, FILES

CONTEXT = "https://schema.org/"


def block(known: Catalogue, checked: str, base_url: str) -> Markup:
    """The data block's content; `checked` is the newest day on which anybody looked. It is safe within a script element whatever the data say."""
    return Markup(harmless.json_block(described(known, checked, base_url), compact=False, marks="&<>"))  # noqa: S704  no character of markup is left


def described(known: Catalogue, checked: str, base_url: str) -> dict[str, Any]:
    """The catalogue as a Dataset."""
    page, _ = known.pages["data"]
    downloads = [("models.json", "application/json"), *((path, media) for path, media, _ in FILES if "{" not in path)]
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": f"{known.site.name}: {known.site.question}",
        "description": " ".join(f"{known.site.summary} {page.summary}".split()),
        "url": f"{base_url}data/",
        "license": f"https://spdx.org/licenses/{known.site.data_license}.html",
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": known.site.name, "url": base_url},
        "dateModified": checked or None,
        "variableMeasured": [definition.name for definition in known.definitions.values()],
        "distribution": [{"@type": "DataDownload", "contentUrl": f"{base_url}{BASE}{path}", "encodingFormat": media} for path, media in downloads],
    }
