// Draws two to four models side by side from their JSON answers; the choice is in the address.
const place = document.querySelector("[data-compare]");
const words = JSON.parse(document.querySelector("#words").textContent);
const ids = (new URLSearchParams(location.search).get("models") ?? "").split(",").filter((id) => /^[a-z0-9][a-z0-9.-]*$/.test(id)).slice(0, 4);
if (ids.length) compare([...new Set(ids)]);

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function compare(ids) {
  const answers = await Promise.all(ids.map(async (id) => {
    const answer = await fetch(`${place.dataset.compare}api/v1/models/${id}.json`);
    return answer.ok ? (await answer.json()).model : null;
  }));
  const models = answers.filter(Boolean);
  if (!models.length) {
    place.textContent = "None of these models is in the catalogue.";
    return;
  }
  const head = make("tr", {}, make("th", { scope: "col" }, make("span", { className: "hidden", textContent: "What is compared" })), ...models.map((model) =>
    make("th", { scope: "col" }, make("a", { href: `${place.dataset.compare}models/${model.id}/`, textContent: model.name }), " ", make("small", { textContent: words.developers[model.developer] ?? model.developer }))));
  const bodies = groups(models).map(([label, rows]) => make("tbody", {},
    make("tr", {}, make("th", { className: "group", scope: "colgroup", colSpan: models.length + 1, textContent: label })),
    ...rows.map(([name, cells]) => line(name, cells))));
  const table = make("table", { className: `facts compare of-${models.length}` }, make("thead", {}, head), ...bodies);
  const scroll = make("div", { className: "scroll", tabIndex: 0 }, table);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Comparison");
  const only = make("input", { type: "checkbox" });
  only.addEventListener("change", () => table.classList.toggle("only", only.checked));
  const change = make("a", { href: `${place.dataset.compare}?compare=${models.map((model) => model.id).join(",")}`, textContent: "Choose others" });
  place.replaceChildren(make("label", {}, only, " Only what differs, which a line marks"), " · ", change);
  place.after(scroll);
  document.title = `${models.map((model) => model.name).join(", ")} · compared`;
}

// [label, [name, [state, word] of each model]] of everything that can differ
function groups(models) {
  const verdicts = words.definitions.map(([id, name, ...said]) => [name, models.map((model) => result(model.verdicts[id], ...said))]);
  const freedoms = words.freedoms.map(([id, name]) => [name, models.map((model) => {
    const outcome = model.verdicts[words.headline].views?.[id];
    return [outcome, words.outcome[outcome]];
  })]);
  const parts = words.groups.map(([label, components]) => [label, components.map(([id, name]) => [name, models.map((model) => part(model.facts.components?.[id], model.strip[id]))])]);
  const information = words.information.map(([id, name]) => [name, models.map((model) => {
    const extent = model.facts["data-information"]?.[id];
    return [{ complete: "met", partial: "partial", none: "not-met" }[extent] ?? "undetermined", words.extent[extent] ?? "unknown"];
  })]);
  const score = [["Proven to possible", models.map(({ score }) => ["", [...new Set([score.proven, score.possible].map((share) => Math.round(share * 100)))].join(" to ")])]];
  return [["Verdicts", [...verdicts, ...score]], ["Freedoms", freedoms], ...parts, ["Data information", information]];
}

// [state, word]; `levels` are the names of a ladder's levels, `none` and `outside` what it says of a model on none of them and out of its scope
function result(verdict, kind, levels, none, outside) {
  if (verdict["in-scope"] === false) return ["none", outside];
  if (kind !== "ladder") return [verdict.outcome, (kind === "conditions" ? words.conditions : words.outcome)[verdict.outcome]];
  if (verdict.reached) return ["reached", levels[verdict.reached]];
  return verdict.possible ? ["undetermined", `at most ${levels[verdict.possible]}`] : ["not-met", none];
}

// the strip has weighed the license too; parts that it does not draw stand without a mark
function part(found, cell) {
  if (!found?.availability) return ["undetermined", found?.license ? `unknown, ${named(found.license)}` : "unknown"];
  const state = { met: "met", partial: "partial", not: "not-met", unknown: "undetermined", none: "none" }[cell] ?? "";
  return [state, [words.availability[found.availability], words.coverage[found.coverage], named(found.license)].filter(Boolean).join(", ")];
}

// a license that SPDX does not list, without the mark that says so
function named(license) {
  return license?.replaceAll("LicenseRef-", "").replace(/^NONE$/, "no license given");
}

function line(name, cells) {
  const differs = new Set(cells.map(([, word]) => word)).size > 1;
  const row = make("tr", {}, make("th", { scope: "row", textContent: name }), ...cells.map(([state, word]) => {
    const said = make("span", { className: state ? "verdict" : "", textContent: word });
    if (state) said.dataset.outcome = state;
    return make("td", {}, said);
  }));
  if (differs) row.className = "differs";
  return row;
}
