// @ts-check
/*
 * Which things of a catalogue a query means, best first.
 *
 * A rare word counts more than a common one, a word of the title more than one of the
 * keywords, an exact word more than a form, a beginning or a slip of the finger; words
 * that stand in one phrase more than scattered ones.
 */

import { alike } from "./alike.js";
import { otherKeyboard } from "./keyboard.js";
import { isBeside, telling } from "./said.js";
import { fold, isLatin, split } from "./sounds.js";
import { bestOf, emptyVocabulary, FIT, matchesFor, wordFor } from "./words.js";

/** @typedef {import("./words.js").Word} Word */
/** @typedef {import("./words.js").Matches} Matches */
/** @typedef {{ text: string, weight: number }} Phrase  one name of a thing, and how much it counts, up to 1 */
/** @typedef {{ place: number, favour: number }} Entry */
/** @typedef {{ entry: Entry, weight: number, length: number }} Named */
/**
 * *complete*: every word was found in one thing. *sure*: and as whole words, in any form.
 * *meant*: what was taken to be meant, where that is not what was typed.
 * @template T
 * @typedef {{ things: T[], complete: boolean, sure: boolean, meant: string }} Found
 */

const BESIDE = 0.4;
const ALL_WORDS = 1.35;
const GOOD_ENOUGH = 0.6; // of the best, for a thing that has not all words
const SHORTEST_PART = 3; // letters, of two words typed as one
const FORGIVEN = 4; // letters, of a word that may be mistyped on the other keyboard, too
const ONE_SLIP = 0.35; // how well a word fits that was mistyped once
const AGAIN = 0.02; // for each further name with any of the words, up to five
const ALIKE = 0.75; // how well a word fits that means the same
const AS_TYPED = 0.8; // how well a word fits that was not mistyped
const WHOLE = FIT.prefix + 0.01; // how well a word fits at least that is not the beginning of another

/** @template T */
export class Catalogue {
  /** @type {T[]} */
  #things = [];
  #vocabulary = emptyVocabulary();
  /** @type {Map<string, Word>} */
  #written = new Map();
  /** @type {Map<Word, Named[]>} */
  #names = new Map();
  /** @type {Map<string, Matches>} */
  #known = new Map();

