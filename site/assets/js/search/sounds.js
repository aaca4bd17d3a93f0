// @ts-check
/*
 * What words are compared by. Of a Greek word it is the sound, in one spelling for Greek
 * and for Greek typed with Latin letters: η, ι, υ, ει, οι are one vowel (as in
 * "pistopoihtiko"), β and φ one consonant (as in "taftotita", "tautothta"); θ is written
 * 8 and χ is written x. Of an English word it is the spelling. Neither has double letters.
 *
 * A word of the catalogue has one such key. A typed word may be meant in several ways
 * (h is η or χ): `greekReadings` gives all of them, each with how unusual it is.
 */

const GREEK_PAIRS = {
  αι: "e", ει: "i", οι: "i", υι: "i", ου: "u", αυ: "av", ευ: "ev", ηυ: "iv",
  μπ: "b", ντ: "d", γκ: "g", γγ: "g",
};
const GREEK_LETTERS = {
  α: "a", β: "v", γ: "g", δ: "d", ε: "e", ζ: "z", η: "i", θ: "8", ι: "i", κ: "k",
  λ: "l", μ: "m", ν: "n", ξ: "ks", ο: "o", π: "p", ρ: "r", σ: "s", τ: "t", υ: "i",
  φ: "v", χ: "x", ψ: "ps", ω: "o",
};
const LATIN_PAIRS = {
  th: "8", ch: "x", kh: "x", gh: "g", dh: "d", ph: "v", ck: "k", ai: "e", ei: "i", oi: "i",
  yi: "i", ui: "i", ou: "u", oy: "u", au: "av", eu: "ev", ay: "av", ey: "ev", hu: "iv",
  mp: "b", mb: "b", nt: "d", nd: "d", gk: "g", gg: "g", ng: "g", nx: "gx", dz: "tz",
};
const LATIN_LETTERS = {
  b: "v", c: "k", f: "v", h: "i", q: "k", u: "i", w: "o", x: "x", y: "i",
  3: "ks", 4: "ps", 9: "8",
};
// What else a Latin letter is used for: by sound, and by its look or its key.
const ALSO = { b: "b", h: "x", j: "tz", u: "u", x: "ks", 0: "o" };
const RARELY = { c: "s", j: "ks", n: "i", p: "r", q: "8", u: "8", v: "n", y: "g", 3: "e", 0: "8" };
const UNGREEK = "cq"; // hardly used for κ
const SELDOM = 0.02;
const SPLIT_PAIR = 0.05;
export const UNUSUAL = 0.25;

// What cases, numbers and tenses add. Three letters or more stay before it.
const GREEK_ENDINGS = new Set((
  "matos mata maton ma atos aton ata eos eon ion ies ias iu ia io is ios iun eas ea ou oa us os on es as u o i a e"
).split(" "));
const ENGLISH_ENDINGS = new Set("ying ies ied ier ing ed er ers es s e y".split(" "));
// What verbs add ("παντρεύτηκα"), and nouns made of them. Four letters or more stay.
const GREEK_VERBS = new RegExp(
  "^(?:ev|av|iz|az|on|en|in|an|i|o|a|e|u)?"
  + "(?:(?:8ik|tik|vtik|v8ik|stik|s8ik|xtik|x8ik|s|ks|ps|8|t|vt|v8|st|xt)?"
  + "(?:o|a|es|e|is|i|ume|ete|un|une|ame|ate|an|ane|as|ai|ao)"
  + "|ome|ese|omaste|este|ode|omun|odas|men(?:os|i|o|a|u|us|on|is|es|as|e)"
  + "|sis|seos|simo|mata|matos|mos|mu)$",
);
const ENGLISH_VERBS = /^(?:ing|ed|er|ers|e|es|s|ion|ions|ation|ations|ment|al|y|ies|or|ance|ence)$/;

/** @typedef {{ taken: number, sound: string, cost: number }} Reading */

/** The text without accents and capitals, and without the full stops of Α.Μ.Κ.Α. */
export const fold = (/** @type {string} */ text) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/(?<!\p{L})(?:\p{L}{1,2}\.){2,}\p{L}*/gu, (name) => name.replaceAll(".", ""))
    .toLowerCase()
    .replaceAll("ς", "σ");

/** The words of a text, folded. @returns {string[]} */
export const split = (/** @type {string} */ text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

export const isLatin = (/** @type {string} */ word) => /[a-z]/.test(word);

const once = (/** @type {string} */ key) => (key.length > 3 ? key.replace(/(.)\1+/g, "$1") : key);

/** What a word of the catalogue is compared by. */
export const keyOf = (/** @type {string} */ word) => (isLatin(word) ? once(word) : greekSound(word));

/** What a word sounds like as Greek, read in the usual way. @param {string} word */
export function greekSound(word) {
  const [pairs, letters] = tablesFor(word);
  let sound = "";
  for (let at = 0; at < word.length;) {
    const pair = pairs[word.slice(at, at + 2)];
    sound += pair ?? letters[word[at]] ?? word[at];
    at += pair ? 2 : 1;
  }
  return once(sound);
}

/** @param {string} word  @returns {Record<string, string>[]} */
const tablesFor = (word) =>
  isLatin(word) ? [LATIN_PAIRS, LATIN_LETTERS] : [GREEK_PAIRS, GREEK_LETTERS];

const usual = (/** @type {string} */ sound, taken = 1, cost = 0) => ({ taken, sound, cost });

/** For each place of a typed word, the letter there. @param {string} word  @returns {Reading[][]} */
export const plainReadings = (word) => [...word].map((letter) => [usual(letter)]);

/** For each place of a typed word, what may begin there. @param {string} word  @returns {Reading[][]} */
export const greekReadings = (word) => [...word].map((letter, at) => {
  const [pairs, letters] = tablesFor(word);
  const pair = pairs[word.slice(at, at + 2)];
  const odd = (pair === undefined ? 0 : SPLIT_PAIR) + (UNGREEK.includes(letter) ? SELDOM : 0);
  const single = usual(letters[letter] ?? letter, 1, odd);
  const both = pair === undefined ? [] : [usual(pair, 2)];
  if (!isLatin(word)) return both.length ? both : [single];
  const more = [[ALSO, SELDOM], [RARELY, UNUSUAL]].flatMap(([table, cost]) =>
    table[letter] === undefined ? [] : [usual(table[letter], 1, cost)]);
  return [...both, single, ...more];
});

/** A key without its ending. */
export function stemOf(/** @type {string} */ key, /** @type {boolean} */ english) {
  for (let length = 3; length < key.length; length += 1) {
    if (isEnding(key.slice(length), english)) return key.slice(0, length);
  }
  return key;
}

export const isEnding = (/** @type {string} */ rest, /** @type {boolean} */ english) =>
  !rest || (english ? ENGLISH_ENDINGS : GREEK_ENDINGS).has(rest);

export const isVerbal = (/** @type {string} */ rest, /** @type {boolean} */ english) =>
  (english ? ENGLISH_VERBS : GREEK_VERBS).test(rest);
