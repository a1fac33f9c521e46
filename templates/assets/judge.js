// Holds one model against the definitions, by the rules in propose/rules.json: a port of howopen/judge/.
// The same vectors (tests/vectors/) hold both to the same answers. Pure: no page, no network.

export const UNMET = 0, UNKNOWN = 1, MET = 2;
export const WORD = ["not-met", "undetermined", "met"];

// The verdicts of a model, by definition. Throws BadExpression for a license that cannot be read, UnknownKey for a rule that is not understood.
export function judge(model, rules) {
  const whole = withContainedParts(model);
  rules.definitions.forEach(mustBeRead);
  return Object.fromEntries(rules.definitions.map((definition) => [definition.id, verdict(new Evaluator(whole, definition, rules))]));
}

export class BadExpression extends Error {
  constructor(what, unknown) {
    super(what);
    this.unknown = unknown; // the license that is not known; nothing where something else is wrong
  }
}
export class UnknownKey extends Error {}

// ---- keys -----------------------------------------------------------------------------------------------------------

// Every key of a requirement and of its tests that is read here, or only told.
export const KEYS = {
  requirement: ["id", "says", "cite", "clause", "basis", "reading", "change", "otherwise", "if-used", "today", "component", "availability", "coverage",
    "gate", "license", "fact", "one-of", "unclear", "at-most", "at-least", "question", "answer", "all-of", "any-of", "for-each", "where", "requires",
    "of-others", "when-empty", "same-as"],
  availability: ["meets", "unclear"],
  gate: ["approval", "payment", "personal-data", "excludes"],
  license: ["any-tag", "no-tag", "grants", "stated", "known", "none"],
  where: ["kind", "availability", "stage"],
};
const read = new WeakSet();

// The value of a key, which data may call `constructor` or otherwise like what every object has.
function own(values, key) {
  return values != null && Object.hasOwn(values, key) ? values[key] : undefined;
}

// Throws UnknownKey where the definition asks for something that nobody here would look at.
function mustBeRead(definition) {
  if (read.has(definition)) return;
  for (const requirement of requirementsOf(definition)) {
    known(requirement, "requirement", definition);
    for (const test of ["availability", "gate", "license", "where"]) if (requirement[test]) known(requirement[test], test, definition);
  }
  read.add(definition);
}

function known(said, kind, definition) {
  const key = Object.keys(said).find((name) => !KEYS[kind].includes(name));
  if (key !== undefined) throw new UnknownKey(`${definition.id}: nothing here reads ${key} of ${kind}`);
}

// Every requirement of a definition, that of its scope first, each before what is within it.
function requirementsOf(definition) {
  const walk = (requirement) => [requirement, ...["all-of", "any-of", "requires"].flatMap((key) => requirement[key] ?? []).flatMap(walk)];
  const steps = (definition.criteria ?? []).flatMap(single).flatMap((one) => one.steps);
  const conditions = (definition.criteria ?? []).flatMap(conditionsOf);
  const parts = [...(definition.levels ?? []), ...(definition.views ?? []), ...steps].flatMap((part) => part.requires);
  return [...(definition.scope ? [definition.scope] : []), ...conditions, ...parts].flatMap(walk);
}

// The criteria within a criterion that have steps; itself where it has them.
function single(criterion) {
  return criterion.steps ? [criterion] : criterion["mean-of"].flatMap(single);
}

// What must hold for a criterion, and for those within it, to count.
function conditionsOf(criterion) {
  return [...(criterion["only-if"] ? [criterion["only-if"]] : []), ...(criterion["mean-of"] ?? []).flatMap(conditionsOf)];
}

// ---- licenses -------------------------------------------------------------------------------------------------------

