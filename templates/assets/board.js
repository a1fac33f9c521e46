// Adds search, filters, order, columns and comparing to a finished table; the page is complete without it. State lives in the address.
// search.json is read when first asked for; where models fill several pages, their rows are taken from those pages.
// The page asks for this just before the table, and it puts its controls into the room kept for them: so nothing moves when they come.
"use strict";
const SHOWN = 60; // rows of a list until more are asked for: enough for most, and quick to lay out
const MOST_COMPARED = 4;

const ROLES = { table: "table", tbody: "rowgroup", tr: "row", td: "cell" }; // told in so many words, as the style makes cards of rows on a phone

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  const role = tag === "th" ? (properties.scope === "row" ? "rowheader" : "columnheader") : ROLES[tag];
  if (role) element.setAttribute("role", role);
  element.append(...children);
  return element;
}
const said = (sum) => sum.toLocaleString("en");
const script = document.currentScript;
const root = new URL("../", script.src).href;
const here = (query) => `${root}${query ? `?${query}` : ""}`;

const SORTS = {
  newest: (a, b) => (a.released < b.released ? 1 : a.released > b.released ? -1 : 0),
  used: (a, b) => (used.get(b.id) ?? -1) - (used.get(a.id) ?? -1),
  smallest: (a, b) => (a.parameters || Infinity) - (b.parameters || Infinity) || 0,
  name: (() => { const { compare } = new Intl.Collator("en"); return (a, b) => compare(a.name, b.name); })(),
};

const state = { words: "", chosen: new Map(), sort: "", columns: [], compare: [], limit: SHOWN };
let index, known, engine, byId, used, menus = []; // once search.json is read
let table, found, blocks, home, told; // once the table is there: its own rows, and the sentence above it

// ---- controls ----
const place = document.querySelector(".find");
const input = make("input", { type: "search", id: "find", placeholder: place.dataset.placeholder, autocomplete: "off", enterKeyHint: "search" });
input.setAttribute("aria-label", place.dataset.placeholder);
input.setAttribute("list", "names");
const names = make("datalist", { id: "names" });
place.append(input, names);
const fold = make("button", { type: "button", className: "fold", textContent: "Filters and columns" });
fold.setAttribute("aria-expanded", "false");
const panel = make("div", { className: "menus", hidden: true });
document.querySelector(".chips").append(make("li", {}, fold));
document.querySelector(".seeking").after(panel);
const more = make("button", { type: "button", className: "more", hidden: true });
const bar = make("p", { className: "compare-bar", hidden: true });
bar.setAttribute("role", "status");
if (asksSomething(location.search)) document.documentElement.classList.add("asking"); // rows stay out of sight until those asked for are there

function asksSomething(query) {
  return [...new URLSearchParams(query).keys()].some((key) => key !== "compare");
}

// ---- all that is known ----
let reading = null;
function load() {
  reading ??= Promise.all([import(new URL(script.dataset.search, script.src)), fetch(`${root}search.json`).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status))))])
    .then(([module, answer]) => {
      [engine, index] = [module, answer];
      known = engine.prepare(index);
      byId = new Map(known.models.map((model) => [model.id, model]));
      used = new Map(Object.entries(index.used));
      menus = [menu("columns", "Columns", Object.fromEntries(index.definitions.map(([id, short]) => [id, short]))), ...index.facets.map(([id, label, values]) => menu(id, label, values))];
      panel.replaceChildren(...menus.map((one) => one.element));
      ahead();
    });
  return reading;
}

function withAll(then) {
  if (index) return then();
  return load().then(then, () => {
    reading = null;
    document.documentElement.classList.remove("asking");
    told.replaceChildren("The list of all models could not be read; the rows below are all there. Try again.");
  });
}

