// Adds search, filters, sorting and comparing to a finished table; the page is complete without it. State lives in the address.
// Where the models fill several pages, one index file has the rows of them all, and is read when first asked for.
// The page asks for it just before the table, and it puts its controls there before the table is read: so nothing moves when they come.
"use strict";
const SHOWN = 100; // rows of a list, until more are asked for: enough for most, and quick to sort at any length; style.css has it too
const LOWEST = 56; // pixels: no row is lower, so that a screen's height tells how many are in sight at most
const SLICE = 25; // rows laid out in one go out of sight
const MOST_COMPARED = 4;
const DRAWING = "http://www.w3.org/2000/svg";

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// what people may filter by, facet:value, each known by a number
const numbers = new Map();
const facetOf = [];
function number(token) {
  if (!numbers.has(token)) {
    numbers.set(token, numbers.size);
    facetOf.push(token.slice(0, token.indexOf(":")));
  }
  return numbers.get(token);
}
const afterPaint = (then) => requestAnimationFrame(() => setTimeout(then));
const tokensOf = (words) => (words ? words.split(" ").map(number) : []);
const keyOf = (cell) => (cell.querySelector("a") ?? cell).textContent.trim();

// A row is {order, id, name, text, tokens, keys} and either its element or how to draw it.
function rowsOf(body, finds) {
  return [...body.rows].map((element, order) => {
    const cells = [...element.cells];
    const keys = cells.map((cell) => cell.dataset.k ?? keyOf(cell));
    const text = finds.map((at) => cells[at].textContent).join(" ").toLowerCase();
    return { order, id: element.id, name: keys[1], text, tokens: tokensOf(element.dataset.is), keys, element };
  });
}

// The rows of the index, in order; those that stand on this page stay the same objects.
function rowsOfIndex(index, here, finds, root) {
  const known = new Map(here.map((row) => [row.id, row]));
  const pattern = here[0].element.cloneNode(true);
  const stripPattern = pattern.querySelector(".strip").cloneNode(false);
  for (const cell of pattern.cells) {
    cell.replaceChildren();
    delete cell.dataset.k;
  }
  const columns = index.columns.map(({ at, cells, rows }) => {
    const draw = at === index.strip.at ? strip : piece;
    return { at, rows, cells: cells.map(([html, key, tokens]) => {
      let drawn = null;
      const found = { key, tokens: tokensOf(tokens), draw: () => (drawn ??= draw(html)) };
      if (at > 1 && (key ?? null) === null) found.key = keyOf(found.draw());
      found.text = finds.includes(at) ? found.draw().textContent.toLowerCase() : "";
      return found;
    }) };
  });

  // a cell as the build drew and escaped it; the policy of the page runs no script that might be in it
  function piece(html) {
    const holder = make("template", { innerHTML: html }).content;
    for (const link of holder.querySelectorAll("a")) link.setAttribute("href", root + link.getAttribute("href"));
    return holder;
  }

  function strip(letters) {
    const drawing = stripPattern.cloneNode(false);
    const said = [];
    for (const [letter, state, word, start, path] of index.strip.states) {
      const places = index.strip.edges.filter((_, at) => letters[at] === letter);
      if (!places.length) continue;
      const cells = document.createElementNS(DRAWING, "path");
      cells.setAttribute("class", state);
      cells.setAttribute("d", places.map((x) => `M${x + start}${path}`).join(""));
      drawing.append(cells);
      said.push(`${places.length} ${word}`);
    }
    drawing.setAttribute("aria-label", `Parts: ${said.join(", ")}`);
    return drawing;
  }

  return index.ids.map((id, order) => {
    const name = index.names[order];
    const cells = columns.map((column) => column.cells[column.rows[order]]);
    const keys = [index.ranks[order], name];
    const tokens = [];
    let text = name.toLowerCase();
    for (const [at, cell] of cells.entries()) {
      const place = columns[at].at;
      if (place > 1) keys[place] = cell.key;
      if (cell.text) text += ` ${cell.text}`;
      tokens.push(...cell.tokens);
    }
    const draw = () => {
      const element = pattern.cloneNode(true);
      element.id = id;
      element.cells[0].append(keys[0]);
      element.cells[1].append(make("a", { href: `${root}models/${id}/`, textContent: name }), " ");
      for (const [at, cell] of cells.entries()) if (columns[at].at !== null) element.cells[columns[at].at].append(cell.draw().cloneNode(true));
      return element;
    };
    return Object.assign(known.get(id) ?? { draw }, { order, id, name, text, tokens, keys });
  });
}

