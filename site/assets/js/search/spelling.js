// @ts-check
/*
 * How far apart two spellings are. What sounds alike may look quite different, «νύφη» and
 * «νοίκι»: whoever slipped once did not write half of the word otherwise.
 */

const TWICE = 8; // letters, of a word in which two may be wrong

/** Whether too much of a typed word is other than in another. @param {string} typed  @param {string} other */
export function isSpelledOtherwise(typed, other) {
  const most = Math.max(typed.length, other.length) < TWICE ? 1 : 2;
  return distance(typed, other) > most;
}

/**
 * How many letters must be changed, added, taken away, or exchanged with the next.
 * @param {string} one  @param {string} other
 */
export function distance(one, other) {
  /** @type {number[][]} */
  const rows = [[...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    rows[i] = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      const turned = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      rows[i][j] = Math.min(
        rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same,
        turned ? rows[i - 2][j - 2] + 1 : Infinity,
      );
    }
  }
  return rows[one.length][other.length];
}