// ---- menus ----
function menu(id, label, values) {
  const badge = make("b");
  const list = make("div");
  const element = make("details", { className: "facet" }, make("summary", {}, `${label} `, badge), list);
  const one = { id, values, badge, list, element, boxes: [] };
  element.addEventListener("toggle", () => {
    if (!element.open) return;
    for (const other of menus) if (other !== one) other.element.open = false;
    fill(one);
  });
  element.firstChild.addEventListener("click", () => fill(one)); // a key pressed at once finds the boxes there
  return one;
}

// a menu's boxes are made when it is first opened: there may be hundreds
function fill(one) {
  if (!one.boxes.length) {
    one.boxes = Object.entries(one.values).map(([value, name]) => {
      const box = make("input", { type: "checkbox", autocomplete: "off", name: one.id, value });
      const sum = make("span");
      one.list.append(make("label", {}, box, ` ${name} `, sum));
      return { box, sum };
    });
  }
  const sums = one.id === "columns" ? null : tally(one.id);
  for (const { box, sum } of one.boxes) {
    box.checked = one.id === "columns" ? state.columns.includes(box.value) : Boolean(state.chosen.get(one.id)?.has(box.value));
    sum.textContent = sums ? (sums.get(box.value) ?? 0) : "";
  }
}

// how many rows would be there for each value of a menu if that menu chose nothing
function tally(id) {
  const sums = new Map();
  for (const model of engine.search(known, state.words).models) {
    if (!fits(model, id)) continue;
    for (const token of model.tokens) if (token.startsWith(`${id}:`)) sums.set(token.slice(id.length + 1), (sums.get(token.slice(id.length + 1)) ?? 0) + 1);
  }
  return sums;
}

function fits(model, without = "") {
  for (const [id, values] of state.chosen) if (id !== without && ![...values].some((value) => model.tokens.has(`${id}:${value}`))) return false;
  return true;
}

// ---- rows ----
const parser = new DOMParser();
const pages = new Map();
function pageOf(number) {
  if (!pages.has(number)) {
    const path = number > 1 ? `page/${number}/` : "";
    pages.set(number, fetch(root + path).then((answer) => answer.text()).then((text) => {
      const rows = parser.parseFromString(text, "text/html").querySelectorAll("table.rows tbody > tr:not(.family)");
      for (const row of rows) {
        for (const link of row.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), root + path).href;
        const model = byId.get(row.id);
        if (model) model.row ??= document.adoptNode(row);
      }
    }));
    pages.get(number).catch(() => pages.delete(number)); // it is asked for again
  }
  return pages.get(number);
}

// Whoever begins to search needs rows of other pages: they come one page after the other, before they are asked for.
async function ahead() {
  const others = new Set(known.models.filter((model) => !rowOf(model)).map((model) => model.page));
  try {
    for (const number of others) await pageOf(number);
  } catch {
    // then they come when they are asked for
  }
}

function rowOf(model) {
  if (!model.row) model.row = home.get(model.id) ?? null;
  if (!model.row && model.tokens.has("examined:no")) {
    const about = [known.developers[model.developer].name, model.released.slice(0, 4)].filter(Boolean).join(" · ");
    model.row = make("tr", { id: model.id, className: "waiting" }, make("td", { className: "rank" }),
      make("th", { scope: "row" }, make("a", { href: `${root}models/${model.id}/`, textContent: model.name }), make("small", { textContent: about })),
      make("td", { colSpan: 9 }, "Not examined yet: ", make("a", { href: `${root}models/${model.id}/`, textContent: "help examine it" })));
  }
  return model.row;
}

// The box to tick stands in the first cell of a row.
function ticked(row) {
  const model = { id: row.id, name: byId?.get(row.id)?.name ?? row.querySelector("th a").textContent };
  const box = make("input", { type: "checkbox", className: "tick", autocomplete: "off" });
  box.setAttribute("aria-label", `Compare ${model.name}`);
  box.dataset.id = model.id;
  row.cells[0].append(box);
}

