// Asks in plain words what is published of a model, writes its file, and judges it by the site's own rules (judge.js).
// Nothing is sent anywhere: the finished file is opened in GitHub's editor, by a link.

const SETS = "training-data"; // the part whose data sets are asked for one by one
const UNKNOWN = ""; // what nobody looked for is left out
const MOST_ADDRESS = 7500; // characters that GitHub and browsers take in a link
const MOST_WRITTEN = 8000, MOST_LINES = 40; // characters and lines of one answer; more is read by nobody, and each line is looked up

const home = document.querySelector("[data-propose]");
const words = JSON.parse(document.getElementById("words").textContent);
const [rules, { judge, terms, BadExpression, WORD, MET, UNMET }, { nearest }] = await Promise.all([
  fetch(home.dataset.rules).then((answer) => answer.json()),
  import(new URL(home.dataset.judge, document.baseURI).href),
  import(new URL(home.dataset.nearest, document.baseURI).href),
]);

// ---- small pieces of the page -----------------------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in node && typeof value !== "string") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

let count = 0;

function asked(label, control, help) {
  control.id ||= `ask-${(count += 1)}`;
  const hint = help && make("small", { id: `${control.id}-help` }, help);
  if (hint) control.setAttribute("aria-describedby", hint.id);
  return make("p", { class: "asked" }, make("label", { for: control.id }, label), control, hint);
}

function text(label, help, more = {}) {
  const control = make("input", { type: "text", maxlength: "160", ...more });
  return { node: asked(label, control, help), value: () => clean(control.value), control };
}

const listed = []; // the answers that are lists

function lines(label, help) {
  const control = make("textarea", { rows: "2", spellcheck: "false" });
  const every = () => (control.value.length > MOST_WRITTEN ? null : clean(control.value).split(" ").filter(Boolean));
  const tooMuch = () => !(every()?.length <= MOST_LINES);
  listed.push({ label, tooMuch });
  return { node: asked(label, control, help), value: () => (tooMuch() ? [] : every()) };
}

function choice(label, options, help, unknown = "Nobody looked") {
  const control = make("select", {}, make("option", { value: UNKNOWN }, unknown), ...Object.entries(options).map(([value, name]) => make("option", { value }, name)));
  return { node: asked(label, control, help), value: () => control.value, control };
}

function ticks(label, options) {
  const boxes = Object.entries(options).map(([value, name]) => ({ value, box: make("input", { type: "checkbox", id: `ask-${(count += 1)}` }), name }));
  const node = make("fieldset", { class: "ticks" }, make("legend", {}, label), ...boxes.map(({ box, name }) => make("span", {}, box, make("label", { for: box.id }, name))));
  return { node, value: () => boxes.filter(({ box }) => box.checked).map(({ value }) => value) };
}

function labels(named) {
  return Object.fromEntries(Object.entries(rules.words[named]).map(([key, word]) => [key, word.label]));
}

// Without what cannot be seen, on one line.
function clean(value) {
  return value.replace(/[\p{C}\u2028\u2029]+/gu, " ").replace(/\s+/g, " ").trim();
}

function slug(name) {
  return name.toLowerCase().replace(/[^a-z0-9.]+/g, "-").slice(0, 80).replace(/^[-.]+|[-.]+$/g, "");
}

// ---- the questions ----------------------------------------------------------------------------------------------------

const licenseNames = make("datalist", { id: "license-names" }, ...Object.keys(rules.licenses.ids).map((id) => make("option", { value: id }, rules.licenses.ours[id] ?? "")));
const developerNames = make("datalist", { id: "developer-names" }, ...Object.entries(rules.developers).map(([id, one]) => make("option", { value: id }, one.name)));

const AVAILABILITY = {
  public: "Anyone can get it without asking, paying or signing in",
  gated: "After signing in, accepting terms or giving details",
  rebuildable: "Data that published scripts rebuild",
  "on-request": "The developer decides on each request",
  none: "I looked, and it is not published",
  "not-applicable": "The model has no such part",
};
const STAGE = { "pre-training": "In pre-training", "post-training": "In fine-tuning, or another step after pre-training" };
const { rebuildable: _, ...NO_DATA } = AVAILABILITY; // for parts that are no data
const COVERAGE = { full: "All of it", partial: "Some of it: a sample, one stage, one of several" };
const SCOPE = { stated: "For this part itself", repository: "For the repository that it lies in", inherited: "Only for something else; I assume it holds here" };
const EXTENT = { complete: "Nothing asked for is missing", partial: "Something is said, something is missing", none: "I looked, and nothing is said", "not-applicable": "There is nothing to describe" };
const KIND = { open: "May be copied and shared again", public: "Others can inspect it", obtainable: "Third parties give it", unshareable: "Cannot be shared, for a stated reason" };

