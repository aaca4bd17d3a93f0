// @ts-check
/*
 * The search on the page of all services. The page is the index: its links are the
 * titles, and words.json adds what else people call them.
 *
 * A word is compared by its sound: without accents, case and ending, in one spelling
 * for Greek and for Greek typed with Latin letters ("pistopoihtiko", "adeia"). So
 * η, ι, υ, ει, οι are one vowel, and β, φ, μπ one consonant (as in "taftotita").
 */

const GREEK = {
  αι: "e", ει: "i", οι: "i", υι: "i", ου: "u", αυ: "av", ευ: "ev", ηυ: "iv",
  μπ: "v", ντ: "d", γκ: "g", γγ: "g",
  α: "a", β: "v", γ: "g", δ: "d", ε: "e", ζ: "z", η: "i", θ: "8", ι: "i", κ: "k",
  λ: "l", μ: "m", ν: "n", ξ: "ks", ο: "o", π: "p", ρ: "r", σ: "s", τ: "t", υ: "i",
  φ: "v", χ: "x", ψ: "ps", ω: "o",
};
const LATIN = {
  th: "8", ch: "x", kh: "x", ph: "v", ai: "e", ei: "i", oi: "i", yi: "i", ou: "u",
  au: "av", eu: "ev", ay: "av", ey: "ev", mp: "v", nt: "d", gk: "g", gg: "g", ng: "g",
  b: "v", f: "v", c: "k", q: "k", w: "o", y: "i", u: "i", h: "i", 3: "ks", 4: "ps",
};
// Letters that people use for two sounds: h for η or χ, x for χ or ξ, u for υ or ου.
const OTHERWISE = [["h", "x"], ["x", "ks"], ["u", "ou"]];
// The longest ending that leaves three letters.
const ENDING = /^(.{3,}?)(?:atos|aton|ata|eos|eon|ion|ies|ias|iu|ia|io|ou|oa|us|os|on|es|is|as|[uoiaes])$/;
const PASSED_OVER = new Set((
  "και η ο οι το τα του της των τη την τον για με απο σε στο στη στην στον στα μου μας σας ενα μια "
  + "θελω χρειαζομαι πως που τι να the a an of for to in my i how get need and or"
).split(" "));

/** @typedef {{ key: string, stem: string, weight: number }} Word */
/** @typedef {{ link: HTMLAnchorElement, group: string, words: Word[] }} Entry */

