// @ts-check
/*
 * Which KEP is near me. A filter over the list of the page, by municipality, area or region in
 * either language; and, where the page knows positions, the nearest centres. The visitor's
 * position is asked for only after the click and stays in the browser.
 */

const EARTH = 6371; // km
const SHOWN = 8;
const QUIET = 350; // ms without typing before the count is announced
const FAULTS = ["", "denied", "unavailable", "timeout"]; // by GeolocationPositionError.code

const field = /** @type {HTMLInputElement} */ (document.querySelector("#place"));
const status = /** @type {HTMLElement} */ (document.querySelector("#found"));
const nearest = /** @type {HTMLElement} */ (document.querySelector("#nearest"));
const regions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-region]")]);
const button = document.querySelector(".finder__nearest button");

const fold = (/** @type {string} */ text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ς", "σ");

/** A typed word without its ending: «Πάτρα» finds «Πατρέων». */
const stem = (/** @type {string} */ word) => word.replace(/^(.{3,}?)[αεηιουωaeiouy]+[σνsn]?$/, "$1");

const places = regions.flatMap((region) => [...region.querySelectorAll("li")].map((item) => ({
  item, region, text: fold(`${item.textContent} ${item.dataset.also} ${region.dataset.region}`),
})));

let timer = 0;
function filter() {
  const query = field.value.trim();
  const words = (fold(query).match(/[\p{L}\p{N}]+/gu) ?? []).map(stem);
  for (const { item, text } of places) item.hidden = !words.every((word) => text.includes(word));
  for (const region of regions) region.hidden = !region.querySelector("li:not([hidden])");
  nearest.hidden = true;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    const count = places.filter(({ item }) => !item.hidden).length;
    say(!query ? "" : count === 0 ? "none" : count === 1 ? "one" : "many", count, query);
  }, QUIET);
}

function say(/** @type {string} */ kind, count = 0, query = "") {
  const sentence = status.dataset[kind] ?? "";
  status.textContent = sentence.replace("%n", String(count)).replace("%q", () => query);
}

/** Kilometres between two points on the globe. @param {number[]} a  @param {number[]} b */
function distance(a, b) {
  const [south, west, north, east] = [...a, ...b].map((degrees) => degrees * Math.PI / 180);
  const half = Math.sin((north - south) / 2) ** 2
    + Math.cos(south) * Math.cos(north) * Math.sin((east - west) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(half));
}

/** @param {GeolocationPosition} position */
function sort({ coords }) {
  const links = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("a[data-position]")]);
  const unique = links.filter((link, at) => links.findIndex((one) => one.href === link.href) === at);
  const ranked = unique.map((link) => {
    const there = (link.dataset.position ?? "").split(" ").map(Number);
    return { link, far: distance([coords.latitude, coords.longitude], there) };
  }).sort((a, b) => a.far - b.far);
  nearest.replaceChildren(...ranked.slice(0, SHOWN).map(line));
  nearest.hidden = false;
  say("sorted", nearest.children.length);
}

/** @param {{ link: HTMLAnchorElement, far: number }} centre */
function line({ link, far }) {
  const item = document.createElement("li");
  const away = document.createElement("span");
  const format = { style: "unit", unit: "kilometer", maximumFractionDigits: far < 10 ? 1 : 0 };
  away.textContent = new Intl.NumberFormat(document.documentElement.lang, format).format(far);
  away.className = "distance";
  item.className = "results__item";
  item.append(link.cloneNode(true), " ", away);
  return item;
}

button?.addEventListener("click", () => {
  field.value = "";
  filter();
  clearTimeout(timer);
  say(navigator.geolocation ? "asking" : "unavailable");
  navigator.geolocation?.getCurrentPosition(
    sort, (fault) => say(FAULTS[fault.code]), { timeout: 10_000, maximumAge: 300_000 },
  );
});
field.addEventListener("input", filter);
if (field.value) filter();
