// Adds search, filters, sorting and comparing to a finished table; the page is complete without it. State lives in the address.
const SHOWN = 300; // rows drawn at once: enough for most lists, and quick to sort at any length
const MOST_COMPARED = 4;

const table = document.querySelector("table[data-board]");
const facets = JSON.parse(document.querySelector("#facets").textContent);
if (table) enhance(table, facets);

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function enhance(table, facets) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const rows = [...body.rows].map((element, order) => ({
    element, order, id: element.id,
    text: element.textContent.toLowerCase(),
    is: new Set(element.dataset.is.split(" ")),
    keys: [...element.cells].map((cell) => cell.dataset.k ?? (cell.querySelector("a") ?? cell).textContent.trim()),
  }));
  const state = { words: "", chosen: new Map(), sort: -1, down: false, limit: SHOWN, compare: new Set() };

  // ---- controls ----
  const search = make("input", { type: "search", placeholder: "Find a model, developer or license", autocomplete: "off" });
  search.setAttribute("aria-label", "Find a model, developer or license");
  const count = make("output", { className: "count" });
  const clear = make("button", { type: "button", textContent: "Show all", hidden: true });
  const menus = facets.map(([id, label, values]) => menu(id, label, values));
  // on a narrow page the menus fold away behind one button; the style sheet shows that button only there
  const folded = make("div", { className: "menus" }, ...menus.map((one) => one.element));
  const fold = make("button", { type: "button", className: "fold", textContent: "Filters" });
  fold.setAttribute("aria-expanded", "false");
  fold.addEventListener("click", () => fold.setAttribute("aria-expanded", String(folded.classList.toggle("unfolded"))));
  const form = make("form", { className: "filters" }, search, fold, folded, clear, count);
  form.setAttribute("role", "search");
  const nothing = make("p", { className: "nothing", hidden: true }, "Nothing matches. ",
    make("button", { type: "button", textContent: "Show all models", onclick: reset }));
  const more = make("button", { type: "button", className: "more", hidden: true });
  const bar = make("p", { className: "compare-bar", hidden: true });
  const scroll = table.closest(".scroll");
  document.querySelector(".filters-place").replaceWith(form);
  scroll.after(nothing, more, bar);

  function menu(id, label, values) {
    const badge = make("b");
    const boxes = Object.entries(values).map(([value, name]) => {
      const box = make("input", { type: "checkbox", value: `${id}:${value}` });
      const number = make("span");
      return { token: box.value, box, number, line: make("label", {}, box, ` ${name} `, number) };
    });
    const element = make("details", { className: "facet" },
      make("summary", {}, `${label} `, badge), make("div", {}, ...boxes.map((one) => one.line)));
    element.addEventListener("toggle", () => element.open && menus.forEach((other) => other.element !== element && (other.element.open = false)));
    return { id, boxes, badge, element };
  }

  // ---- what is shown ----
  function matches(row, except) {
    if (state.words && !state.words.split(/\s+/).every((word) => row.text.includes(word))) return false;
    for (const [id, tokens] of state.chosen) if (id !== except && ![...tokens].some((token) => row.is.has(token))) return false;
    return true;
  }

  function draw() {
    const found = rows.filter((row) => matches(row));
    if (state.sort >= 0) {
      const number = heads[state.sort].dataset.sort === "number";
      const way = state.down ? -1 : 1;
      found.sort((a, b) => {
        const [x, y] = [a.keys[state.sort], b.keys[state.sort]];
        return (number ? x - y : x.localeCompare(y)) * way || a.order - b.order;
      });
    }
    body.replaceChildren(...found.slice(0, state.limit).map((row) => row.element));
    count.textContent = found.length === rows.length ? `${rows.length} models` : `${found.length} of ${rows.length} models`;
    nothing.hidden = found.length > 0;
    more.hidden = found.length <= state.limit;
    more.textContent = `Show ${Math.min(SHOWN, found.length - state.limit)} more of ${found.length}`;
    clear.hidden = !state.words && !state.chosen.size;
    for (const [at, head] of heads.entries()) {
      if (at === state.sort) head.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    for (const { id, boxes, badge } of menus) {
      const tokens = state.chosen.get(id);
      badge.textContent = tokens ? tokens.size : "";
      const tally = new Map();
      for (const row of rows) if (matches(row, id)) for (const token of row.is) tally.set(token, (tally.get(token) ?? 0) + 1);
      for (const { token, box, number } of boxes) {
        box.checked = Boolean(tokens?.has(token));
        number.textContent = tally.get(token) ?? 0;
      }
    }
  }

  // ---- the address holds the state ----
  function write(push) {
    const query = new URLSearchParams();
    if (state.words) query.set("q", state.words);
    for (const [id, tokens] of state.chosen) query.set(id, [...tokens].map((token) => token.slice(id.length + 1)).join(","));
    if (state.sort >= 0) query.set("sort", `${state.down ? "-" : ""}${state.sort}`);
    if (state.compare.size) query.set("compare", [...state.compare].join(","));
    const address = `${location.pathname}${query.size ? `?${query.toString().replaceAll("%2C", ",")}` : ""}${location.hash}`;
    history[push ? "pushState" : "replaceState"](null, "", address);
  }

  function read() {
    const query = new URLSearchParams(location.search);
    state.words = (query.get("q") ?? "").toLowerCase().slice(0, 200);
    state.chosen = new Map();
    for (const { id, boxes } of menus) {
      const known = new Set(boxes.map((one) => one.token));
      const tokens = (query.get(id) ?? "").split(",").map((value) => `${id}:${value}`).filter((token) => known.has(token));
      if (tokens.length) state.chosen.set(id, new Set(tokens));
    }
    const sort = query.get("sort") ?? "";
    const column = Math.abs(parseInt(sort, 10));
    state.sort = column < heads.length ? column : -1;
    state.down = sort.startsWith("-");
    const ids = new Set(rows.map((row) => row.id));
    state.compare = new Set((query.get("compare") ?? "").split(",").filter((id) => ids.has(id)).slice(0, MOST_COMPARED));
    search.value = state.words;
    for (const row of rows) row.box.checked = state.compare.has(row.id);
    comparing();
    draw();
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
    const names = [...state.compare].map((id) => rows.find((row) => row.id === id).keys[1]);
    const link = make("a", { href: `compare/?models=${[...state.compare].join(",")}`, textContent: `Compare ${names.join(", ")}` });
    bar.replaceChildren(state.compare.size > 1 ? link : `${names[0] ?? ""}: tick one more to compare`);
  }

  for (const row of rows) {
    row.box = make("input", { type: "checkbox", className: "tick" });
    row.box.setAttribute("aria-label", `Compare ${row.keys[1]}`);
    row.box.addEventListener("change", () => {
      if (!row.box.checked) state.compare.delete(row.id);
      else if (state.compare.size < MOST_COMPARED) state.compare.add(row.id);
      else row.box.checked = false;
      comparing();
      write(false);
    });
    row.element.cells[0].append(row.box);
  }

  // ---- events ----
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const token = event.target.type === "checkbox" ? event.target.value : "";
    if (!token) return;
    const id = token.slice(0, token.indexOf(":"));
    const tokens = state.chosen.get(id) ?? new Set();
    if (event.target.checked) tokens.add(token);
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
    write(false);
    draw();
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
  more.addEventListener("click", () => {
    state.limit += SHOWN;
    draw();
  });
  for (const [at, head] of heads.entries()) {
    const button = make("button", { type: "button", className: "sort", textContent: head.textContent });
    button.addEventListener("click", () => {
      // numbers that mean "more open" are first wanted from the top, rank and text from the bottom
      const down = head.dataset.sort === "number" && at > 0;
      if (state.sort !== at) Object.assign(state, { sort: at, down });
      else if (state.down === down) state.down = !down;
      else state.sort = -1;
      write(true);
      draw();
    });
    head.replaceChildren(button);
  }
  addEventListener("popstate", read);
  read();
}
