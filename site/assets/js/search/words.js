// @ts-check
/*
 * The words of the catalogue as tries: for each language one of whole words and one of
 * stems; and the walk through them along all readings of a typed word at once. Branches
 * that no word of the catalogue has end by themselves.
 */

import {
  greekReadings, greekSound, isEnding, isLatin, isVerbal, keyOf, plainReadings, stemOf, UNUSUAL,
} from "./sounds.js";
import { isSpelledOtherwise } from "./spelling.js";

/** @typedef {import("./sounds.js").Reading} Reading */
/**
 * A word of the catalogue: *written* as it was first met, with its accents; *text* folded,
 * *stem* and *ending* by sound.
 * @typedef {{ written: string, text: string, stem: string, ending: string }} Word
 */
/** @typedef {{ id: number, last: string, next: Map<string, Node>, words: Word[] }} Node */
/** @typedef {{ english: boolean, whole: Node, stems: Node }} Lexicon */
/** @typedef {{ greek: Lexicon, english: Lexicon, byText: Map<string, Word> }} Vocabulary */
/** @typedef {Map<Word, number>} Matches  each word with how well it fits, above 0 and up to 1 */

export const FIT = { exact: 1, stem: 0.92, surely: 0.7, prefix: 0.65, verbal: 0.5, slip: 0.6 };
const PER_SLIP = 0.25;
const SAME_ENDING = 0.05;
const LESS = 0.97; // for each letter that the word goes on
const LONG_ENOUGH = { prefix: 2, verbal: 4, slip: 4, slipped: 4, twoSlips: 8, twiceSlipped: 7 }; // letters

/** @returns {Vocabulary} */
export const emptyVocabulary = () => ({ greek: lexicon(false), english: lexicon(true), byText: new Map() });

/** @param {boolean} english  @returns {Lexicon} */
const lexicon = (english) => ({ english, whole: node(""), stems: node("") });

let nodes = 0;
/** @param {string} last  @returns {Node} */
const node = (last) => ({ id: (nodes += 1), last, next: new Map(), words: [] });

/**
 * The word for a folded text, the same each time.
 * @param {Vocabulary} vocabulary  @param {string} text  @param {string} written
 */
export function wordFor(vocabulary, text, written) {
  const known = vocabulary.byText.get(text);
  if (known) return known;
  const { whole, stems, english } = isLatin(text) ? vocabulary.english : vocabulary.greek;
  const key = keyOf(text);
  const stem = stemOf(key, english);
  const word = { written, text, stem, ending: key.slice(stem.length) };
  vocabulary.byText.set(text, word);
  plant(whole, key).words.push(word);
  if (key.length > 2) plant(stems, stem).words.push(word);
  return word;
}

/** What the spelling of a word has before the ending. @param {Word} word */
export function rootOf({ text, stem }) {
  let end = stem.length;
  while (end < text.length && keyOf(text.slice(0, end)) !== stem) end += 1;
  return text.slice(0, end);
}

/** @param {Node} root  @param {string} letters */
function plant(root, letters) {
  let at = root;
  for (const letter of letters) {
    const next = at.next.get(letter) ?? node(letter);
    at.next.set(letter, next);
    at = next;
  }
  return at;
}

/**
 * The words that a typed one may be. A word that is English as it stands is not taken
 * for Greek with Latin letters: "copy" is not «κοπή».
 * @param {Vocabulary} vocabulary  @param {string} typed folded  @param {boolean} tolerant of slips
 * @returns {Matches}
 */
export function matchesFor({ greek, english }, typed, tolerant) {
  const asGreek = strictMatches(greek, typed);
  const asEnglish = isLatin(typed) ? strictMatches(english, typed) : new Map();
  if (bestOf(asEnglish) === FIT.exact) return asEnglish;
  const found = new Map([...asGreek, ...asEnglish]);
  if (!tolerant || bestOf(found) >= FIT.surely) return found;
  const slips = [slipMatches(greek, typed), isLatin(typed) ? slipMatches(english, typed) : new Map()];
  for (const [word, fit] of slips.flatMap((one) => [...one])) keep(found, word, fit);
  return found;
}

export const bestOf = (/** @type {Matches} */ matches) => Math.max(0, ...matches.values());

/** How a lexicon reads what was typed: by place, and what is left from there on. */
function reader(/** @type {Lexicon} */ { english }, /** @type {string} */ typed) {
  const rest = (/** @type {number} */ place) => typed.slice(place);
  return english
    ? { readings: plainReadings(typed), rest }
    : { readings: greekReadings(typed), rest: (/** @type {number} */ place) => greekSound(rest(place)) };
}

