// @ts-check
/* What people look for and no service settles: whether a query names one of these matters. */

import { naming } from "./said.js";
import { greekSound, isLatin, keyOf, stemOf } from "./sounds.js";

/** @typedef {[string, string]} Row  names, and the slugs of what is needed for it */

/** @param {string} typed  @param {string} name */
function isForm(typed, name) {
  if (isLatin(name)) return isLatin(typed) && stemOf(keyOf(typed), true) === stemOf(keyOf(name), true);
  return stemOf(greekSound(typed), false) === stemOf(greekSound(name), false);
}

/** @param {string[]} typed  @param {string[]} name */
const isSame = (typed, name) =>
  typed.length === name.length && name.every((word) => typed.some((one) => isForm(one, word)));

/**
 * The slugs of what is needed for the matter that a query names; nothing when it names none.
 * @param {Row[]} matters  @param {string} query  @returns {string[] | undefined}
 */
export function neededFor(matters, query) {
  const typed = naming(query);
  const found = matters.find(([names]) => names.split(",").some((name) => isSame(typed, naming(name))));
  return found?.[1].split(" ");
}