// An SPDX expression as {license} or {operator, within}; AND binds closer than OR, WITH closer than both.
export function terms(expression, licenses) {
  if (expression === "NONE") return { operator: "NONE" };
  const tokens = expression.match(/[()]|[^\s()]+/g) ?? [];
  let at = 0, unknown;
  const next = (word) => tokens[at]?.toUpperCase() === word && (at += 1);
  const fail = () => { throw new BadExpression(`${expression} is no SPDX expression`); };
  const joined = (operator, part) => {
    const within = [part()];
    while (next(operator)) within.push(part());
    return within.length === 1 ? within[0] : { operator, within };
  };
  const single = () => {
    if (next("(")) {
      const inner = either();
      if (!next(")")) fail();
      return inner;
    }
    let id = tokens[at++];
    const joins = (token) => token === undefined || /^([()]|AND|OR|WITH)$/i.test(token);
    if (joins(id)) fail();
    while (!joins(tokens[at])) id += ` ${tokens[at++]}`; // words in a row are one name, if a wrong one
    // a plus lets one choose a later version, which only ever adds permissions
    if (!Object.hasOwn(licenses.ids, id) && !id.startsWith("LicenseRef-")) id = id.replace(/\+$/, "");
    if (!Object.hasOwn(licenses.ids, id)) unknown ??= id; // told only of what can be read whole
    if (next("WITH") && !licenses.exceptions.includes(tokens[at++])) fail();
    return { license: id, ...licenses.says[licenses.ids[id]] };
  };
  const either = () => joined("OR", () => joined("AND", single));
  const found = either();
  if (at < tokens.length) fail();
  if (unknown !== undefined) throw new BadExpression(`${unknown} is not a known license`, unknown);
  return found;
}

function judgeTerms(test, found) {
  if (found.operator === "NONE") return [UNMET, "no-license"];
  if (found.license) return judgeLicense(test, found);
  return pick(found.within.map((inner) => judgeTerms(test, inner)), found.operator === "OR" ? Math.max : Math.min);
}

function judgeLicense(test, license) {
  const results = [[MET, "terms-fit"]];
  if (test["any-tag"]) results.push(anyTag(test["any-tag"], license));
  for (const tag of test["no-tag"] ?? []) {
    const is = own(license.tags, tag);
    if (is === undefined) results.push([UNKNOWN, "license-not-assessed"]);
    else if (is === "yes") results.push([UNMET, "terms-restrict"]);
  }
  for (const [freedom, wanted] of Object.entries(test.grants ?? {})) {
    const grant = own(license.freedoms, freedom);
    if (grant === undefined) results.push([UNKNOWN, "license-not-assessed"]);
    else if (!wanted.includes(grant)) results.push(grant === "restricted" ? [UNMET, "terms-restrict"] : [UNKNOWN, "license-not-assessed"]);
  }
  return pick(results, Math.min);
}

function anyTag(tags, license) {
  const states = tags.map((tag) => own(license.tags, tag));
  if (states.includes("yes")) return [MET, "terms-fit"];
  if (states.includes(undefined)) return [UNKNOWN, "license-not-assessed"];
  if (states.includes("pending")) return [UNMET, "terms-pending"];
  return [UNMET, Object.values(license.freedoms).includes("restricted") ? "terms-restrict" : "terms-miss"];
}

// The first of the results whose outcome is the least, or the greatest.
function pick(results, which) {
  const outcome = which(...results.map((one) => one[0]));
  return results.find((one) => one[0] === outcome);
}

// ---- one part -------------------------------------------------------------------------------------------------------

const TESTS = {
  availability(test, part) {
    const value = part.availability;
    if (part.disputed?.availability) return underEach(part, "availability", (one) => TESTS.availability(test, one));
    if (value === undefined) return [UNKNOWN, "availability-unknown"];
    if (test.meets?.includes(value)) return [MET, "published", value];
    if (test.unclear?.includes(value)) return [UNKNOWN, "availability-unclear", value];
    return [UNMET, { none: "not-published", gated: "gated", rebuildable: "rebuildable" }[value] ?? "on-request", value];
  },
  coverage(test, part) {
    if (part.availability === "none") return [UNMET, "not-published", "none"];
    if (part.coverage === undefined) return [UNKNOWN, "coverage-unknown", part.availability];
    return test.includes(part.coverage) ? [MET, "published", part.coverage] : [UNMET, "only-in-part", part.coverage];
  },
  gate(test, part) {
    if (part.disputed?.availability) return underEach(part, "availability", (one) => TESTS.gate(test, one));
    if (part.availability === undefined) return [UNKNOWN, "availability-unknown"];
    if (part.availability === "none") return [UNMET, "not-published", "none"];
    if (part.availability === "public") return [MET, "published", "public"];
    const asked = [];
    if (test.approval) asked.push([part.gate?.approval, (value) => test.approval.includes(value)]);
    for (const key of ["payment", "personal-data"]) if (test[key] !== undefined) asked.push([part.gate?.[key], (value) => value === test[key]]);
    if (test.excludes) asked.push([part.gate?.excludes, (value) => value.length === 0]);
    if (asked.some(([value, meets]) => value !== undefined && !meets(value))) return [UNMET, "gate-misses", part.availability];
    if (asked.some(([value]) => value === undefined)) return [UNKNOWN, "gate-unknown", part.availability];
    return [MET, "published", part.availability];
  },
};

