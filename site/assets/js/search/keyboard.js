// @ts-check
/* What was meant when the keyboard was set to the other language. */

const LATIN_KEYS = "wertyuiopasdfghjklzxcvbnm";
const GREEK_KEYS = "ςερτυθιοπασδφγηξκλζχψωβνμ";
const TO_GREEK = new Map([...LATIN_KEYS].map((key, at) => [key, GREEK_KEYS[at]]));
const TO_LATIN = new Map([...GREEK_KEYS].map((key, at) => [key, LATIN_KEYS[at]]));

/**
 * The text as the same keys give it on the other keyboard. On the Greek one the key `;`
 * only sets the accent of the next letter, and the key Q gives `;`.
 */
export function otherKeyboard(/** @type {string} */ text) {
  const plain = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const greek = /[α-ω]/.test(plain);
  const readied = greek ? plain.replace(/[;;](?=\p{L})/gu, "q") : plain.replace(/[;:](?=\p{L})/gu, "");
  const table = greek ? TO_LATIN : TO_GREEK;
  return [...readied].map((letter) => table.get(letter) ?? letter).join("");
}