const fold = (/** @type {string} */ text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ς", "σ");

const split = (/** @type {string} */ text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** @param {string} word  @param {Record<string, string>} table */
function spell(word, table) {
  let sound = "";
  for (let at = 0; at < word.length;) {
    const pair = table[word.slice(at, at + 2)];
    sound += pair ?? table[word[at]] ?? word[at];
    at += pair ? 2 : 1;
  }
  return sound.replace(/(.)\1+/g, "$1");
}

const soundOf = (/** @type {string} */ word) => spell(word, /[α-ω]/.test(word) ? GREEK : LATIN);

const stemOf = (/** @type {string} */ key) => key.replace(ENDING, "$1");

/** Every way in which a typed word may have been meant. @param {string} word */
function meanings(word) {
  let spellings = [word];
  if (/[a-z]/.test(word)) {
    for (const [letter, other] of OTHERWISE) {
      const also = spellings.map((one) => one.replace(new RegExp(`(?<![tckp])${letter}`, "g"), other));
      spellings = [...new Set([...spellings, ...also])];
    }
  }
  return spellings.map(soundOf).map((key) => ({ key, stem: stemOf(key) }));
}

/** How well a typed word fits a word of an entry. */
function fit(/** @type {{key: string, stem: string}} */ typed, /** @type {Word} */ word, /** @type {boolean} */ tolerant) {
  if (word.key === typed.key) return 4 * word.weight;
  if (word.stem === typed.stem) return 3 * word.weight;
  if (typed.key.length > 1 && word.key.startsWith(typed.key)) return 2 * word.weight;
  return tolerant && typed.stem.length > 3 && oneSlip(typed.stem, word.stem) ? word.weight : 0;
}

/** Whether one letter too many, too few or wrong makes the difference. */
function oneSlip(/** @type {string} */ a, /** @type {string} */ b) {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return a.slice(at + 1) === b.slice(at + 1) || a.slice(at) === b.slice(at + 1) || a.slice(at + 1) === b.slice(at);
}

/**
 * The entries that fit, best first, and whether they have all the words. Only when
 * no entry has them all, words with a slip are taken for what they nearly are.
 * @param {string} query  @param {Entry[]} entries
 * @returns {{ entries: Entry[], complete: boolean }}
 */
function search(query, entries) {
  const all = split(query);
  const telling = all.filter((word) => !PASSED_OVER.has(word));
  const typed = (telling.length ? telling : all).map(meanings);
  const strict = best(typed, entries, false);
  const found = strict.most < typed.length ? best(typed, entries, true) : strict;
  const chosen = found.most > strict.most ? found : strict;
  return { entries: chosen.entries, complete: chosen.most === typed.length };
}

/** @param {{key: string, stem: string}[][]} typed  @param {Entry[]} entries  @param {boolean} tolerant */
function best(typed, entries, tolerant) {
  const scored = entries.map((entry) => {
    const fits = typed.map((ways) =>
      Math.max(0, ...ways.flatMap((way) => entry.words.map((word) => fit(way, word, tolerant)))));
    const score = fits.reduce((sum, one) => sum + one, 0) - entry.words.length / 1000;
    return { entry, score, found: fits.filter(Boolean).length };
  });
  const most = Math.max(0, ...scored.map((one) => one.found));
  const having = most ? scored.filter((one) => one.found === most) : [];
  return { most, entries: having.sort((a, b) => b.score - a.score).map((one) => one.entry) };
}

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-words]"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const results = /** @type {HTMLElement} */ (document.querySelector(".results"));
const counter = /** @type {HTMLElement} */ (document.querySelector(".results__count"));
const catalogue = followers(results);

const wordsOf = (/** @type {string} */ text, /** @type {number} */ weight) =>
  split(text).map(soundOf).map((key) => ({ key, stem: stemOf(key), weight }));

/** @type {Entry[]} */
const entries = [...document.querySelectorAll("[data-group] a")].map((element) => {
  const link = /** @type {HTMLAnchorElement} */ (element);
  const list = /** @type {HTMLElement} */ (link.closest("[data-group]"));
  const group = list.dataset.group ?? "";
  return { link, group, words: [...wordsOf(link.textContent ?? "", 3), ...wordsOf(group, 0.5)] };
});

/** Everything that stands after an element in its parent. @param {Element} element */
function followers(element) {
  const siblings = /** @type {HTMLElement[]} */ ([...(element.parentElement?.children ?? [])]);
  return siblings.slice(siblings.indexOf(/** @type {HTMLElement} */ (element)) + 1);
}

let asked = false;
/** Fetch what else the services are called, once; without it the titles are searched. */
async function learnWords() {
  if (asked) return;
  asked = true;
  const answer = await fetch(form.dataset.words ?? "").catch(() => undefined);
  if (!answer?.ok) return;
  const names = await answer.json();
  for (const entry of entries) {
    const [keywords, otherTitle] = names[entry.link.pathname.split("/").at(-2) ?? ""] ?? ["", ""];
    entry.words.push(...wordsOf(keywords, 2), ...wordsOf(otherTitle, 1));
  }
  show();
}

let timer = 0;
function show() {
  const query = field.value.trim();
  results.hidden = !query;
  for (const part of catalogue) part.hidden = Boolean(query);
  const found = query ? search(query, entries) : { entries: [], complete: true };
  results.replaceChildren(...found.entries.map(item));
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    counter.textContent = query ? sentence(query, found) : "";
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
  }, 350);
}

/** @param {Entry} entry */
function item({ link, group }) {
  const line = document.createElement("li");
  const place = document.createElement("p");
  line.className = "results__item";
  place.textContent = group;
  line.append(link.cloneNode(true), place);
  return line;
}

/** @param {string} query  @param {{ entries: Entry[], complete: boolean }} found */
function sentence(query, found) {
  const count = found.entries.length;
  const kind = !count ? "none" : !found.complete ? "some" : count === 1 ? "one" : "many";
  return (counter.dataset[kind] ?? "").replace("%n", String(count)).replace("%q", query);
}

form.hidden = false;
field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", () => { learnWords(); show(); });
field.addEventListener("focus", learnWords, { once: true });
form.addEventListener("submit", (event) => { event.preventDefault(); learnWords(); show(); });
if (field.value) { learnWords(); show(); }