// What a test says of a fact that sources dispute: what it says under every side where that is the same, else unknown.
function underEach(part, fact, test) {
  const found = part.disputed[fact].map((side) => test({ ...part, [fact]: side, disputed: undefined }));
  const outcomes = new Set(found.map(([outcome]) => outcome));
  if (outcomes.size !== 1 || outcomes.has(UNKNOWN)) return [UNKNOWN, "disputed"];
  return [found[0][0], found[0][1], [...new Set(found.map((one) => one[2]))].join(" or ")];
}

function evidenceOf(part) {
  return [part.evidence ?? []].flat(); // one address may stand for a list of one
}

function license(test, part, rules) {
  if (part.disputed?.license) return underEach(part, "license", (one) => license(test, one, rules));
  if (part.license === undefined) {
    return part.availability === "none" ? [UNMET, "not-published"] : [UNKNOWN, "license-unknown", part.availability];
  }
  const found = terms(part.license, rules.licenses);
  if (test.none) return found.operator === "NONE" ? [MET, "terms-fit", part.license] : [UNMET, "terms-miss", part.license];
  const [outcome, reason] = judgeTerms(test, found);
  if (outcome === MET && test.stated !== false && part["license-scope"] === "inherited") return [UNKNOWN, "license-inherited", part.license];
  return [outcome, reason, part.license];
}

// A part that lies within another is as available as that one, where nothing else is said of it.
function withContainedParts(model) {
  const parts = model.components ?? {};
  const filled = Object.entries(parts).map(([key, part]) => {
    const container = own(parts, part["embedded-in"]);
    if (!container) return [key, part];
    const missing = ["availability", "license", "license-scope"].filter((name) => part[name] === undefined && container[name] !== undefined);
    const evidence = evidenceOf(part).length ? part.evidence : container.evidence;
    return [key, { ...part, evidence, ...Object.fromEntries(missing.map((name) => [name, container[name]])) }];
  });
  return { ...model, components: Object.fromEntries(filled) };
}

const NOT_ASPECTS = ["license", "license-scope", "because", "evidence", "checked"];

function aspects(said) {
  return Object.fromEntries(Object.entries(said ?? {}).filter(([key]) => !NOT_ASPECTS.includes(key)));
}

function dataInformationPart(model) {
  const said = model["data-information"];
  if (said === undefined) return undefined;
  const extents = Object.values(aspects(said));
  const nothing = extents.includes("none") && extents.every((extent) => extent === "none" || extent === "not-applicable");
  return { ...(nothing ? { availability: "none" } : {}), license: said.license, "license-scope": said["license-scope"], evidence: said.evidence };
}

// The value of a fact: `each.<key>` of a data set, `derived-from`, or an aspect of the data information or of a part.
function recorded(path, model, each) {
  const [holder, key] = path.split(".");
  if (holder === "each") return own(each, key);
  if (path === "derived-from") return model["derived-from"] == null ? undefined : model["derived-from"].length ? "something" : "nothing";
  return own(holder === "data-information" ? aspects(model["data-information"]) : own(model.components, holder)?.aspects, key);
}

// ---- requirements -----------------------------------------------------------------------------------------------------

function least(found) {
  const outcomes = found.filter((one) => one.applies).map((one) => one.outcome);
  return outcomes.length ? Math.min(...outcomes) : UNKNOWN;
}

class Evaluator {
  constructor(model, definition, rules) {
    const named = Object.fromEntries(requirementsOf(definition).filter((one) => one.id).map((one) => [one.id, one]));
    Object.assign(this, { model, definition, rules, named, dead: new Set(rules.dead) });
  }

