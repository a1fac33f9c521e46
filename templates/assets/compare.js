// Draws two to four models side by side from their JSON answers; the choice is in the address, and a picker changes it.
const MOST = 4;
const place = document.querySelector("[data-compare]");
const root = new URL(place.dataset.compare, location).href;
const words = JSON.parse(document.querySelector("#words").textContent);
const chosen = [...new Set((new URLSearchParams(location.search).get("models") ?? "").split(",").filter((id) => /^[a-z0-9][a-z0-9.-]*$/.test(id)))].slice(0, MOST);
const answers = new Map();
const table = make("div", { className: "compare-table" });
const picker = make("input", { type: "search", id: "pick", autocomplete: "off", placeholder: "Add a model" });
picker.setAttribute("aria-label", "Add a model");
picker.setAttribute("list", "picks");
const picks = make("datalist", { id: "picks" });
const said = make("p", { className: "quiet" });
said.setAttribute("role", "status");
place.replaceChildren(make("p", { className: "picker" }, picker, picks), said, table);

let known = null, engine = null, reading = null;
const load = () => (reading ??= Promise.all([import(new URL(place.dataset.search, location).href), fetch(`${root}search.json`).then((answer) => answer.json())])
  .then(([module, index]) => ([engine, known] = [module, module.prepare(index)]), () => (reading = null)));
picker.addEventListener("focus", load);
picker.addEventListener("input", () => {
  const exact = known?.models.find((model) => model.name === picker.value);
  if (exact) add(exact.id);
  else if (known) picks.replaceChildren(...(picker.value.trim() ? engine.search(known, picker.value).models.slice(0, 8) : []).map((model) => new Option(model.name, model.name)));
});
picker.addEventListener("keydown", async (event) => {
  if (event.key !== "Enter" || !picker.value.trim()) return;
  await load();
  const [first] = engine.search(known, picker.value).models;
  if (first) add(first.id);
  else said.textContent = `Nothing here is called “${picker.value}”.`;
});
function add(id) {
  if (!chosen.includes(id)) chosen.push(id);
  change();
}
function change() {
  picker.value = "";
  history.replaceState(null, "", chosen.length ? `?models=${chosen.join(",")}` : location.pathname);
  compare();
}
compare();

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  const role = tag === "th" ? (properties.scope === "row" ? "rowheader" : "columnheader") : { table: "table", thead: "rowgroup", tbody: "rowgroup", tr: "row", td: "cell" }[tag];
  if (role) element.setAttribute("role", role); // told in so many words, as the style makes cards of rows on a phone
  element.append(...children);
  return element;
}

async function compare() {
  await Promise.all(chosen.filter((id) => !answers.has(id)).map(async (id) => {
    const answer = await fetch(`${root}api/v1/models/${id}.json`).catch(() => null);
    answers.set(id, answer?.ok ? (await answer.json()).model : null);
  }));
  const models = chosen.map((id) => answers.get(id)).filter(Boolean), gone = chosen.filter((id) => !answers.get(id));
  picker.disabled = chosen.length >= MOST;
  said.textContent = chosen.length >= MOST ? "Four at most: remove one to add another." : gone.length ? `Not in the catalogue: ${gone.join(", ")}.` : models.length ? "" : "Pick two to four models by name, family or Hugging Face id.";
  if (!models.length) return void table.replaceChildren();
  const head = make("tr", {}, make("th", { scope: "col" }, make("span", { className: "hidden", textContent: "What is compared" })), ...models.map((model) => {
    const away = make("button", { type: "button", className: "away", textContent: "remove" });
    away.setAttribute("aria-label", `Remove ${model.name}`);
    away.addEventListener("click", () => { chosen.splice(chosen.indexOf(model.id), 1); change(); });
    return make("th", { scope: "col" }, make("a", { href: `${root}models/${model.id}/`, textContent: model.name }), " ", make("small", {}, words.developers[model.developer] ?? model.developer, " · ", away));
  }));
  const bodies = groups(models).map(([label, rows]) => make("tbody", {},
    make("tr", {}, make("th", { className: "group", scope: "colgroup", colSpan: models.length + 1, textContent: label })),
    ...rows.map(([name, cells]) => line(name, cells))));
  const drawn = make("table", { className: `facts compare of-${models.length}` }, make("thead", {}, head), ...bodies);
  const scroll = make("div", { className: "scroll", tabIndex: 0 }, drawn);
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "Comparison");
  const only = make("input", { type: "checkbox" });
  only.addEventListener("change", () => drawn.classList.toggle("only", only.checked));
  table.replaceChildren(make("label", {}, only, " Show only rows that differ"), scroll);
  document.title = `${models.map((model) => model.name).join(", ")} · compared`;
}

