// Finds models by what people type: names, ids, families, developers, licenses, phrases. Pure: no page, no network.
// `prepare` makes lookups of search.json once; `search` takes a few milliseconds.
const SHORT = 5; // a word of fewer letters is found only where a word begins

// Letters and digits alone: punctuation, spaces, case and accents are no part of a name.
export const squash = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const words = (text) => text.normalize("NFKD").toLowerCase().split(/[^\p{L}\p{N}.]+/u).map((word) => word.replaceAll(".", "")).filter(Boolean);
const isDigit = (letter) => letter >= "0" && letter <= "9";

export function prepare(index) {
  const developers = Object.fromEntries(Object.entries(index.developers).map(([id, [name, ...others]]) => [id, { id, name, keys: [name, ...others].map(squash), words: [name, ...others].flatMap(words) }]));
  const models = index.models.map(([id, name, developer, released, parameters, order, page, tokens, spellings, variants], at) => {
    const others = [id, ...spellings, ...variants.flatMap(([called, hub]) => [called, hub])];
    const keys = [name, ...others, ...others.filter((one) => one.includes("/")).map((one) => one.slice(one.indexOf("/") + 1))].map(squash);
    const text = [name, ...others].flatMap(words);
    return { at, id, name, developer, released: released ?? "", parameters: parameters ?? 0, order, page, tokens: new Set(tokens.map((token) => index.tokens[token])), keys: new Set(keys), name_: squash(name), variants: variants.map(([called, hub, size]) => ({ name: called, size, keys: [called, hub, hub.slice(hub.indexOf("/") + 1)].map(squash), owner: squash(hub.slice(0, hub.indexOf("/"))) })), text, all: text.concat(developers[developer].words) };
  });
  const named = new Map(); // what somebody may have meant: families and developers, as they are written
  for (const model of models) {
    const first = /^[\p{L}]{4,}/u.exec(model.name)?.[0];
    if (first && !named.has(squash(first))) named.set(squash(first), first);
  }
  for (const { name } of Object.values(developers)) if (/^[\p{L}]{4,}$/u.test(name) && !named.has(squash(name))) named.set(squash(name), name);
  return { models, developers, named, phrases: index.phrases.map(([text, query]) => [squash(text), text, query]), licenses: index.licenses.map(([id, name]) => ({ id, name, keys: [squash(id), squash(name)] })) };
}