  finding(requirement, each) {
    if (requirement.component) return this.component(requirement, each);
    if (requirement.fact) return this.fact(requirement, each);
    if (requirement.question) return this.question(requirement);
    if (requirement["all-of"]) return branch(requirement, requirement["all-of"].map((inner) => this.finding(inner, each)), least);
    if (requirement["any-of"]) return branch(requirement, requirement["any-of"].map((inner) => this.finding(inner, each)), greatest);
    if (requirement["same-as"]) return this.finding(this.named[requirement["same-as"]], each);
    return requirement["for-each"] === "ancestors" ? this.ancestors(requirement) : this.datasets(requirement);
  }

  component(requirement, each) {
    const name = requirement.component;
    const part = name === "each" ? each : name === "data-information" ? dataInformationPart(this.model) : own(this.model.components, name);
    const subject = name === "each" ? (each?.name ?? "") : name;
    return part === undefined ? found(requirement, UNKNOWN, "nobody-looked", subject) : this.part(requirement, part, subject);
  }

  part(requirement, part, subject) {
    if (part.availability === "not-applicable") return notApplicable(requirement, subject);
    const results = Object.keys(TESTS).filter((key) => requirement[key]).map((key) => TESTS[key](requirement[key], part));
    if (requirement.license) results.push(license(requirement.license, part, this.rules));
    const [outcome, reason] = pick(results, Math.min);
    const gone = outcome === MET && requirement.today && this.gone(evidenceOf(part));
    return gone ? found(requirement, UNKNOWN, "evidence-gone", subject) : found(requirement, outcome, reason, subject);
  }

  // Whether there was evidence, and every address of it no longer answers.
  gone(evidence) {
    return evidence.length > 0 && evidence.every((address) => this.dead.has(address.split("#")[0]));
  }

  fact(requirement, each) {
    const path = requirement.fact;
    if (requirement["at-most"] !== undefined || requirement["at-least"] !== undefined) return this.range(requirement);
    const value = recorded(path, this.model, each);
    if (value === undefined) return found(requirement, UNKNOWN, "fact-unknown", path);
    if (requirement["one-of"]?.includes(value)) return found(requirement, MET, "fact-fits", path);
    if (value === "not-applicable") return notApplicable(requirement, path);
    return requirement.unclear?.includes(value) ? found(requirement, UNKNOWN, "fact-unclear", path) : found(requirement, UNMET, "fact-misses", path);
  }

  range(requirement) {
    const compute = this.model["training-compute"], most = requirement["at-most"] ?? Infinity, fewest = requirement["at-least"] ?? -Infinity;
    if (compute === undefined) return found(requirement, UNKNOWN, "fact-unknown", requirement.fact);
    if (compute.high <= most && compute.low >= fewest) return found(requirement, MET, "fact-fits", requirement.fact);
    if (compute.low > most || compute.high < fewest) return found(requirement, UNMET, "fact-misses", requirement.fact);
    return found(requirement, UNKNOWN, "fact-unclear", requirement.fact);
  }

  question(requirement) {
    const answer = own(this.model.answers, requirement.question)?.answer ?? own(this.rules["for-all"], requirement.question);
    if (answer === undefined) return found(requirement, UNKNOWN, "unanswered", requirement.question);
    if (answer === "unsure") return found(requirement, UNKNOWN, "unsure", requirement.question);
    const met = answer === requirement.answer;
    return found(requirement, met ? MET : UNMET, met ? "answered" : "answered-otherwise", requirement.question);
  }

  ancestors(requirement) {
    const lineage = ancestorsOf(this.model, this.rules);
    if (lineage === undefined) return found(requirement, UNKNOWN, "lineage-unknown", "ancestors");
    if (!lineage.length) return nothingToAsk(requirement, "ancestors");
    const passedOn = this.rules["passed-on"][this.definition.id][requirement.id];
    const asked = lineage.filter((key) => !requirement["of-others"] || !releasedAnew(key, this.model, lineage, this.rules));
    const within = asked.map((key) => Object.hasOwn(passedOn, key)
      ? found(requirement, passedOn[key], "within", key)
      : found(requirement, UNKNOWN, "lineage-unknown", key));
    return forEach(requirement, within, "ancestors", true);
  }