function enhance(place, facets) {
  const models = Number(place.dataset.models);
  let body, heads, finds, root, address, pages; // known once the table is read
  let here = []; // the rows on this page
  let rows = null; // all; null until the index is read
  const state = { words: "", chosen: new Map(), sort: -1, down: false, limit: SHOWN, compare: new Set() };
  const asked = () => Boolean(state.words || state.chosen.size || state.sort >= 0);

  // ---- controls ----
  const search = make("input", { type: "search", placeholder: "Find a model, developer or license", autocomplete: "off" });
  search.setAttribute("aria-label", "Find a model, developer or license");
  const count = make("output", { className: "count", textContent: `${said(models)} models` });
  const clear = make("button", { type: "button", className: "clear", textContent: "Show all", disabled: true });
  const menus = facets.map(menu);
  // on a narrow page the menus fold away behind one button; the style sheet shows that button only there
  const sorts = make("select", { autocomplete: "off" }); // where rows are cards, there are no headings to press
  const folded = make("div", { className: "menus" }, make("label", { className: "sorts" }, "Sort by ", sorts), ...menus.map((one) => one.element));
  const fold = make("button", { type: "button", className: "fold", textContent: "Filters" });
  fold.setAttribute("aria-expanded", "false");
  fold.addEventListener("click", () => fold.setAttribute("aria-expanded", String(folded.classList.toggle("unfolded"))));
  const form = make("form", { className: "filters coming" }, search, fold, folded, make("div", {}, clear, count));
  form.setAttribute("role", "search");
  const nothing = make("p", { className: "nothing", hidden: true }, "Nothing matches. ",
    make("button", { type: "button", textContent: "Show all models", onclick: reset }));
  const more = make("button", { type: "button", className: "more", hidden: true });
  const bar = make("p", { className: "compare-bar", hidden: true });
  place.replaceWith(form);

  function menu([id, label, values]) {
    const badge = make("b");
    const list = make("div");
    const element = make("details", { className: "facet" }, make("summary", {}, `${label} `, badge), list);
    const one = { id, values, badge, list, element, boxes: [] };
    element.addEventListener("toggle", () => {
      if (!element.open) return;
      for (const other of menus) if (other !== one) other.element.open = false;
      fill(one);
    });
    // a press of a key that follows at once finds the boxes there
    element.firstChild.addEventListener("click", () => fill(one));
    return one;
  }

  // a menu's boxes are made when it is first opened: there may be thousands
  function fill(one) {
    if (!one.boxes.length) {
      one.boxes = Object.entries(one.values).map(([value, name]) => {
        const box = make("input", { type: "checkbox", autocomplete: "off", value: `${one.id}:${value}` });
        const sum = make("span");
        one.list.append(make("label", {}, box, ` ${name} `, sum));
        return { box, sum };
      });
    }
    for (const { box, sum } of one.boxes) {
      const token = number(box.value);
      box.checked = Boolean(state.chosen.get(one.id)?.has(token));
      sum.textContent = tally[token] ?? 0;
    }
  }

  // ---- all rows ----
  let reading = null;
  function load() {
    reading ??= fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.status)))).then((index) => {
      rows = rowsOfIndex(index, here, finds, root);
      for (const [at, [, , values]] of index.facets.entries()) menus[at].values = values;
    });
    return reading;
  }

  // Does `then` once all rows are known: at once where they are.
  function withAll(then) {
    if (rows) return then();
    count.textContent = "Reading the list of all models";
    body.parentNode.ariaBusy = "true";
    return load().then(then, () => {
      reading = null;
      body.parentNode.ariaBusy = null;
      count.textContent = "The list of all models could not be read; the pages below have them all";
    });
  }

  // ---- what is shown ----
  let tally = []; // by token: how many rows would be there if its own facet chose nothing
  const sorted = new Map();
  function inOrder() {
    if (state.sort < 0) return rows;
    const name = `${state.down}${state.sort}`;
    if (!sorted.has(name)) {
      const [at, way, { compare }] = [state.sort, state.down ? -1 : 1, new Intl.Collator()];
      const by = heads[at].dataset.sort === "number" ? (a, b) => a.keys[at] - b.keys[at] : (a, b) => compare(a.keys[at], b.keys[at]);
      sorted.set(name, [...rows].sort((a, b) => by(a, b) * way || a.order - b.order));
    }
    return sorted.get(name);
  }

  function matching() {
    const words = state.words.split(/\s+/);
    const found = [];
    tally = new Uint32Array(numbers.size);
    for (const row of inOrder()) {
      if (!words.every((word) => row.text.includes(word))) continue;
      const missed = [];
      for (const [id, tokens] of state.chosen) if (!row.tokens.some((token) => tokens.has(token))) missed.push(id);
      if (!missed.length) found.push(row);
      if (missed.length < 2) for (const token of row.tokens) if (!missed.length || facetOf[token] === missed[0]) tally[token] += 1;
    }
    return found;
  }

  // Makes the table these rows: at once those in sight, as laying out is what takes time, and the others after that was painted.
  // Until then the table is busy. Rows that stay in place are left alone.
  let drawing = 0;
  function put(wanted) {
    const turn = (drawing += 1);
    const there = [...body.rows];
    let at = 0;
    while (at < Math.min(wanted.length, there.length) && wanted[at].element === there[at]) elementOf(wanted[at++]);
    const upTo = (end) => {
      const part = wanted.slice(at, end).map(elementOf);
      const staying = new Set(part);
      for (const old of there.splice(0).slice(at)) if (!staying.has(old)) old.remove();
      let next = body.rows[at] ?? null;
      for (const element of part) {
        if (element === next) next = next.nextElementSibling;
        else body.insertBefore(element, next);
      }
      at += part.length;
      body.parentNode.ariaBusy = at < wanted.length ? "true" : null;
      if (at < wanted.length) afterPaint(() => turn === drawing && upTo(at + SLICE));
    };
    upTo(Math.max(at, Math.ceil((scrollY + innerHeight) / LOWEST)));
  }

  function draw() {
    if (!rows && asked()) return void withAll(draw);
    const found = rows ? matching() : here;
    const paged = Boolean(pages) && !asked();
    put(paged ? here : found.slice(0, state.limit));
    const length = rows ? found.length : models;
    count.textContent = length === models ? `${said(models)} models` : `${said(length)} of ${said(models)} models`;
    nothing.hidden = length > 0;
    more.hidden = paged || length <= state.limit;
    more.textContent = `Show ${Math.min(SHOWN, length - state.limit)} more of ${said(length)}`;
    clear.disabled = !state.words && !state.chosen.size;
    if (pages) pages.hidden = !paged;
    sorts.value = state.sort < 0 ? "" : sortWord(state.sort, state.down);
    for (const [at, head] of heads.entries()) {
      if (at === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    for (const one of menus) {
      one.badge.textContent = state.chosen.get(one.id)?.size ?? "";
      if (one.element.open) fill(one);
    }
  }
  function said(sum) {
    return sum.toLocaleString("en");
  }

  // ---- the address holds the state ----
  function write(push) {
    const query = new URLSearchParams();
    if (state.words) query.set("q", state.words);
    for (const { id, values } of menus) {
      const tokens = state.chosen.get(id);
      if (tokens) query.set(id, Object.keys(values).filter((value) => tokens.has(number(`${id}:${value}`))).join(","));
    }
    if (state.sort >= 0) query.set("sort", sortWord(state.sort, state.down));
    if (state.compare.size) query.set("compare", [...state.compare].join(","));
    const words = query.size ? `?${query.toString().replaceAll("%2C", ",")}` : "";
    history[push ? "pushState" : "replaceState"](null, "", `${location.pathname}${words}${location.hash}`);
    carry();
  }

  function read() {
    if (!rows && location.search) {
      put(here);
      return void withAll(read);
    }
    const query = new URLSearchParams(location.search);
    state.words = (query.get("q") ?? "").toLowerCase().slice(0, 200);
    state.chosen = new Map();
    for (const { id, values } of menus) {
      const tokens = (query.get(id) ?? "").split(",").filter((value) => Object.hasOwn(values, value)).map((value) => number(`${id}:${value}`));
      if (tokens.length) state.chosen.set(id, new Set(tokens));
    }
    readSort(query.get("sort") ?? "");
    const ids = new Set((rows ?? here).map((row) => row.id));
    state.compare = new Set((query.get("compare") ?? "").split(",").filter((id) => ids.has(id)).slice(0, MOST_COMPARED));
    search.value = state.words;
    for (const row of rows ?? here) if (row.box) row.box.checked = state.compare.has(row.id);
    comparing();
    carry();
    draw();
  }

  // A way to sort in one word: the number of the column, with a minus for last first; none is the order of rank.
  function sortWord(column, down) {
    return `${down ? "-" : ""}${column}`;
  }
  function readSort(word) {
    const column = Math.abs(parseInt(word, 10));
    state.sort = column < heads.length ? column : -1;
    state.down = word.startsWith("-");
  }

  function reset() {
    Object.assign(state, { words: "", chosen: new Map(), limit: SHOWN });
    search.value = "";
    write(true);
    draw();
    search.focus();
  }

  // ---- comparing ----
  function comparing() {
    bar.hidden = state.compare.size === 0;
    const named = (rows ?? here).filter((row) => state.compare.has(row.id));
    const names = [...state.compare].map((id) => named.find((row) => row.id === id).name);
    const link = make("a", { href: `${root}compare/?models=${[...state.compare].join(",")}`, textContent: `Compare ${names.join(", ")}` });
    bar.replaceChildren(state.compare.size > 1 ? link : `${names[0] ?? ""}: tick one more to compare`);
  }

  // what is ticked stays so on the next page
  function carry() {
    for (const link of pages?.querySelectorAll("a") ?? []) link.search = state.compare.size ? `?compare=${[...state.compare].join(",")}` : "";
  }

  // A row's element, with the box to tick.
  function elementOf(row) {
    row.element ??= row.draw();
    if (!row.box) {
      // the state is in the address, so the browser need not note that of each box
      row.box = make("input", { type: "checkbox", className: "tick", autocomplete: "off", checked: state.compare.has(row.id) });
      row.box.setAttribute("aria-label", `Compare ${row.name}`);
      row.box.addEventListener("change", () => {
        if (!row.box.checked) state.compare.delete(row.id);
        else if (state.compare.size < MOST_COMPARED) state.compare.add(row.id);
        else row.box.checked = false;
        comparing();
        write(false);
      });
      row.element.cells[0].append(row.box);
    }
    return row.element;
  }

  // ---- events ----
  function listen() {
    form.addEventListener("focusin", () => rows || withAll(draw));
    form.addEventListener("change", (event) => {
      const { type, value, checked } = event.target;
      if (type !== "checkbox") return;
      const [token, id] = [number(value), value.slice(0, value.indexOf(":"))];
      const tokens = state.chosen.get(id) ?? new Set();
      if (checked) tokens.add(token);
      else tokens.delete(token);
      if (tokens.size) state.chosen.set(id, tokens);
      else state.chosen.delete(id);
      state.limit = SHOWN;
      write(true);
      draw();
    });
    search.addEventListener("input", () => {
      state.words = search.value.trim().toLowerCase();
      state.limit = SHOWN;
      draw();
      afterPaint(() => write(false)); // the browser takes milliseconds to note an address
    });
    form.addEventListener("keydown", (event) => {
      const open = event.key === "Escape" && form.querySelector(".facet[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) menus.forEach((one) => (one.element.open = false));
    });
    clear.addEventListener("click", reset);
    sorts.addEventListener("change", () => {
      readSort(sorts.value);
      write(true);
      draw();
    });
    more.addEventListener("click", () => {
      state.limit += SHOWN;
      draw();
    });
    sorts.append(...heads.map((head, at) => new Option(head.textContent, at ? sortWord(at, downFirst(at)) : "")));
    for (const [at, head] of heads.entries()) {
      const button = make("button", { type: "button", className: "sort", textContent: head.textContent });
      button.addEventListener("click", () => {
        const down = downFirst(at);
        if (state.sort !== at) Object.assign(state, { sort: at, down });
        else if (state.down === down) state.down = !down;
        else state.sort = -1;
        write(true);
        draw();
      });
      head.replaceChildren(button);
    }
    addEventListener("popstate", read);
  }

  // numbers that mean "more open" are first wanted from the top, rank and text from the bottom
  function downFirst(at) {
    return heads[at].dataset.sort === "number" && at > 0;
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("DOMContentLoaded", () => {
    const table = document.querySelector("table[data-board]");
    ({ board: root, index: address } = table.dataset);
    body = table.tBodies[0];
    heads = [...table.tHead.rows[0].cells];
    finds = [...heads.keys()].filter((at) => "find" in heads[at].dataset);
    pages = document.querySelector(".pages");
    here = rowsOf(body, finds);
    rows = address ? null : here;
    table.closest(".scroll").after(nothing, more, bar);
    const typed = search.value; // while the page was still coming
    try {
      listen();
      read();
    } finally {
      form.classList.remove("coming"); // after the rows that go are gone
    }
    if (typed) {
      search.value = typed;
      search.dispatchEvent(new Event("input"));
    }
    // what runs for the first time is slow, so it does before anybody waits for it
    if (rows) (window.requestIdleCallback ?? setTimeout)(matching);
  });
}

const place = document.querySelector(".filters-place");
if (place) enhance(place, JSON.parse(document.querySelector("#facets").textContent));
