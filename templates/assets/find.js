// The search in the head of a page: suggests names while one types, and leads to a model or to the leaderboard. The link it replaces does as well.
const link = document.querySelector(".top .seek");
if (link && location.protocol !== "file:") { // from a file nothing can be read but the page itself
  const root = link.href;
  const input = Object.assign(document.createElement("input"), { type: "search", placeholder: link.textContent, autocomplete: "off", className: "seek", enterKeyHint: "search" });
  const names = Object.assign(document.createElement("datalist"), { id: "models" });
  input.setAttribute("aria-label", link.textContent);
  input.setAttribute("list", "models");
  let known = null, engine = null, reading = null;
  const load = () => (reading ??= Promise.all([import(new URL(link.dataset.search, root)), fetch(`${root}search.json`).then((answer) => answer.json())])
    .then(([module, index]) => ([engine, known] = [module, module.prepare(index)]), () => (reading = null)));
  const exact = () => known?.models.find((model) => model.name === input.value);
  input.addEventListener("focus", load);
  input.addEventListener("input", () => {
    if (exact()) location.assign(`${root}models/${exact().id}/`);
    else if (known) names.replaceChildren(...(input.value.trim() ? engine.search(known, input.value).models.slice(0, 8) : []).map((model) => new Option(model.name, model.name)));
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && input.value.trim()) location.assign(exact() ? `${root}models/${exact().id}/` : `${root}?q=${encodeURIComponent(input.value.trim())}`);
  });
  link.replaceWith(input);
  document.body.append(names);
}