let compared = "";
function comparing() {
  const rows = [...found.rows, ...(state.compare.length || compared ? home.values() : [])];
  compared = state.compare.join(",");
  const full = state.compare.length >= MOST_COMPARED;
  for (const row of rows) {
    const box = row.querySelector(".tick");
    if (!box) continue;
    box.checked = state.compare.includes(box.dataset.id);
    box.disabled = full && !box.checked;
    box.title = box.disabled ? "Four at most; untick one first" : "";
  }
  bar.hidden = !state.compare.length;
  const called = state.compare.map((id) => byId?.get(id)?.name ?? home.get(id)?.querySelector("th a").textContent ?? id);
  const link = make("a", { href: `${root}compare/?models=${state.compare.join(",")}`, textContent: `Compare ${called.join(", ")}` });
  bar.replaceChildren(...(called.length > 1 ? [link] : [`${called[0] ?? ""}: tick one more to compare`]), full ? ". Four at most." : "");
  for (const one of document.querySelectorAll(".pages a")) one.search = state.compare.length ? `?compare=${state.compare.join(",")}` : "";
}

// ---- what is shown ----
let turn = 0;
async function draw() {
  const mine = (turn += 1);
  const asked = Boolean(state.words || state.chosen.size || state.sort);
  if (!index && (asked || state.columns.length)) return void withAll(draw);
  const { models, of, by, meant, as } = asked ? engine.search(known, state.words) : { models: [], of: "", by: null, meant: "", as: new Map() };
  let some = models.filter((model) => fits(model));
  if (state.sort) some = [...some].sort((a, b) => b.tokens.has("examined:yes") - a.tokens.has("examined:yes") || SORTS[state.sort](a, b) || a.order - b.order);
  const shown = some.slice(0, state.limit);
  const away = new Set(shown.filter((model) => !rowOf(model)).map((model) => model.page));
  if (away.size) await Promise.all([...away].map(pageOf));
  if (mine !== turn) return;
  for (const undo of renamed.splice(0)) undo();
  if (asked) {
    found.replaceChildren(...shown.map(rowOf).filter(Boolean));
    for (const model of shown) if (as.has(model.id) && model.row) rename(model, as.get(model.id));
    for (const row of found.rows) if (!row.querySelector(".tick")) ticked(row);
  } else restore();
  table.classList.toggle("flat", asked);
  if (index) columns();
  sentence(asked, some, of, meant, by);
  const sums = standing(asked ? some : known?.models);
  if (sums) legend(asked, sums);
  more.hidden = some.length <= state.limit;
  more.textContent = `Show ${Math.min(SHOWN, some.length - state.limit)} more of ${said(some.length)}`;
  const unseen = document.querySelector("details.unseen");
  if (unseen) unseen.hidden = asked;
  const nav = document.querySelector(".pages");
  if (nav) nav.hidden = asked;
  for (const one of document.querySelectorAll(".sorts a")) mark(one, one.dataset.sort === state.sort);
  for (const one of document.querySelectorAll(".chips a, .legend [data-part]")) mark(one, pressed(wish(one)));
  names.replaceChildren(...(state.words ? [...new Set(some.slice(0, 8).map((model) => model.name))].map((name) => new Option(name, name)) : []));
  for (const one of menus) {
    one.badge.textContent = (one.id === "columns" ? state.columns.length : state.chosen.get(one.id)?.size) || "";
    if (one.element.open) fill(one);
  }
  comparing();
  document.documentElement.classList.remove("asking");
}
// a size or a checkpoint that was asked for stands under its own name and size, with the release that it is one of
const renamed = [];
function rename(model, { name, size }) {
  const link = model.row.querySelector("th > a"), about = model.row.querySelector("th small").childNodes[1];
  const of = make("span", { className: "of", textContent: ` of ${model.name}` }), text = about?.data;
  link.textContent = name;
  link.after(of);
  if (size && text && model.parameters) about.data = text.replace(/[^·]+( · )?$/, ` ${size}$1`);
  renamed.push(() => {
    link.textContent = model.name;
    of.remove();
    if (text) about.data = text;
  });
}
function mark(link, current) {
  if (current) link.setAttribute("aria-current", "true");
  else link.removeAttribute("aria-current");
}

