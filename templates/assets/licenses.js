// Filters the list of licenses by question, and holds two licenses side by side; the choice is in the address.
const filter = document.querySelector("[data-filter]");
const compare = document.querySelector("[data-compare]");
if (filter) narrowed(filter);
if (compare) beside(compare);

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function narrowed(form) {
  const rows = [...document.querySelectorAll(".licenses tbody tr")];
  const boxes = [...form.querySelectorAll("input")];
  const asked = new URLSearchParams(location.search).getAll("ask");
  for (const box of boxes) box.checked = asked.includes(box.name);
  const apply = () => {
    const wanted = boxes.filter((box) => box.checked).map((box) => box.name);
    const plain = wanted.includes("plain");
    const questions = wanted.filter((name) => name !== "plain");
    // a text that says nothing against a use has no word for it either, so it counts only where conditions may stand
    const fits = plain ? ["yes"] : ["yes", "yes-if", "silent"];
    const all = questions.length ? questions : plain ? ["commercial", "change", "share"] : [];
    for (const row of rows) row.hidden = !all.every((name) => fits.includes(row.dataset[name]));
    const shown = rows.filter((row) => !row.hidden).length;
    if (wanted.length) document.getElementById("rare")?.setAttribute("open", ""); // what fits is to be seen, wherever it stands
    form.querySelector("[role=status]").textContent = `${shown} of ${rows.length} licenses`;
    const query = new URLSearchParams(wanted.map((name) => ["ask", name])).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  };
  form.addEventListener("change", apply);
  form.hidden = false;
  apply();
}

function beside(form) {
  const place = document.querySelector("[data-result]");
  const choices = [...form.querySelectorAll("select")];
  const chosen = (new URLSearchParams(location.search).get("licenses") ?? "").split(",");
  choices.forEach((choice, at) => {
    if ([...choice.options].some((option) => option.value === chosen[at])) choice.value = chosen[at];
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?licenses=${choices.map((choice) => encodeURIComponent(choice.value)).join(",")}`);
    draw();
  });
  form.hidden = false;
  draw();

  async function draw() {
    const ids = choices.map((choice) => choice.value);
    if (ids.some((id) => !id)) return;
    const found = await Promise.all(ids.map(async (id) => {
      const answer = await fetch(`${form.dataset.compare}api/v1/licenses/${encodeURIComponent(id)}.json`);
      return answer.ok ? (await answer.json()).license : null;
    }));
    if (found.every(Boolean)) place.replaceChildren(...notes(found), ...["rights", "duties", "limits"].map((side) => section(side, found)));
  }

  function named(one) {
    return [...choices[0].options].find((option) => option.value === one.id).textContent;
  }

  function notes(found) {
    const said = (one) => (one.record?.read?.extent === "without-policy" ? place.dataset.policy : place.dataset.unread);
    return found.filter((one) => !one.answers.read).map((one) => make("p", { textContent: said(one).replace("{name}", named(one)) }));
  }

  // what only the first says, what only the second says, what both say
  function section(side, found) {
    const [one, other] = found.map((license) => license.answers[side]);
    const like = (point, points) => points.find((each) => each.says === point.says);
    const [first, second] = found;
    const lists = [
      [place.dataset.only.replace("{name}", named(first)), one.filter((point) => !like(point, other)).map((point) => [[point, first]])],
      [place.dataset.only.replace("{name}", named(second)), other.filter((point) => !like(point, one)).map((point) => [[point, second]])],
      [place.dataset.both, one.filter((point) => like(point, other)).map((point) => [[point, first], [like(point, other), second]])],
    ];
    return make("section", {}, make("h2", { textContent: place.dataset[side] }), make("div", { className: "threefold" }, ...lists.map(([heading, lines]) =>
      make("section", {}, make("h3", { textContent: heading }), lines.length
        ? make("ul", { className: "points" }, ...lines.map(line))
        : make("p", { className: "quiet", textContent: place.dataset.nothing })))));
  }

  // a sentence with its clause in each license that says it, the first one’s first
  function line(saying) {
    const clauses = saying.map(([point, license]) =>
      make("a", { href: `${form.dataset.compare}licenses/${license.id}/#${point.key}`, title: named(license), textContent: point.clause ?? place.dataset.none }));
    const known = saying.some(([point]) => point.clause) ? clauses.flatMap((clause, at) => (at ? [" / ", clause] : [clause])) : [];
    return make("li", {}, `${saying[0][0].says} `, ...known);
  }
}
