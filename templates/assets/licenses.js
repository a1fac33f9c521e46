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

  // several versions may have one name
  function named(one) {
    const version = one.record?.version;
    return version && !one.name.includes(version) ? `${one.name} ${version}` : one.name;
  }

  function notes(found) {
    const said = (one) => (one.record?.read?.extent === "without-policy" ? place.dataset.policy : place.dataset.unread);
    return found.filter((one) => !one.answers.read).map((one) => make("p", { textContent: said(one).replace("{name}", named(one)) }));
  }

  // what only the first says, what only the second says, what both say
  function section(side, found) {
    const [one, other] = found.map((license) => license.answers[side]);
    const said = (points) => new Set(points.map((point) => point.says));
    const lists = [
      [place.dataset.only.replace("{name}", named(found[0])), one.filter((point) => !said(other).has(point.says)), found[0]],
      [place.dataset.only.replace("{name}", named(found[1])), other.filter((point) => !said(one).has(point.says)), found[1]],
      [place.dataset.both, one.filter((point) => said(other).has(point.says)), found[0]],
    ];
    return make("section", {}, make("h2", { textContent: place.dataset[side] }), make("div", { className: "threefold" }, ...lists.map(([heading, points, license]) =>
      make("section", {}, make("h3", { textContent: heading }), points.length
        ? make("ul", { className: "points" }, ...points.map((point) => line(point, license)))
        : make("p", { className: "quiet", textContent: place.dataset.nothing })))));
  }

  function line(point, license) {
    const link = make("a", { href: `${form.dataset.compare}licenses/${license.id}/#${point.key}`, textContent: point.clause ?? "" });
    return make("li", {}, `${point.says} `, ...(point.clause ? [link] : []));
  }
}