// every row back to its own block
function restore() {
  found.replaceChildren();
  for (const [body, rows] of blocks) if (body.rows.length !== rows.length) body.replaceChildren(...rows);
}

function standing(models) {
  if (!models) return null;
  const sums = { met: 0, "not-met": 0, open: 0, unseen: 0 };
  for (const model of models) {
    if (model.tokens.has("examined:no")) sums.unseen += 1;
    else if (model.tokens.has(`${index.headline}:met`)) sums.met += 1;
    else sums[model.tokens.has(`${index.headline}:not-met`) ? "not-met" : "open"] += 1;
  }
  return sums;
}

// what was looked for under a name of which nothing is assessed here
function unassessed() {
  const typed = engine.squash(state.words);
  const [names, developer, because] = index.unassessed.find(([names]) => names.some((name) => engine.squash(name) === typed)) ?? [];
  return names ? [`${names[0]} (${developer}) is not assessed here. ${because} `, make("a", { href: `${root}coverage/#not-assessed`, textContent: "Where it was looked for" }), ". "] : [];
}

function sentence(asked, some, of, meant, by) {
  if (!asked) return void told.replaceChildren(...told.own);
  const parts = unassessed();
  const link = (query, text) => make("a", { href: here(query), textContent: text });
  if (!some.length) {
    if (!parts.length) parts.push(state.words ? `Nothing here is called “${state.words}”. Not here? ` : "No model has all of that. ");
    if (state.words) parts.push(make("a", { href: `${root}propose/?name=${encodeURIComponent(state.words)}`, textContent: `Propose ${state.words}` }), ", or ");
    parts.push(link("", state.words ? "show all models" : "Show all models"), ".");
    for (const [id, label] of index.facets) {
      if (state.chosen.size < 2 || !state.chosen.has(id)) continue;
      const others = new Map([...state.chosen].filter(([other]) => other !== id)), left = engine.search(known, state.words).models.filter((model) => fits(model, id)).length;
      if (left) parts.push(` Without the filter “${label}”: `, link(queryOf({ words: state.words, chosen: others }), said(left)), ".");
    }
    return void told.replaceChildren(...parts);
  }
  if (meant) parts.push(`Nothing is called “${state.words}”. Did you mean `, link(`q=${encodeURIComponent(meant)}`, meant), "? ");
  const sums = standing(some), seen = some.length - sums.unseen;
  const which = of ? ` (${of})` : state.words && !meant ? ` match${seen === 1 ? "es" : ""} “${state.words}”` : "";
  parts.push(`${said(seen)} examined model${seen === 1 ? "" : "s"}${which}: ${said(sums.met)} meet${sums.met === 1 ? "s" : ""} the definition, ${said(sums["not-met"])} ${sums["not-met"] === 1 ? "does" : "do"} not, ${said(sums.open)} ${sums.open === 1 ? "is" : "are"} not settled.`);
  if (sums.unseen) parts.push(` ${said(sums.unseen)} more ${sums.unseen === 1 ? "is" : "are"} not examined yet.`);
  if (by && state.words) parts.push(" ", make("a", { href: `${root}developers/${by.id}/#next`, className: "clear", textContent: `${by.name}: what the next level asks` }));
  if (state.sort === "used") parts.push(` By downloads from Hugging Face in 30 days; ${said(some.filter((model) => !used.has(model.id)).length)} without a figure come last.`);
  if (state.words || state.chosen.size) parts.push(" ", make("button", { type: "button", className: "clear", textContent: "Show all", onclick: reset }));
  told.replaceChildren(...parts);
}

function legend(asked, sums) {
  for (const link of document.querySelectorAll(".legend [data-part]")) {
    const part = link.dataset.part, path = document.querySelector(`.standing .some[data-part="${part}"]`);
    const every = Number(path?.dataset.count ?? 0);
    link.firstChild.textContent = asked ? `${said(sums[part])} of ${said(every)}` : said(every);
    if (!path) continue;
    const wide = every ? (sums[part] / every) * path.dataset.wide : 0;
    path.setAttribute("d", `M${path.dataset.x} 0h${wide}v10h-${wide}z`);
    path.parentNode.classList.toggle("less", asked && sums[part] < every);
  }
}