  datasets(requirement) {
    const name = requirement["for-each"], part = own(this.model.components, name);
    if (part === undefined || (part.datasets === undefined && part.availability === undefined)) return found(requirement, UNKNOWN, "nobody-looked", name);
    if (part.availability === "not-applicable") return notApplicable(requirement, name);
    const within = [];
    for (const dataset of part.datasets ?? []) {
      const asked = asksAbout(requirement.where ?? {}, dataset);
      if (asked === UNMET) continue;
      const one = this.dataset(requirement, dataset);
      within.push(asked === UNKNOWN && one.outcome === UNMET ? found(requirement, UNKNOWN, "fact-unknown", dataset.name) : one);
    }
    return forEach(requirement, within, name, part.complete === true);
  }

  dataset(requirement, dataset) {
    const inner = (requirement.requires ?? []).map((one) => this.finding(one, dataset));
    if (requirement.availability || requirement.coverage || requirement.license) inner.push(this.part(requirement, dataset, dataset.name));
    return { ...found(requirement, least(inner), inner.length === 1 ? inner[0].reason : "within", dataset.name), within: requirement.requires ? inner : [] };
  }
}

function found(requirement, outcome, reason, subject, applies = true) {
  return { requirement, outcome, reason, subject, applies, within: [] };
}

function notApplicable(requirement, subject) {
  return requirement["if-used"] ? found(requirement, UNKNOWN, "not-used", subject, false) : found(requirement, UNKNOWN, "meant-to-be-used", subject);
}

function branch(requirement, within, outcome) {
  return { requirement, outcome: outcome(within), reason: "within", subject: "", applies: within.some((one) => one.applies), within };
}

function greatest(found) {
  const outcomes = found.filter((one) => one.applies).map((one) => one.outcome);
  return outcomes.length ? Math.max(...outcomes) : UNKNOWN;
}

// For a list that is known to be complete and has none that the requirement asks about.
function nothingToAsk(requirement, subject) {
  return found(requirement, requirement["when-empty"] === "met" ? MET : UNKNOWN, "nothing-to-ask", subject);
}

function forEach(requirement, within, subject, complete) {
  if (complete && !within.length) return nothingToAsk(requirement, subject);
  const outcome = within.length ? least(within) : MET;
  const answer = outcome === UNMET ? [UNMET, "one-misses"]
    : !complete ? [UNKNOWN, "list-incomplete"]
    : [outcome, outcome === MET ? "each-meets" : "one-unknown"];
  return { ...found(requirement, ...answer, subject), within };
}

function asksAbout(where, dataset) {
  const answers = ["kind", "availability", "stage"].filter((key) => where[key]).map((key) =>
    dataset[key] === undefined ? UNKNOWN : where[key].includes(dataset[key]) ? MET : UNMET);
  return Math.min(MET, ...answers);
}

// Every model that it derives from, nearest first; undefined when nobody said.
export function ancestorsOf(model, rules) {
  if (model["derived-from"] == null) return undefined; // rules.json says null where nobody said
  const seen = new Set(), ahead = [...model["derived-from"]];
  while (ahead.length) {
    const name = knownAs(ahead.shift(), rules);
    if (seen.has(name) || name === model.id) continue;
    seen.add(name);
    if (Object.hasOwn(rules.models, name)) ahead.push(...(rules.models[name]["derived-from"] ?? ["?"]));
  }
  return [...seen];
}

// The id here of a base, as a file writes it; hf:org/name as it is where no model here has that Hugging Face id.
function knownAs(name, rules) {
  return name.startsWith("hf:") ? own(rules.hub, name.slice(3).toLowerCase()) ?? name : name;
}

// Whether all that directly derives from the ancestor, on the way to the model, comes from its own developer, who may set other terms.
function releasedAnew(key, model, lineage, rules) {
  if (!Object.hasOwn(rules.models, key)) return false;
  const line = [model, ...lineage.filter((name) => Object.hasOwn(rules.models, name)).map((name) => ({ id: name, ...rules.models[name] }))];
  const derives = (one) => (one["derived-from"] ?? []).some((name) => knownAs(name, rules) === key);
  return line.filter(derives).every((one) => one.developer === rules.models[key].developer);
}

// ---- verdicts -------------------------------------------------------------------------------------------------------

