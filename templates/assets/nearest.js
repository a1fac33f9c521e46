// The known word that somebody most likely meant; the same answers as howopen/files/suggest.py, whose table of cures the page reads.

const NEAR = 0.6, SURE = 0.85, LONGEST = 100; // of 1, of 1, characters

const folded = (word) => word.toLowerCase().replaceAll("_", "-").replaceAll(" ", "-");

// Letters in the longest piece that both have, and in those to its left and right: what Python's difflib counts.
function matched(a, b, aFrom, aTo, bFrom, bTo) {
  let best = 0, aBest = aFrom, bBest = bFrom, lengths = new Map();
  for (let at = aFrom; at < aTo; at += 1) {
    const next = new Map();
    for (let other = bFrom; other < bTo; other += 1) {
      if (a[at] !== b[other]) continue;
      const length = (lengths.get(other - 1) ?? 0) + 1;
      next.set(other, length);
      if (length > best) [best, aBest, bBest] = [length, at - length + 1, other - length + 1];
    }
    lengths = next;
  }
  return best && best + matched(a, b, aFrom, aBest, bFrom, bBest) + matched(a, b, aBest + best, aTo, bBest + best, bTo);
}

function likeness(one, other) {
  const a = [...one], b = [...other];
  return a.length + b.length ? (2 * matched(a, b, 0, a.length, 0, b.length)) / (a.length + b.length) : 1;
}

export function nearest(word, known) {
  if ([...word].length > LONGEST) return null;
  const names = new Map();
  for (const name of known) if (!names.has(folded(name))) names.set(folded(name), name);
  const asked = folded(word), size = (name) => [...name].length;
  const first = (some, ahead) => names.get(some.reduce((one, other) => (ahead(other, one) || (size(other) === size(one) && other < one) ? other : one)));
  const longer = asked && !names.has(asked) ? [...names.keys()].filter((name) => name.startsWith(`${asked}-`)) : [];
  if (longer.length) return first(longer, (one, other) => size(one) < size(other));
  let found = null, most = 0;
  for (const name of names.keys()) {
    const like = likeness(name, asked);
    if (like >= NEAR && (like > most || (like === most && name > found))) [found, most] = [name, like];
  }
  if (most >= SURE) return names.get(found);
  const shorter = [...names.keys()].filter((name) => name && asked.startsWith(`${name}-`));
  if (shorter.length) return first(shorter, (one, other) => size(one) > size(other));
  return found === null ? null : names.get(found);
}
