// @ts-check
/* Words that mean the same in any service: typed one, the others are meant too. */

import { greekSound, isLatin, keyOf, split, stemOf } from "./sounds.js";

const GROUPS = [
  "αυτοκινητο αμαξι οχημα", "μοτοσικλετα μηχανη μηχανακι", "γιατρος ιατρος", "καταστημα μαγαζι",
  "μωρο νεογεννητο βρεφος", "συζυγος αντρας ανδρας γυναικα", "σπιτι κατοικια", "δουλεια εργασια",
  "οφειλη χρεος", "πωληση πουλαω πουλησω", "ενοικιαση νοικιαζω", "παντρευομαι παντρευτω γαμος",
  "ηλικιωμενος υπερηλικας", "σχολη σχολειο", "φαγητο εστιαση", "εξωτερικο αλλοδαπη ξενος",
  "car vehicle automobile", "doctor physician", "shop store", "baby newborn infant",
  "spouse husband wife", "house home", "job work employment", "debt debts owe", "elderly seniors old",
  "abroad foreign overseas", "rental rent hire", "wedding marriage",
].map(split);

const rootsOf = (/** @type {string} */ word) =>
  [stemOf(keyOf(word), isLatin(word)), ...(isLatin(word) ? [stemOf(greekSound(word), false)] : [])];

/** @type {Map<string, string[]>} */
const BY_ROOT = new Map(GROUPS.flatMap((group) =>
  group.map((word) => [rootsOf(word)[0], group.filter((other) => other !== word)])));

/** What else a typed word may be called. @param {string} word  @returns {string[]} */
export const alike = (word) => rootsOf(word).flatMap((root) => BY_ROOT.get(root) ?? []);