function verdict(evaluator) {
  const { definition } = evaluator;
  if (definition.criteria) return scored(evaluator);
  let soFar = MET;
  const levels = definition.levels.map((level) => {
    const findings = level.requires.map((requirement) => evaluator.finding(requirement));
    soFar = Math.min(soFar, least(findings));
    return { id: level.id, outcome: soFar, findings };
  });
  const scope = definition.scope ? evaluator.finding(definition.scope) : null;
  const within = scope?.outcome === UNMET ? [] : levels; // what a definition does not speak of is on no level
  const last = (proven) => within.filter((level) => (proven ? level.outcome === MET : level.outcome !== UNMET)).at(-1)?.id ?? null;
  return {
    outcome: levels.at(-1).outcome,
    reached: last(true),
    possible: last(false),
    levels,
    scope,
    views: (definition.views ?? []).map((view) => ({ id: view.id, outcome: least(view.requires.map((requirement) => evaluator.finding(requirement))) })),
    score: definition.elements ? score(definition.elements, levels) : null,
  };
}

// The verdict of a score: its points; met where all are proven, not met where some are ruled out.
function scored(evaluator) {
  const { definition } = evaluator, criteria = definition.criteria.map((criterion) => pointsOf(criterion, evaluator));
  const sum = (key) => criteria.reduce((total, one) => total + one[key], 0), low = sum("low"), high = sum("high"), all = most(definition.criteria);
  return {
    outcome: low >= all ? MET : high >= all ? UNKNOWN : UNMET,
    reached: null,
    possible: null,
    points: { low, high, most: all },
    criteria,
    levels: criteria.flatMap(single).flatMap((one) => one.steps),
    scope: definition.scope ? evaluator.finding(definition.scope) : null,
    views: [],
    score: null,
  };
}

function most(criteria) {
  return criteria.reduce((total, one) => total + (one.steps ? one.steps.at(-1).points : most(one["mean-of"]) / one["mean-of"].length), 0);
}

// The points of one criterion, proven and possible: those of its best step, or the mean of the criteria within it.
function pointsOf(criterion, evaluator) {
  const { id } = criterion, condition = criterion["only-if"] && evaluator.finding(criterion["only-if"]);
  const applies = !condition ? MET : condition.applies ? condition.outcome : UNMET;
  if (criterion.steps) {
    const steps = criterion.steps.map(({ points, requires }) => {
      const findings = requires.map((requirement) => evaluator.finding(requirement));
      return { id: String(points), points, outcome: least(findings), findings };
    });
    const best = (counts) => Math.max(0, ...steps.filter(({ outcome }) => counts(outcome)).map(({ points }) => points));
    return { id, low: best((one) => one === MET), high: best((one) => one !== UNMET), steps, applies };
  }
  const within = criterion["mean-of"].map((one) => pointsOf(one, evaluator));
  const of = (state, key) => within.filter((one) => one.applies === state).map((one) => one[key]);
  // whichever of those count of which nobody can say, the mean is least with some of the lowest, and greatest with some of the highest
  const low = Math.min(...means(of(MET, "low"), of(UNKNOWN, "low").sort((a, b) => a - b)));
  const high = Math.max(...means(of(MET, "high"), of(UNKNOWN, "high").sort((a, b) => b - a)));
  return { id, low, high, "mean-of": within, applies };
}

// The mean of those that count alone, then with ever more of those that may.
function means(sure, maybe) {
  return [...maybe.keys(), maybe.length].map((count) => {
    const some = [...sure, ...maybe.slice(0, count)];
    return some.reduce((total, one) => total + one, 0) / some.length;
  });
}

// The share of requirements proven and possible, each element weighing the same, 0 to 1.
function score(ids, levels) {
  // what is asked of each of a list is no element
  const elements = (finding) => ids.includes(finding.requirement.id) ? [finding] : finding.requirement["for-each"] ? [] : finding.within.flatMap(elements);
  const units = (finding) => (finding.requirement["all-of"] ? finding.within.flatMap(units) : [finding]);
  const every = levels.flatMap((level) => level.findings).flatMap(elements);
  const share = (counts) => every.map((element) => {
    const asked = units(element).filter((unit) => unit.applies);
    return asked.length ? asked.filter(counts).length / asked.length : 0;
  }).reduce((sum, part) => sum + part, 0) / (every.length || 1);
  return [share((unit) => unit.outcome === MET), share((unit) => unit.outcome !== UNMET)];
}