const about = {
  name: text("Which release?", "As its developer writes it, with size or version."),
  developer: text("Who published it?", "Start typing a name; one that is not here yet is fine.", { list: "developer-names" }),
  released: text("When was it first released?", "A day or a month: YYYY-MM-DD or YYYY-MM.", { inputmode: "numeric" }),
  modalities: ticks("What goes in and comes out?", labels("modalities")),
  parameters: text("How many parameters?", "As its developer gives them, such as 8.03B or 70M."),
  active: text("How many of them work on each token?", "For a mixture of experts."),
  context: text("How many tokens of context?", "Written out: 131072 or 128000.", { inputmode: "numeric" }),
  specs: lines("Where are the sizes given?", "One address a line."),
  huggingface: text("Its page on Hugging Face", "org/name, or the address.", { maxlength: "300" }),
  github: text("Its code on GitHub", "owner/name, or the address.", { maxlength: "300" }),
  claim: text("What does its developer call it?", "A phrase in the developer's own words, such as “open source”."),
  claimed: text("Where does it say so?", "The address.", { maxlength: "600" }),
  looked: lines("Where did you look, if it calls it nothing of the kind?", "One address a line; leave it empty if you did not look."),
  from: choice("What was it made from?", { scratch: "Trained from scratch", models: "From other models" }),
  ancestors: lines("Which models?", "One a line: an id here, or hf:org/name."),
  lineage: lines("Where is that said?", "One address a line."),
  low: text("Training compute, at least", "FLOP, such as 1.2e24."),
  high: text("Training compute, at most", "FLOP."),
  compute: lines("Where is that said, or what is it computed from?", "One address a line."),
};
about.name.control.value = (new URLSearchParams(location.search).get("name") ?? "").slice(0, 160); // what somebody looked for and did not find here

const parts = Object.fromEntries(Object.entries(rules.words.components).map(([key, word]) => [key, partQuestions(key, word)]));

function partQuestions(key, word) {
  const fields = {
    availability: choice("How can one get it?", word.group === "data" ? AVAILABILITY : NO_DATA),
    coverage: choice("How much of it?", COVERAGE, "", "Unknown"),
    approval: choice("How does the gate open?", { auto: "By itself, once one accepts", manual: "Somebody decides" }, "", "Unknown"),
    license: text("Under which license?", "Its SPDX id, such as Apache-2.0. NONE when you looked and none is given.", { list: "license-names" }),
    scope: choice("Where is that license stated?", SCOPE, "", "Unknown"),
    because: text("Why, in a sentence?", "Needed when the model has no such part.", { maxlength: "1500" }),
    evidence: lines("Where can that be seen?", "One address a line, best at a commit. For what is not published: where you looked."),
  };
  const aspects = Object.fromEntries(Object.entries(rules.words.aspects[key] ?? {}).map(([name, one]) => [name, choice(one.label, EXTENT, one.meaning)]));
  const asks = [...Object.values(fields), ...Object.values(aspects)].map((field) => field.node);
  const sets = key === SETS ? dataSets() : null;
  const node = make("fieldset", { class: "part" }, make("legend", {}, word.label), make("p", { class: "quiet" }, word.meaning ?? ""), ...asks, sets?.node);
  const fold = () => {
    const said = fields.availability.value(), open = ["public", "gated", "rebuildable", "on-request"].includes(said) || Boolean(sets?.value().length);
    for (const name of ["coverage", "license", "scope"]) fields[name].node.hidden = !open;
    for (const aspect of Object.values(aspects)) aspect.node.hidden = !open;
    fields.approval.node.hidden = said !== "gated";
    fields.because.node.hidden = said === UNKNOWN;
    fields.evidence.node.hidden = said === UNKNOWN && !sets?.value().length;
  };
  fold();
  return { node, fields, aspects, sets, fold, word };
}

