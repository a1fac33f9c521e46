"""Names under which a model's badges and answers can be asked for, as the site's paths have them."""

from howopen.records.site_paths import hub_ids, names

FIRST_BADGE = "openness"  # the kind of badge offered first; it speaks of the board's badge definition

__all__ = ["FIRST_BADGE", "hub_ids", "names"]
