"""Every name under which a model's badges and answers can be asked for, as the site's paths have them."""

from howopen.records.site_paths import hub_ids, names

__all__ = ["hub_ids", "names"]