function dataSets() {
  const rows = [];
  const list = make("div");
  const complete = choice("Are these all the data sets that were used?", { yes: "Yes, its developer says so", no: "No, there are others" }, "", "Unknown");
  const add = make("button", { type: "button" }, "Add a data set");
  add.addEventListener("click", () => {
    const fields = {
      name: text("Name of the data set"),
      kind: choice("What may be done with it?", KIND, "", "Unknown"),
      stage: choice("When was it used?", STAGE, "", "Unknown"),
      availability: choice("How can one get it?", AVAILABILITY, "", "Unknown"),
      license: text("Its license", "SPDX id.", { list: "license-names" }),
      where: text("Where to get it", "The address.", { maxlength: "600" }),
    };
    const remove = make("button", { type: "button" }, "Remove this data set");
    const node = make("fieldset", { class: "set" }, make("legend", {}, "A data set"), ...Object.values(fields).map((field) => field.node), remove);
    const row = { fields, node };
    remove.addEventListener("click", () => {
      rows.splice(rows.indexOf(row), 1);
      node.remove();
      add.focus();
      show();
    });
    rows.push(row);
    list.append(node);
    fields.name.control.focus();
    show();
  });
  const value = () => rows.map(({ fields }) => Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value()]))).filter((row) => row.name);
  return { node: make("div", {}, list, make("p", {}, add), complete.node), value, complete };
}

const information = {
  aspects: Object.fromEntries(Object.entries(rules.words["data-information"]).map(([key, word]) => [key, choice(word.label, EXTENT, word.meaning)])),
  license: text("License of the documents that say so", "SPDX id, or NONE.", { list: "license-names" }),
  because: text("Why does something not apply?", "Needed when there is nothing to describe.", { maxlength: "1500" }),
  evidence: lines("Where can that be seen?", "One address a line."),
};
const signed = {
  by: text("Your GitHub account", "It will stand beside what you found.", { autocomplete: "username", placeholder: "@octocat" }),
  on: text("The day you looked", "YYYY-MM-DD."),
};
signed.on.control.value = new Date().toISOString().slice(0, 10);

// ---- answers -> the model, and what is missing ----------------------------------------------------------------------

function named(value, host) {
  const match = value.match(new RegExp(`^(?:https?://(?:www\\.)?${host.replace(".", "\\.")}/)?([A-Za-z0-9][\\w.-]*/[\\w.-]+?)(?:\\.git)?(?:[/?#].*)?$`));
  return match ? match[1] : "";
}

function number(size) {
  return /^\d+$/.test(size) ? Number(size) : size;
}

function read() {
  const checked = { on: signed.on.value(), by: signed.by.value() && `@${signed.by.value().replace(/^@/, "")}` };
  const model = { name: about.name.value(), developer: developer() };
  if (about.released.value()) model.released = about.released.value();
  if (about.modalities.value().length) model.modalities = about.modalities.value();
  const sizes = { parameters: about.parameters.value(), "active-parameters": about.active.value(), "context-length": about.context.value() };
  if (Object.values(sizes).some(Boolean)) model.specs = { ...optional(Object.fromEntries(Object.entries(sizes).map(([key, size]) => [key, number(size)]))), evidence: about.specs.value(), checked };
  const hub = named(about.huggingface.value(), "huggingface.co"), code = named(about.github.value(), "github.com");
  if (hub || code) model.sources = { ...(hub && { huggingface: hub }), ...(code && { github: [code] }) };
  if (about.from.value()) {
    model["derived-from"] = about.from.value() === "scratch" ? [] : about.ancestors.value();
    model.lineage = { evidence: about.lineage.value(), checked };
  }
  if (about.low.value() || about.high.value()) {
    const [low, high] = [about.low, about.high].map((field) => Number(field.value() || about.low.value() || about.high.value()));
    model["training-compute"] = { low, high, evidence: about.compute.value(), checked };
  }
  if (about.claim.value()) model.claims = [{ says: about.claim.value(), url: about.claimed.value() }];
  else if (about.looked.value().length) model["claims-looked-up"] = { ...checked, evidence: about.looked.value() };
  model.components = {};
  for (const [key, part] of Object.entries(parts)) {
    const found = readPart(part, checked);
    if (found) model.components[key] = found;
  }
  const aspects = Object.entries(information.aspects).map(([key, field]) => [key, field.value()]).filter(([, extent]) => extent);
  if (aspects.length || information.license.value()) {
    model["data-information"] = { ...Object.fromEntries(aspects), ...optional({ license: information.license.value(), because: information.because.value() }), evidence: information.evidence.value(), checked };
  }
  return model;
}