  /**
   * Add a thing under its names. Of two that fit equally well the first added wins.
   * @param {T} thing  @param {Phrase[]} phrases  @param {number} favour 1, or less for what fewer people mean
   */
  add(thing, phrases, favour) {
    const entry = { place: this.#things.push(thing) - 1, favour };
    for (const { text, weight } of phrases) {
      const words = this.#words(text);
      const name = { entry, weight, length: words.length };
      for (const word of words) {
        const known = this.#names.get(word);
        if (known) known.push(name);
        else this.#names.set(word, [name]);
      }
    }
  }

  /** @param {string} text */
  #words(text) {
    const written = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    if (!text.includes(".")) return written.map((one) => this.#word(one));
    const folded = split(text); // that is fewer words, where one is «Α.Μ.Κ.Α.»
    const exact = written.length === folded.length;
    return folded.map((one, at) => wordFor(this.#vocabulary, one, exact ? written[at] : one));
  }

  /** @param {string} written */
  #word(written) {
    const word = this.#written.get(written) ?? wordFor(this.#vocabulary, fold(written), written);
    this.#written.set(written, word);
    return word;
  }

  /**
   * What a query means. Only when nothing has all its words, they are taken for beginnings
   * of others; and only when nothing has these, other readings are tried: the other
   * keyboard, missing spaces, slips of the finger.
   * @param {string} query  @returns {Found<T>}
   */
  search(query) {
    const typed = telling(split(query));
    const whole = this.#rank(typed, false, WHOLE);
    if (whole.complete || !typed.length) return whole;
    const strict = this.#rank(typed, false);
    if (strict.complete) return strict;
    return this.#otherwise(typed, telling(split(otherKeyboard(query))), strict.had)
      ?? this.#mistyped(typed, strict);
  }

  /** @param {string[]} typed  @param {string[]} swapped  @param {number} had  @returns {Found<T> | undefined} */
  #otherwise(typed, swapped, had) {
    for (const words of [swapped, this.#spaced(typed)]) {
      const other = this.#rank(words, false, WHOLE);
      if (other.complete) return { ...other, meant: this.#meaning(words, false) };
    }
    for (const words of had || !swapped.every(isGreekAndLong) ? [typed] : [typed, swapped]) {
      const tolerant = this.#rank(words, true);
      if (tolerant.complete) return { ...tolerant, meant: this.#meaning(words, true) };
    }
    return undefined;
  }

  /** What has some of the words, mistyped at most once. @param {string[]} typed  @param {Found<T> & { had: number }} strict */
  #mistyped(typed, strict) {
    const some = this.#rank(typed, true, ONE_SLIP);
    return some.had > strict.had ? { ...some, meant: this.#meaning(typed, true) } : strict;
  }

  /** @param {string} word  @param {boolean} tolerant  @returns {Matches} */
  #matches(word, tolerant) {
    const name = `${word} ${tolerant}`;
    const known = this.#known.get(name) ?? this.#withAlike(word, matchesFor(this.#vocabulary, word, tolerant));
    this.#known.set(name, known);
    return known;
  }

  /** @param {string} word  @param {Matches} found */
  #withAlike(word, found) {
    for (const other of alike(word)) {
      for (const [same, fit] of matchesFor(this.#vocabulary, other, false)) {
        if (fit > AS_TYPED && !found.has(same)) found.set(same, fit * ALIKE);
      }
    }
    return found;
  }

  /** The words as they may be meant, where a space is missing or too many. @param {string[]} words */
  #spaced(words) {
    return this.#joined(words).flatMap((word) => this.#parted(word));
  }

  /** @param {string[]} words  @returns {string[]} */
  #joined(words) {
    const at = words.findIndex((word, place) => place && this.#isKnown(words[place - 1] + word));
    if (at < 0) return words;
    return [...words.slice(0, at - 1), words[at - 1] + words[at], ...words.slice(at + 1)];
  }

  /** @param {string} word  @returns {string[]} */
  #parted(word) {
    if (this.#matches(word, false).size) return [word];
    for (let at = SHORTEST_PART; at <= word.length - SHORTEST_PART; at += 1) {
      const parts = [word.slice(0, at), word.slice(at)];
      if (parts.every((part) => this.#isKnown(part))) return parts;
    }
    return [word];
  }

  /** @param {string} word */
  #isKnown(word) {
    return bestOf(this.#matches(word, false)) > AS_TYPED;
  }

  /** @param {string[]} words  @param {boolean} tolerant */
  #meaning(words, tolerant) {
    return words.map((word) => {
      const matches = this.#matches(word, tolerant);
      const best = bestOf(matches);
      return [...matches].find(([, fit]) => fit === best)?.[0].written ?? word;
    }).join(" ");
  }

  /** @param {string[]} typed  @param {boolean} tolerant  @returns {Found<T> & { had: number }} */
  #rank(typed, tolerant, least = 0) {
    const matches = typed.map((word) =>
      new Map([...this.#matches(word, tolerant)].filter(([, fit]) => fit >= least)));
    const worths = typed.map((word, at) => this.#rarity(matches[at]) * (isBeside(word) ? BESIDE : 1));
    const must = typed.map((word) => !isBeside(word));
    const scored = scores(this.#fits(matches), worths, must.includes(true) ? must : must.map(() => true));
    const complete = scored.some((one) => one.complete);
    const good = (scored[0]?.score ?? 0) * GOOD_ENOUGH;
    const things = scored
      .filter((one) => one.complete || one.score >= good)
      .map((one) => this.#things[one.entry.place]);
    return { things, complete, sure: complete && least >= WHOLE, had: Math.max(0, ...scored.map((one) => one.had)), meant: "" };
  }

  /** How well each typed word fits each name that has any of them. @param {Matches[]} matches */
  #fits(matches) {
    /** @type {Map<Named, number[]>} */
    const fits = new Map();
    matches.forEach((words, at) => {
      for (const [word, fit] of words) {
        for (const name of this.#names.get(word) ?? []) {
          const row = fits.get(name) ?? matches.map(() => 0);
          row[at] = Math.max(row[at], fit);
          fits.set(name, row);
        }
      }
    });
    return fits;
  }

  /** How telling a word is: the fewer things it fits well, the more. @param {Matches} matches */
  #rarity(matches) {
    const least = bestOf(matches) * 0.7;
    const having = new Set();
    for (const [word, fit] of matches) {
      if (fit >= least) for (const name of this.#names.get(word) ?? []) having.add(name.entry);
    }
    return Math.log(1 + this.#things.length / Math.max(1, having.size));
  }
}

/** Whether a slip may be forgiven even on the other keyboard; in Latin it would be a third reading. */
const isGreekAndLong = (/** @type {string} */ word) => word.length >= FORGIVEN && !isLatin(word);

/**
 * The entries that have any of the words, best first.
 * @param {Map<Named, number[]>} fits  @param {number[]} worths  @param {boolean[]} must which words count as missing
 */
function scores(fits, worths, must) {
  const all = worths.reduce((sum, one) => sum + one, 0);
  /** @type {Map<Entry, { best: number[], together: number, names: number }>} */
  const entries = new Map();
  for (const [name, row] of fits) {
    const entry = entries.get(name.entry) ?? { best: row.map(() => 0), together: 0, names: 0 };
    entry.names += 1;
    const filled = Math.min(1, row.filter(Boolean).length / name.length);
    const together = (total(row, worths) / all) * name.weight * (0.3 + 0.2 * filled);
    entry.together = Math.max(entry.together, together);
    entry.best = entry.best.map((best, at) => Math.max(best, row[at] * name.weight));
    entries.set(name.entry, entry);
  }
  return [...entries].map(([entry, { best, together, names }]) => {
    const complete = best.every((fit, at) => fit || !must[at]);
    const often = Math.min(names - 1, 5) * AGAIN;
    const bonus = (1 + together + often) * (complete ? ALL_WORDS : 1);
    const score = total(best, worths) * bonus * entry.favour;
    return { entry, score, complete, had: best.filter(Boolean).length };
  }).sort((a, b) => b.score - a.score || a.entry.place - b.entry.place);
}

const total = (/** @type {number[]} */ fits, /** @type {number[]} */ worths) =>
  fits.reduce((sum, fit, at) => sum + fit * worths[at], 0);