// {models, of, by, meant, as}: models, best first; `by` is the developer whose they are, or most of those whose names begin so; `as` has the variant that was asked for, by the model's id; `of` says whose or under what they are, where that is what was typed; `meant` is the word that was looked for
// instead of one that nothing has.
export function search(known, typed) {
  const text = typed.trim().replace(/^https?:\/\/(www\.)?(huggingface\.co|hf\.co|github\.com)\//i, "").replace(/\/(tree|blob|resolve)\/.*$/i, "").slice(0, 200);
  const key = squash(text);
  if (!key) return { models: known.models, of: "", by: null, meant: "", as: new Map() };
  const found = matching(known, text, key);
  if (found.models.length) return { ...found, meant: "", as: found.of ? new Map() : variantsOf(found.models, key) };
  const meant = /\d/.test(key) ? "" : nearest(known.named, key);
  return { ...(meant ? matching(known, meant, squash(meant)) : { models: [], of: "", by: null }), meant, as: new Map() };
}

// Of models that are not called so themselves: the variant that is.
function variantsOf(models, key) {
  const found = new Map();
  for (const model of models.slice(0, 60)) {
    if (model.name_.startsWith(key)) continue;
    const variant = model.variants.find((one) => one.keys.includes(key)) ?? model.variants.find((one) => one.keys.some((other) => other.startsWith(key)));
    if (variant) found.set(model.id, variant);
  }
  return found;
}

function matching(known, text, key) {
  const exact = /[\d/]/.test(text) ? known.models.filter((model) => model.keys.has(key)) : []; // a word alone names a family: its newest comes first
  const begins = known.models.map((model) => [model, continues(model, key)]).filter(([, how]) => how >= 0);
  if (exact.length || begins.length) {
    const ranks = new Map(begins.map(([model, how]) => [model, how]));
    const owners = new Map();
    for (const [model, how] of begins) if (how === 0) owners.set(model.developer, (owners.get(model.developer) ?? 0) + 1);
    const main = [...owners].sort((a, b) => b[1] - a[1])[0]?.[0];
    for (const model of exact) ranks.set(model, model.name_ === key ? -2 : -1); // its own name before that of its family
    const first = [...ranks].sort(([a, left], [b, right]) => left - right || (b.developer === main) - (a.developer === main) || newest(a, b)).map(([model]) => model);
    return { models: [...first, ...inWords(known, text).filter((model) => !ranks.has(model))], of: "", by: known.developers[main ?? exact[0]?.developer] ?? null };
  }
  const developer = Object.values(known.developers).find((one) => one.keys.includes(key)) ?? (key.length > 2 ? Object.values(known.developers).find((one) => one.words.includes(key)) : undefined);
  if (developer) return { models: known.models.filter((model) => model.developer === developer.id).sort(newest), of: developer.name, by: developer };
  const phrase = known.phrases.find(([one]) => one === key);
  if (phrase) {
    const tokens = phrase[2].split("&").map((one) => one.replace("=", ":"));
    return { models: known.models.filter((model) => tokens.every((token) => token.split(":")[1].split(",").some((value) => model.tokens.has(`${token.split(":")[0]}:${value}`)))), of: phrase[1], by: null };
  }
  const licenses = known.licenses.filter((one) => one.keys.some((other) => other.startsWith(key)));
  const under = new Set(licenses.map((one) => `license:${one.id}`));
  const licensed = licenses.length ? known.models.filter((model) => [...model.tokens].some((token) => under.has(token))) : [];
  const among = inWords(known, text);
  if (licensed.length > among.length) return { models: licensed, of: licenses.find((one) => licensed.some((model) => model.tokens.has(`license:${one.id}`))).name, by: null };
  return { models: among, of: "", by: null };
}

// How a name goes on after the letters typed: 0 at a boundary, or with the digits of a version; 1 with more digits of the same number; 2 within a word.
function continues(model, key) {
  if (!model.name_.startsWith(key)) return model.variants.some((one) => !one.owner.startsWith(key) && one.keys.some((other) => other.startsWith(key))) ? 1 : -1; // an owner alone asks for all that is the owner's
  const letters = [...model.name]; // an ornate letter has two places of a string
  let at = 0;
  for (let left = key.length; left > 0 && at < letters.length; at += 1) left -= squash(letters[at]).length;
  const next = letters[at] ?? "";
  if (isDigit(key.at(-1))) return !next || !/[\p{L}\p{N}.]/u.test(next) ? 0 : isDigit(next) || (next === "." && isDigit(letters[at + 1] ?? "")) ? 1 : 2;
  return !next || !/\p{L}/u.test(next) ? 0 : 2;
}

function inWords(known, text) {
  const typed = words(text);
  return known.models.filter((model) => typed.every((word) => model.all.some((one) => one.startsWith(word) || (word.length >= SHORT && one.includes(word))))).sort(newest);
}

const newest = (a, b) => b.tokens.has("examined:yes") - a.tokens.has("examined:yes") || (a.released < b.released ? 1 : a.released > b.released ? -1 : a.order - b.order);

// The word that differs least from the one typed, by one letter in short ones and two in long ones; empty when none is near.
function nearest(named, key) {
  const most = key.length < 6 ? 1 : 2;
  let best = "", least = most + 1;
  for (const [other, name] of named) {
    if (Math.abs(other.length - key.length) > most) continue;
    const distance = apart(key, other);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

// Letters to add, drop, change or swap to make one word of the other.
function apart(a, b) {
  let before = [], last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length];
}
