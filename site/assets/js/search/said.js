// @ts-check
/* Words that people say beside what they mean. */

import { greekSound, isLatin, split } from "./sounds.js";

/** English words as they are written, Greek ones by their sound. */
const wordSet = (/** @type {string} */ words) =>
  new Set(split(words).map((word) => (isLatin(word) ? word : greekSound(word))));

/** @param {Set<string>} words  @param {string} typed */
const isOneOf = (words, typed) => words.has(typed) || words.has(greekSound(typed.replace(/^h/, "x")));

// Words that say nothing of what is meant.
const PASSED_OVER = wordSet(
  "και κι η ο οι το τα του της των τη την τον τους τις για γιατι με απο σε στο στη στην στον στα στους στις "
  + "μου μας σας σου ενα μια ενας ενος μιας αν οτι που πως τι ποιο ποια ποιος ποτε να θα δεν μη ειμαι ειναι εχω εχει "
  + "εχουμε πηγε παει ηταν θελω θελει θελουμε ηθελα χρειαζομαι χρειαζεται χρειαζονται μπορω πρεπει κανω κανουμε κανει "
  + "βγαζω βγαλω βγαλουμε εβγαλα βγαινει βγαζουμε παρω παιρνω παρουμε ψαχνω ζηταω ζητησω ζητησαν ζητανε μουζητησαν "
  + "εκδοση εκδοσης εκδωσω εκδοθει εκδιδεται καλημερα καλησπερα γεια παρακαλω ευχαριστω ραντεβου κεπ online ιντερνετ "
  + "the a an and or of for to in on at with from by as i my me we our you your it is are am be was been do does did can "
  + "could how what where when which who that this get getting got need needed needs want wants would like apply "
  + "applying issue issued please help have has had make hello if so there any some about he she they his her its "
  + "don didn can t s m ve",
);
// Words that help when a thing has them, and are not missed when it has not.
const SAID_BESIDE = wordSet(
  "ανοιγω ανοιξω ανοιξουμε ανοιξα ανοιγμα ξεκιναω ξεκινησω χαρτι χαρτια εγγραφο νεο νεα καινουργιο καινουριο "
  + "αδεια αδειες αδειας πιστοποιητικο πιστοποιητικα βεβαιωση βεβαιωσεις αντιγραφο διαδικασια αιτηση δικαιολογητικα πληροφοριες χωρα αλλη αλλο "
  + "licence license licences permit certificate certificates copy open opening start starting run running set up new paper papers document documents application request information "
  + "another other country",
);
// What may be done with any matter.
const SAID_OF_ANY = wordSet("ανανεωση ανανεωσω αιτηση νεο νεα renewal renew new application");

/** Whether a word helps when a thing has it, and is not missed when it has not. */
export const isBeside = (/** @type {string} */ word) => isOneOf(SAID_BESIDE, word);

/** The words that say what is meant; all of them, when none does. @param {string[]} words */
export function telling(words) {
  const some = words.filter((word) => !isOneOf(PASSED_OVER, word));
  return some.length ? [...new Set(some)] : words;
}

/** The words that name a matter, whatever shall be done with it. @param {string} query */
export const naming = (query) => telling(split(query)).filter((word) => !isOneOf(SAID_OF_ANY, word));