function optional(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== UNKNOWN));
}

function readPart({ fields, aspects, sets }, checked) {
  const said = fields.availability.value(), datasets = sets?.value() ?? [];
  if (!said && !datasets.length) return null;
  const had = said !== "none" && said !== "not-applicable";
  const extents = optional(Object.fromEntries(Object.entries(aspects).map(([name, field]) => [name, field.value()])));
  return {
    ...optional({ availability: said, coverage: had ? fields.coverage.value() : UNKNOWN }),
    ...(said === "gated" && fields.approval.value() && { gate: { approval: fields.approval.value() } }),
    ...optional({ license: had ? fields.license.value() : UNKNOWN, "license-scope": had && fields.license.value() ? fields.scope.value() : UNKNOWN }),
    ...(had && Object.keys(extents).length && { aspects: extents }),
    ...(datasets.length && { datasets: datasets.map(optional) }),
    ...(datasets.length && sets.complete.value() && { complete: sets.complete.value() === "yes" }),
    ...optional({ because: fields.because.value() }),
    evidence: fields.evidence.value(),
    checked,
  };
}

function developer() {
  const said = about.developer.value(), called = said.toLowerCase();
  const known = Object.entries(rules.developers).find(([id, one]) => id === said || [one.name, ...one.huggingface].some((name) => name.toLowerCase() === called));
  return known ? known[0] : slug(said);
}

// The sentence of `check` for a mistake, from its own table; `fault; cure` is said without the fault, which speaks of keys.
function cure(key, values = {}) {
  const said = rules.cures[key].replace(/\{(\w+)\}/g, (_, name) => (["of", "today", "key"].includes(name) ? values[name] : `'${values[name]}'`));
  return values.word === undefined && !values.today ? said.slice(said.indexOf("; ") + 1).trim() : said;
}

function toCome(day, looked) {
  const today = new Date().toISOString().slice(0, 10);
  return day > today.slice(0, day.length) ? cure("to-come", { today, of: rules.cures[looked ? "to-come-looked" : "to-come-released"] }) : null;
}

// A known one, or what was likely meant by another.
function meant(kind, word, known, more = {}) {
  const near = nearest(word, known);
  return near ? cure(`${kind}-near`, { word, near, ...more }) : cure(kind, { word, ...more });
}