// the columns that a reader added: one more cell at the end of each row
let columned = ""; // the columns that the rows have
function columns() {
  const wanted = index.definitions.filter(([id]) => state.columns.includes(id));
  const key = wanted.map(([id]) => id).join(",");
  if (!key && !columned) return;
  columned = key;
  const rows = table.querySelectorAll("tbody > tr");
  table.classList.toggle("wider", wanted.length > 0);
  for (const row of [table.tHead.rows[0], ...rows]) {
    if (row.dataset.more === key || (!key && !row.dataset.more)) continue;
    row.dataset.more = key;
    for (const old of row.querySelectorAll(".added")) old.remove();
    const model = byId.get(row.id);
    row.append(...wanted.map(([id, short, states]) => {
      if (row.parentNode === table.tHead) return make("th", { scope: "col", rowSpan: 2, className: "added", textContent: short });
      const token = model && [...model.tokens].find((one) => one.startsWith(`${id}:`));
      const value = token?.slice(id.length + 1) ?? "";
      const cell = make("td", { className: "added", textContent: index.facets.find(([facet]) => facet === id)?.[2][value] ?? "" });
      if (value) cell.dataset.s = states[value] ?? value;
      cell.dataset.q = short;
      return cell;
    }));
  }
  const group = table.querySelector("colgroup");
  for (const old of group.querySelectorAll(".added")) old.remove();
  group.append(...wanted.map(() => make("col", { className: "added" })));
}

// ---- the address holds the state ----
function queryOf({ words = "", chosen = new Map(), sort = "", columns: more_ = [], compare = [] }) {
  const parts = words ? [`q=${words}`] : [];
  for (const [id, values] of chosen) parts.push(`${id}=${[...values].join(",")}`);
  if (sort) parts.push(`sort=${sort}`);
  if (more_.length) parts.push(`columns=${more_.join(",")}`);
  if (compare.length) parts.push(`compare=${compare.join(",")}`);
  return parts.join("&");
}
function write(push) {
  const query = queryOf(state).split("&").map((part) => part.split("=").map((one) => encodeURIComponent(one).replaceAll("%2C", ",")).join("=")).join("&");
  history[push ? "pushState" : "replaceState"](null, "", `${location.pathname}${query ? `?${query}` : ""}${push ? "" : location.hash}`);
}
function take(query, keep = false) {
  const asked = new URLSearchParams(query);
  state.words = (asked.get("q") ?? "").slice(0, 200);
  state.chosen = new Map();
  for (const [id, , values] of index?.facets ?? []) {
    const some = (asked.get(id) ?? "").split(",").filter((value) => Object.hasOwn(values, value));
    if (some.length) state.chosen.set(id, new Set(some));
  }
  state.limit = SHOWN;
  if (!keep || asked.has("sort")) state.sort = Object.hasOwn(SORTS, asked.get("sort") ?? "") ? asked.get("sort") : "";
  if (!keep) {
    state.columns = (asked.get("columns") ?? "").split(",").filter((id) => index?.definitions.some(([one]) => one === id));
    state.compare = [...new Set((asked.get("compare") ?? "").split(","))].filter((id) => byId?.has(id) || home.has(id) || (!index && /^[a-z0-9][a-z0-9.-]*$/.test(id))).slice(0, MOST_COMPARED);
  }
  input.value = state.words;
}
// A chip or a part of the bar adds what it asks for to what is asked already, and pressed again takes it away. `rivals` exclude each other.
const wish = ({ href }) => [...new URL(href, location).searchParams];
const pressed = (pairs) => pairs.every(([id, value]) => (id === "q" ? state.words === value : [...(state.chosen.get(id) ?? [])].join() === value));
function press(query, rivals) {
  const pairs = [...new URLSearchParams(query)], off = pressed(pairs);
  for (const [id] of [...rivals].flatMap(wish)) if (id !== "q") state.chosen.delete(id);
  for (const [id, value] of pairs) {
    if (id === "q") input.value = state.words = off ? "" : value;
    else if (!off) state.chosen.set(id, new Set([value]));
  }
  state.limit = SHOWN;
}
function read() {
  if (!index && asksSomething(location.search)) return void withAll(read);
  take(location.search);
  draw();
}
function reset() {
  Object.assign(state, { words: "", chosen: new Map(), sort: "", limit: SHOWN });
  input.value = "";
  write(true);
  draw();
  input.focus();
}

