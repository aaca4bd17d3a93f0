// @ts-check
// Says that the time which is kept for a citizen ends soon, and that it has ended. The page
// says until when without this module; the button for more time works without it too.

const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-hold]"));
if (box && Number(box.dataset.seconds) > 0) watch(box);

/**
 * Look again whenever something may have changed: a timer of a page that sleeps comes late.
 * @param {HTMLElement} box
 */
function watch(box) {
  const ends = Date.now() + 1000 * Number(box.dataset.seconds);
  const soon = ends - 1000 * Number(box.dataset.before);
  let timer = 0;
  const look = () => {
    const now = Date.now();
    if (now >= soon) say(box, now < ends ? "soon" : "ended");
    clearTimeout(timer);
    if (now < ends) timer = window.setTimeout(look, Math.max(1000, (now < soon ? soon : ends) - now));
  };
  look();
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
}

/**
 * Show it beside the button, where it stays in sight, and let a screen reader say it, once.
 * @param {HTMLElement} box
 * @param {"soon" | "ended"} state
 */
function say(box, state) {
  if (box.dataset.state === state) return;
  box.dataset.state = state;
  /** @type {HTMLElement} */ (box.querySelector("[role=alert]")).textContent = box.dataset[state] ?? "";
  const line = /** @type {HTMLElement | null} */ (document.querySelector("[data-hold-line]"));
  if (line && state === "ended") {
    /** @type {HTMLElement} */ (line.querySelector("span")).textContent = line.dataset.ended ?? "";
  }
}