/** @param {Lexicon} lexicon  @param {string} typed  @returns {Matches} */
function strictMatches({ english, whole, stems }, typed) {
  /** @type {Matches} */
  const found = new Map();
  const { readings, rest } = reader({ english, whole, stems }, typed);
  /** @type {Map<Node, number>} */
  const roots = new Map();
  walk(whole, readings, 0, (at, place, cost, depth) => {
    if (place === typed.length) {
      for (const word of at.words) keep(found, word, FIT.exact - cost);
      if (depth >= LONG_ENOUGH.prefix) keepBelow(found, at, FIT.prefix - cost);
    } else if (depth >= LONG_ENOUGH.verbal && isVerbal(rest(place), english)) {
      roots.set(at, place);
    }
  });
  walk(stems, readings, 0, (at, place, cost) => {
    if (!at.words.length || !isEnding(rest(place), english)) return;
    // A Greek word has an ending: what is typed without one is only begun.
    const begun = !english && place === typed.length;
    for (const word of at.words) keep(found, word, (begun && word.ending ? FIT.prefix : FIT.stem) - cost);
  });
  const longest = found.size ? Infinity : Math.max(0, ...roots.values());
  for (const [root, place] of roots) if (place === longest) keepBelow(found, root, FIT.verbal);
  return found;
}

/** @param {Lexicon} lexicon  @param {string} typed  @returns {Matches} */
function slipMatches({ english, whole, stems }, typed) {
  /** @type {Matches} */
  const found = new Map();
  const { readings: all, rest } = reader({ english, whole, stems }, typed);
  const readings = all.map((some) => some.filter((one) => one.cost < UNUSUAL));
  const letters = typed.replace(/(.)\1+/g, "$1").length;
  const most = [LONG_ENOUGH.slip, LONG_ENOUGH.twoSlips].filter((length) => letters >= length).length;
  for (let slips = 1; slips <= most && !found.size; slips += 1) {
    walk(stems, readings, slips, (at, place, cost, depth) => {
      if (depth < LONG_ENOUGH.slipped || (cost >= 2 && depth < LONG_ENOUGH.twiceSlipped)) return;
      const ending = at.words.length ? rest(place) : "";
      if (!isEnding(ending, english)) return;
      for (const word of at.words) {
        if (isLatin(typed) === english && isSpelledOtherwise(typed.slice(0, place), rootOf(word))) continue;
        keep(found, word, FIT.slip - cost * PER_SLIP + (word.ending === ending ? SAME_ENDING : 0));
      }
    });
  }
  return found;
}

function keep(/** @type {Matches} */ found, /** @type {Word} */ word, /** @type {number} */ fit) {
  if (fit > (found.get(word) ?? 0)) found.set(word, fit);
}

/** Keep whatever begins so; the shorter the rest, the better. */
function keepBelow(/** @type {Matches} */ found, /** @type {Node} */ root, /** @type {number} */ fit) {
  for (const word of root.words) keep(found, word, fit);
  for (const next of root.next.values()) keepBelow(found, next, fit * LESS);
}

/**
 * Follow every reading from a root, with up to so many slips of the finger (a letter
 * too many, too few, wrong, or two exchanged), and tell *visit* of each place reached:
 * the node, how much was read, at what cost, and how many letters the node has.
 * @param {Node} root  @param {Reading[][]} readings  @param {number} slips
 * @param {(at: Node, place: number, cost: number, depth: number) => void} visit
 */
function walk(root, readings, slips, visit) {
  /** @type {Map<number, number>} */
  const seen = new Map();

  /** @param {Node} at  @param {number} place  @param {number} left  @param {number} cost  @param {number} depth */
  function go(at, place, left, cost, depth) {
    const state = (at.id * 64 + place) * 4 + left;
    if (place > readings.length || (seen.get(state) ?? Infinity) <= cost) return;
    seen.set(state, cost);
    visit(at, place, cost, depth);
    for (const { sound, taken, cost: more } of readings[place] ?? []) {
      const next = along(at, sound);
      if (next) go(next, place + taken, left, cost + more, depth + (next === at ? 0 : sound.length));
    }
    if (left) slip(at, place, left - 1, cost + 1, depth);
  }

  /** @param {Node} at  @param {number} place  @param {number} left  @param {number} cost  @param {number} depth */
  function slip(at, place, left, cost, depth) {
    go(at, place + 1, left, cost, depth);
    for (const next of at.next.values()) {
      go(next, place, left, cost, depth + 1);
      go(next, place + 1, left, cost, depth + 1);
    }
    for (const second of readings[place + 1] ?? []) {
      for (const first of readings[place]) {
        const next = first.taken + second.taken === 2 && along(along(at, second.sound), first.sound);
        if (next) go(next, place + 2, left, cost, depth + 2);
      }
    }
  }

  go(root, 0, slips, 0, 0);
}

/** Where a sound leads; a doubled letter stays where it is. @param {Node | undefined} from  @param {string} sound */
function along(from, sound) {
  let at = from;
  for (const letter of sound) at = at?.next.get(letter) ?? (at?.last === letter ? at : undefined);
  return at;
}