// ---- events ----
function listen() {
  input.addEventListener("focus", () => load().catch(() => (reading = null)));
  input.addEventListener("input", () => {
    state.words = input.value.trim();
    state.limit = SHOWN;
    draw();
    requestAnimationFrame(() => setTimeout(() => write(false))); // the browser takes milliseconds to note an address
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && input.value) reset();
  });
  fold.addEventListener("click", () => withAll(() => {
    panel.hidden = !panel.hidden;
    fold.setAttribute("aria-expanded", String(!panel.hidden));
  }));
  panel.addEventListener("change", ({ target: { name, value, checked } }) => {
    if (name === "columns") state.columns = index.definitions.map(([id]) => id).filter((id) => (id === value ? checked : state.columns.includes(id)));
    else {
      const values = state.chosen.get(name) ?? new Set();
      if (checked) values.add(value);
      else values.delete(value);
      if (values.size) state.chosen.set(name, values);
      else state.chosen.delete(name);
    }
    state.limit = SHOWN;
    write(true);
    draw();
  });
  panel.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && panel.querySelector(".facet[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  table.addEventListener("change", ({ target: { dataset: { id }, checked } }) => {
    if (!id) return;
    state.compare = checked ? [...state.compare, id].slice(0, MOST_COMPARED) : state.compare.filter((one) => one !== id);
    comparing();
    write(false);
  });
  more.addEventListener("click", () => {
    state.limit += SHOWN;
    draw();
  });
  document.addEventListener("click", (event) => {
    if (!panel.contains(event.target)) menus.forEach((one) => (one.element.open = false));
    const link = event.target.closest?.(".chips a, .legend a, .finding a, .standing a");
    const address = link && (link.href.baseVal ?? link.href);
    if (!address || event.ctrlKey || event.metaKey || event.shiftKey || event.button || new URL(address, location).hash || !new URL(address, location).href.startsWith(here("")) || new URL(address, location).pathname !== new URL(root).pathname) return;
    event.preventDefault();
    withAll(() => {
      const query = new URL(address, location).search;
      if (link.dataset.sort !== undefined) Object.assign(state, { sort: link.dataset.sort, limit: SHOWN });
      else if (link.closest(".finding")) take(query, true);
      else press(query, link.closest(".chips") ? [link] : document.querySelectorAll(".legend [data-part]"));
      write(true);
      draw();
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) return;
    event.preventDefault();
    input.focus();
  });
  addEventListener("popstate", read);
}

document.addEventListener("DOMContentLoaded", () => {
  table = document.querySelector("table.rows") ?? make("table", { className: "rows" });
  told = document.querySelector(".finding");
  told.own = [...told.childNodes];
  blocks = [...table.tBodies].map((body) => [body, [...body.rows]]);
  home = new Map(blocks.flatMap(([, rows]) => rows.filter((row) => !row.classList.contains("family")).map((row) => [row.id, row])));
  for (const row of home.values()) ticked(row);
  found = make("tbody", { className: "found" });
  table.append(found);
  (table.closest(".scroll") ?? panel).after(more, bar);
  listen();
  const typed = input.value; // while the page was still coming
  read();
  if (typed) {
    input.value = typed;
    input.dispatchEvent(new Event("input"));
  }
});