// What a person still has to add, in sentences; the file would be refused without it.
function missing(model) {
  const found = listed.filter(({ tooMuch }) => tooMuch()).map(({ label }) => `${label} That is too much to read here; leave at most ${MOST_LINES} lines of ${MOST_WRITTEN} characters together.`);
  if (!model.name) found.push("Say which release it is.");
  else if (!slug(model.name)) found.push("Write the name with letters from a to z or digits; the file is called by it.");
  if (!model.developer) found.push("Say who published it.");
  const released = model.released && !/^\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?$/.test(model.released) ? cure("day-or-month") : toCome(model.released ?? "", false);
  if (released) found.push(`The release: ${released}.`);
  if (!/^@[A-Za-z0-9][A-Za-z0-9-]*$/.test(signed.by.value().replace(/^@?/, "@"))) found.push("Give your GitHub account.");
  const looked = /^\d{4}-\d{2}-\d{2}$/.test(signed.on.value()) ? toCome(signed.on.value(), true) : cure("day");
  if (looked) found.push(`The day you looked: ${looked}.`);
  const hub = model.sources?.huggingface?.toLowerCase();
  if (hub && rules.hub[hub]) found.push(`${model.sources.huggingface} is in the catalogue already, as ${rules.models[rules.hub[hub]].name}; change that file instead.`);
  if (Object.hasOwn(rules.models, slug(model.name))) found.push("There is a model of that name; correct its file instead, or tell them apart by name.");
  const said = Object.entries(model.components).map(([key, part]) => [parts[key].word.label, part]);
  if (model["data-information"]) said.push(["Data information", model["data-information"]]);
  if (model.lineage) said.push(["What it was made from", model.lineage]);
  if (model["training-compute"]) said.push(["Training compute", model["training-compute"]]);
  if (model.specs) said.push(["Sizes", model.specs]);
  if (model["claims-looked-up"]) said.push(["What its developer calls it", model["claims-looked-up"]]);
  for (const [label, part] of said) {
    if (!part.evidence.length) found.push(`${label}: ${cure("evidence")}.`);
    for (const address of part.evidence) if (!/^https?:\/\/[^\s<>"'`\\{}|^]+$/.test(address)) found.push(`${label}: ${address} ${cure("address")}.`);
    if (Object.values(part).includes("not-applicable") && !part.because) found.push(`${label}: ${cure("because")}.`);
    for (const one of [part, ...(part.datasets ?? [])]) found.push(...badLicense(label, one.license));
  }
  const compute = model["training-compute"];
  if (compute && !(compute.low >= 0 && compute.high >= compute.low && compute.high < Infinity)) found.push(`Training compute: write numbers; where the first is above the second, ${cure("low-high")}.`);
  const { parameters, "active-parameters": active, "context-length": context } = model.specs ?? {};
  if (![parameters, active].every((size) => size === undefined || /^[1-9]\d*(?:\.\d+)?[BMT]?$|^0\.\d+[BMT]$/.test(size))) found.push(`Parameters: ${cure("parameters")}.`);
  if (context !== undefined && !/^[1-9]\d*$/.test(context)) found.push(`Context: ${cure("tokens")}.`);
  for (const base of model["derived-from"] ?? []) if (!base.startsWith("hf:") && !Object.hasOwn(rules.models, base)) found.push(`What it was made from: ${badBase(base)}`);
  for (const claim of model.claims ?? []) if (!/^https?:\/\/\S+$/.test(claim.url)) found.push("Say where its developer calls it that.");
  return found;
}

// An id of Hugging Face is called by it; else the nearest of the models here was meant.
function badBase(word) {
  return /^[A-Za-z0-9][\w.-]*\/\.*[\w-][\w.-]*$/.test(word) ? cure("model-near", { word, near: `hf:${word}` }) : meant("model", word, Object.keys(rules.models));
}

function badLicense(label, expression) {
  if (expression === undefined) return [];
  try {
    terms(expression, rules.licenses);
    return [];
  } catch (error) {
    if (!(error instanceof BadExpression)) throw error;
    const word = error.unknown ?? expression, names = rules.licenses.names, said = word.trim().toLowerCase();
    const meaning = Object.hasOwn(names, said) ? names[said] : null;
    if (typeof meaning === "string") return [`${label}: ${cure("license-near", { word, near: meaning })}`];
    if (meaning) return [`${label}: ${meaning.length ? cure("license-several-ids", { word, of: meaning.join(", ") }) : cure("license-several", { word })}.`];
    if (!error.unknown) return [`${label}: ${error.message}.`];
    // what all of our own begin with says nothing of how alike two are
    const plain = (id) => id.replace(/^LicenseRef-/, ""), ids = Object.fromEntries(Object.keys(rules.licenses.ids).sort().reverse().map((id) => [plain(id), id]));
    const near = nearest(plain(word), Object.keys(ids));
    return [`${label}: ${near ? cure("license-near", { word, near: ids[near] }) : `${cure("license", { word })}.`}`];
  }
}

// ---- the file -------------------------------------------------------------------------------------------------------

const PLAIN = /^[A-Za-z][A-Za-z0-9_./+@-]*(?: [A-Za-z0-9_./+(][A-Za-z0-9_./+()-]*)*$/, A_WORD = /^(?:y|n|yes|no|on|off|true|false|null|none|nan|inf)$/i;
const A_DAY = /^\d{4}-\d{2}(?:-\d{2})?$/, AN_ADDRESS = /^https?:\/\/[^\s<>"'`\\{}|^,[\]#?]+$/;

// A value as YAML on one line, in quotes where it needs them; the same rule as howopen/commands/draft_text.py. `none` is a word of ours and stays plain.
function scalar(value) {
  if (typeof value !== "string") return typeof value === "number" && value >= 1e15 ? value.toExponential().replace("e+", "e") : String(value);
  const plain = A_DAY.test(value) || value === "none" || value === "NONE" || (AN_ADDRESS.test(value) && !value.endsWith(":")) || (PLAIN.test(value) && !A_WORD.test(value));
  return plain ? value : `"${value.replace(/[\\"]/g, "\\$&")}"`;
}

function flow(value) {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (value && typeof value === "object") return `{${Object.entries(value).map(([key, inner]) => `${key}: ${flow(inner)}`).join(", ")}}`;
  return scalar(value);
}

const ONE_LINE = ["checked", "gate", "modalities", "derived-from", "github"]; // small enough to stand on one line

function yaml(value, indent = "") {
  return Object.entries(value).filter(([, inner]) => inner !== undefined).map(([key, inner]) => {
    if (inner && typeof inner === "object" && !Array.isArray(inner) && !ONE_LINE.includes(key) && Object.keys(inner).length) return `${indent}${key}:\n${yaml(inner, `${indent}  `)}`;
    if (Array.isArray(inner) && inner.length && !ONE_LINE.includes(key)) return `${indent}${key}:\n${inner.map((item) => `${indent}  - ${flow(item)}\n`).join("")}`;
    return `${indent}${key}: ${flow(inner)}\n`;
  }).join("");
}

function file(model) {
  return `# yaml-language-server: $schema=../../schema/model.schema.json\n${yaml(model)}`;
}

// ---- what it comes to -------------------------------------------------------------------------------------------------

function result(definition, verdict) {
  if (verdict.scope && verdict.scope.outcome === UNMET) return ["none", definition["out-of-scope"] ?? words.outcome.none];
  if (verdict.points) {
    const { low, high, most } = verdict.points;
    return [low >= most ? "met" : low ? "reached" : high ? "undetermined" : "not-met", `${[...new Set([low, high])].join(" to ")} of ${most}`];
  }
  if (definition.kind !== "ladder") return [WORD[verdict.outcome], words[definition.kind === "conditions" ? "conditions" : "outcome"][WORD[verdict.outcome]]];
  const name = (id) => { const level = definition.levels.find((one) => one.id === id); return level.short ?? level.name; };
  const open = verdict.possible && verdict.possible !== verdict.reached ? `, possibly ${name(verdict.possible)}` : "";
  if (verdict.reached) return ["reached", name(verdict.reached) + open];
  return verdict.possible ? ["undetermined", words.outcome.undetermined + open] : ["not-met", definition.none];
}

function leaves(finding) {
  const { requirement } = finding;
  if (!requirement["all-of"] && !requirement["any-of"]) return [finding];
  return finding.within.filter((inner) => !requirement["any-of"] || (inner.applies && inner.outcome === finding.outcome)).flatMap(leaves);
}

function drawVerdict(definition, verdict) {
  const [state, word] = result(definition, verdict);
  const every = verdict.levels.flatMap((level) => level.findings).flatMap(leaves).filter((leaf) => leaf.applies);
  const of = (outcome) => [...new Set(every.filter((leaf) => leaf.outcome === outcome).map((leaf) => leaf.requirement.says))];
  const unmet = of(UNMET), met = of(MET), open = new Set(every.map((leaf) => leaf.requirement.says)).size - unmet.length - met.length;
  return make("li", {},
    make("b", {}, definition.short), " ", make("span", { class: "verdict", "data-outcome": state }, word),
    make("small", {}, ` ${met.length} met, ${unmet.length} not met, ${Math.max(open, 0)} unknown`),
    unmet.length ? make("ul", {}, ...unmet.slice(0, 4).map((says) => make("li", {}, says))) : null);
}

const verdicts = make("ul", { class: "outcomes", "aria-live": "polite" });
const todo = make("ul", { class: "todo" });
const written = make("pre", { tabindex: "0", "aria-label": "The file" });
const send = make("p");
const maker = make("p", { class: "quiet" });
const steps = make("div");
const copy = make("button", { type: "button" }, "Copy the file");
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(written.textContent);
  copy.textContent = "Copied";
  setTimeout(() => (copy.textContent = "Copy the file"), 2000);
});

function newFile(folder, id, content, at = home.dataset.new) {
  return `${at}/data/${folder}?filename=${encodeURIComponent(`${id}.yaml`)}&value=${encodeURIComponent(content)}`;
}

// How one request carries the developer's file and the model's: the second goes on the branch that GitHub makes for the first.
function bothFiles(developer, id, content) {
  const branch = "patch-1", made = `# yaml-language-server: $schema=../../schema/developer.schema.json\nname: ${scalar(about.developer.value())}\n`;
  const { origin, pathname } = new URL(home.dataset.new), repository = pathname.split("/")[2];
  const copy = `${origin}/${encodeURIComponent(signed.by.value().replace(/^@/, ""))}/${repository}/new/${branch}`;
  return [
    ["Open ", make("a", { href: newFile("developers", developer, made) }, "the developer’s file"), " on GitHub and press “Propose changes”. GitHub puts it on a branch of your own copy and names the branch, mostly patch-1. Do not open the request yet."],
    ["Open ", make("a", { class: "send", href: newFile("models", id, content, copy) }, "the model’s file on that branch"), ` and commit it there${content ? "" : ", with the file below pasted in; it is too long for a link"}. If the branch is called otherwise, put its name into the address.`],
    ["Now open the request, from that branch: it carries both files."],
  ].map((said) => make("li", {}, ...said));
}

function show() {
  for (const part of Object.values(parts)) part.fold();
  about.ancestors.node.hidden = about.from.value() !== "models";
  about.lineage.node.hidden = !about.from.value();
  about.claimed.node.hidden = !about.claim.value();
  about.looked.node.hidden = Boolean(about.claim.value());
  about.specs.node.hidden = !about.parameters.value() && !about.active.value() && !about.context.value();
  about.compute.node.hidden = !about.low.value() && !about.high.value();
  const model = read(), lacks = missing(model), content = file(model), id = slug(model.name);
  written.textContent = content;
  try {
    const found = judge({ id, ...model }, rules);
    const drawn = make("ul", {}, ...rules.definitions.map((definition) => drawVerdict(definition, found[definition.id])));
    if (drawn.innerHTML !== verdicts.innerHTML) verdicts.replaceChildren(...drawn.children); // said aloud only when it changes
  } catch {
    // a license that cannot be read is among what is missing; the last verdicts stand until it is cured
  }
  todo.replaceChildren(...lacks.map((sentence) => make("li", {}, sentence)));
  const address = newFile("models", id, content);
  const fits = address.length <= MOST_ADDRESS;
  const fresh = model.developer && !Object.hasOwn(rules.developers, model.developer);
  const own = fits ? content : "";
  send.replaceChildren(...(lacks.length ? ["Then a link to GitHub stands here."] : fresh ? ["Two files go into one request:"] : [
    make("a", { class: "send", href: newFile("models", id, own) }, "Open it on GitHub"),
    fits ? " to read it once more and send it as a request." : " and paste the file there; it is too long for a link.",
  ]));
  const known = Object.keys(rules.developers);
  maker.textContent = fresh ? `${meant("developer", model.developer, known, { key: model.developer })}.` : "";
  steps.replaceChildren(...(fresh && !lacks.length ? [make("ol", { class: "both" }, ...bothFiles(model.developer, id, own))] : []));
}

const groups = Object.entries(rules.words.groups).map(([group, word]) => make("details", {}, make("summary", {}, word.label), ...Object.values(parts).filter((part) => part.word.group === group).map((part) => part.node)));
groups[0].open = true;
home.replaceChildren(
  make("div", { class: "questions" }, licenseNames, developerNames,
    make("h2", {}, "The model"), ...Object.values(about).map((field) => field.node),
    make("h2", {}, "Its parts"), ...groups,
    make("details", {}, make("summary", {}, "What is said of the training data"),
      ...Object.values(information.aspects).map((field) => field.node), information.license.node, information.because.node, information.evidence.node),
    make("h2", {}, "You"), signed.by.node, signed.on.node),
  make("div", { class: "outcome" },
    make("h2", {}, "What it comes to"), verdicts, make("h2", {}, "Send it"), todo, maker, send, steps, make("h2", {}, "The file"), make("p", {}, copy), written));
home.addEventListener("input", show);
show();