const STATES = { yes: "met", open: "met", "yes-if": "partial", "in-part": "partial", gated: "partial", "on-request": "partial", no: "not-met", withheld: "not-met", none: "none" };
const short = (number) => [[1e12, "T"], [1e9, "B"], [1e6, "M"]].filter(([unit]) => number >= unit).map(([unit, letter]) => `${Number((number / unit).toPrecision(3))}${letter}`)[0] ?? String(number);

// as the pages of models have them
const tokens = (number) => (number % 1024 ? number.toLocaleString("en") : `${number / 1024}K`);
const day = (value) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", year: "numeric", ...(value[4] && { month: "long" }), ...(value[7] && { day: "numeric" }) }).format(new Date(value));

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
  const score = [["Proven to possible", models.map(({ score }) => ["", [...new Set([score.proven, score.possible].map((share) => Math.round(share * 100)))].join(" to ") + "%"])]];
  const replies = words.questions.map(([key, question]) => [question, models.map(({ answer }) => [STATES[answer[key].answer] ?? "undetermined", answer[key].says])]);
  const about = [
    ["Released", models.map((model) => ["", model.released ? day(model.released) : "unknown"])],
    ["Parameters", models.map(({ facts: { specs } }) => ["", specs?.parameters ? `${short(specs.parameters)}${specs["active-parameters"] ? `, ${short(specs["active-parameters"])} active` : ""}` : "unknown"])],
    ["Context", models.map(({ facts: { specs } }) => ["", specs?.["context-length"] ? `${tokens(specs["context-length"])} tokens` : "unknown"])],
    ["License of the weights", models.map(({ weights }) => ["", named(weights.license) ?? "unknown"])],
  ];
  return [["Answers", [...replies, ...about]], ["Verdicts", [...verdicts, ...score]], ["Freedoms", freedoms], ...parts, ["Data information", information]];
}

// [state, word]; `levels` are the names of a ladder's levels, `none` and `outside` what it says of a model on none of them and out of its scope
function result(verdict, kind, levels, none, outside) {
  if (verdict["in-scope"] === false) return ["none", outside];
  if (verdict.points) {
    const { proven, possible, most } = verdict.points;
    return [proven >= most ? "met" : proven ? "reached" : possible ? "undetermined" : "not-met", `${[...new Set([proven, possible])].join(" to ")} of ${most}`];
  }
  if (kind !== "ladder") return [verdict.outcome, (kind === "conditions" ? words.conditions : words.outcome)[verdict.outcome]];
  if (verdict.reached) return ["reached", levels[verdict.reached]];
  return verdict.possible ? ["undetermined", `at most ${levels[verdict.possible]}`] : ["not-met", none];
}

// the strip has weighed the license too; parts that it does not draw stand without a mark
function part(found, cell) {
  const state = { met: "met", partial: "partial", not: "not-met", unknown: "undetermined", none: "none" }[cell] ?? "";
  if (!found?.availability && found?.datasets?.length) return [state, [words.sets, named(found.license)].filter(Boolean).join(", ")];
  if (!found?.availability) return ["undetermined", found?.license ? `unknown, ${named(found.license)}` : "unknown"];
  return [state, [words.availability[found.availability], words.coverage[found.coverage], named(found.license)].filter(Boolean).join(", ")];
}

// a license that SPDX does not list, without the mark that says so
function named(license) {
  return license?.replaceAll("LicenseRef-", "").replace(/^NONE$/, "no license given");
}

function line(name, cells) {
  const differs = new Set(cells.map(([, word]) => word)).size > 1;
  const row = make("tr", {}, make("th", { scope: "row", textContent: name }), ...cells.map(([state, word]) => {
    const [answer, why] = state ? word.split(/: (.*)/s) : [word];
    const said = make("span", { className: state ? "verdict" : "", textContent: answer });
    if (state) said.dataset.outcome = state;
    return make("td", {}, said, ...(why ? [make("small", { textContent: why })] : []));
  }));
  if (differs) row.className = "differs";
  return row;
}
