// @ts-check
// What a form gains from JavaScript. Every form works without this module.

for (const area of document.querySelectorAll("textarea[data-limit]")) {
  countDown(/** @type {HTMLTextAreaElement} */ (area));
}

for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => sendOnce(form, event));
}

for (const button of document.querySelectorAll("button[data-print]")) {
  button.removeAttribute("hidden");
  button.addEventListener("click", () => window.print());
}

/**
 * Say how many characters are left: to the eye at once, to a screen reader
 * when the typing stops.
 * @param {HTMLTextAreaElement} area
 */
function countDown(area) {
  const limit = Number(area.dataset.limit);
  const shown = /** @type {HTMLElement} */ (document.getElementById(`${area.id}-limit`));
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  shown.after(spoken);
  let timer = 0;

  area.addEventListener("input", () => {
    const left = limit - [...area.value].length;
    const words = (left < 0 ? area.dataset.over : area.dataset.left) ?? "";
    const sentence = words.replace("%d", String(Math.abs(left)));
    shown.textContent = sentence;
    clearTimeout(timer);
    timer = window.setTimeout(() => { spoken.textContent = sentence; }, 1000);
  });
}

/**
 * Let an impatient second click pass without effect.
 * @param {HTMLFormElement} form
 * @param {SubmitEvent} event
 */
function sendOnce(form, event) {
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // Back from the browser's cache must not find a dead form.
  window.addEventListener("pageshow", () => delete form.dataset.sent, { once: true });
}
