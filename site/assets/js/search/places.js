// @ts-check
/*
 * Which places a query means: those with all its words, at their beginning, in one name or
 * at least in their names together. Whole words come before beginnings, and these before
 * other readings: the other keyboard, slips of the finger.
 */

import { otherKeyboard } from "./keyboard.js";
import { greekSound, isLatin, keyOf, split } from "./sounds.js";
import { bestOf, emptyVocabulary, FIT, matchesFor, rootOf, wordFor } from "./words.js";

// What may stand before or after the name of any place.
const OF_ANY_PLACE = new Set(split(
  "δημος δημου δημο περιφερεια περιφερειας περιφερειακη ενοτητα κεπ εκε πολη πολης νησι νησος του της των στο στη στην στον στα "
  + "municipality of region regional unit kep eke city town island the in at near dimos",
));
const LONG = { typed: 7, root: 5 }; // letters, of a name that may be mistyped: most are short and alike
const WHOLE_WORD = FIT.prefix + 0.01; // how well a word fits at least that is not the beginning of another
const AS_WRITTEN = 0.85; // and that no letter is read in an unusual way

/** @template T @typedef {{ place: T, words: Set<import("./words.js").Word> }} Name */

/** @template T */
export class Places {
  #vocabulary = emptyVocabulary();
  /** @type {Name<T>[]} */
  #names = [];

  /** @param {T} place  @param {string[]} names */
  add(place, names) {
    for (const name of names) {
      const written = name.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
      const telling = written.filter((word) => !split(word).some((one) => OF_ANY_PLACE.has(one)));
      const words = telling.flatMap((word) => split(word).map((one) => wordFor(this.#vocabulary, one, word)));
      this.#names.push({ place, words: new Set(words) });
    }
  }

  /**
   * The places that a query means; *meant* is what was taken to be meant, where that is
   * not what was typed.
   * @param {string} query  @returns {{ places: Set<T>, meant: string }}
   */
  find(query) {
    const typed = telling(query);
    const swapped = telling(otherKeyboard(query));
    if (!typed.length) return { places: new Set(this.#names.map(({ place }) => place)), meant: "" };
    for (const [words, tolerant, least] of /** @type {[string[], boolean, number][]} */ ([
      [typed, false, WHOLE_WORD], [typed, false, 0], [swapped, false, AS_WRITTEN], [typed, true, 0],
    ])) {
      const read = words.map((word) => this.#read(word, tolerant, least));
      const places = this.#having(read);
      const asTyped = words === typed && !tolerant;
      if (places.size) return { places, meant: asTyped ? "" : read.map(bestWritten).join(" ") };
    }
    return { places: new Set(), meant: "" };
  }

  /** @param {string} word  @param {boolean} tolerant  @param {number} least */
  #read(word, tolerant, least) {
    const matches = [...matchesFor(this.#vocabulary, word, tolerant)];
    return new Map(matches.filter(([other, fit]) => fit >= least && (!tolerant || mayBeMistyped(word, other))));
  }

  /** @param {import("./words.js").Matches[]} read */
  #having(read) {
    const named = read.map((matches) =>
      this.#names.filter(({ words }) => [...matches.keys()].some((word) => words.has(word))));
    const [first, ...others] = named;
    const inOne = first.filter((name) => others.every((names) => names.includes(name)));
    if (inOne.length) return new Set(inOne.map(({ place }) => place));
    const sets = others.map((names) => new Set(names.map(({ place }) => place)));
    return new Set(first.map(({ place }) => place).filter((place) => sets.every((set) => set.has(place))));
  }
}

/** The words that tell one place from another. @param {string} query */
const telling = (query) => split(query).filter((word) => !OF_ANY_PLACE.has(word));

/** @param {string} typed  @param {import("./words.js").Word} word */
function mayBeMistyped(typed, word) {
  const root = rootOf(word);
  const begin = isLatin(root) ? keyOf : greekSound;
  return typed.length >= LONG.typed && root.length >= LONG.root && begin(typed)[0] === begin(root)[0];
}

/** @param {import("./words.js").Matches} matches */
function bestWritten(matches) {
  const best = bestOf(matches);
  return [...matches].find(([, fit]) => fit === best)?.[0].written ?? "";
}
