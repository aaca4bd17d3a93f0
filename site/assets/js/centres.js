// @ts-check
/*
 * Which KEP is near me. A filter over the list of the page, by what people call a place in
 * either language: how to read it is fetched when somebody writes. And, where the page knows
 * positions, the nearest centres. The visitor's position is asked for only after the click
 * and stays in the browser.
 */

const EARTH = 6371; // km
const SHOWN = 8;
const QUIET = 350; // ms without typing before the count is announced
const FAULTS = ["", "denied", "unavailable", "timeout"]; // by GeolocationPositionError.code

const form = /** @type {HTMLFormElement} */ (document.querySelector("form.finder"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const status = /** @type {HTMLElement} */ (document.querySelector("#found"));
const nearest = /** @type {HTMLElement} */ (document.querySelector("#nearest"));
const regions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-region]")]);
const button = document.querySelector(".finder__nearest button");

const items = regions.flatMap((region) => [...region.querySelectorAll("li")]);

/** @type {Promise<import("./search/places.js").Places<HTMLLIElement>> | undefined} */
let prepared;
const prepare = () => (prepared ??= assemble());

async function assemble() {
  const later = /** @type {HTMLMetaElement} */ (document.querySelector("meta[name=later]"));
  /** @type {typeof import("./search/places.js")} */
  const { Places } = await import(later.content);
  /** @type {import("./search/places.js").Places<HTMLLIElement>} */
  const places = new Places();
  for (const item of items) {
    const centres = [...item.querySelectorAll("a")].map((link) => link.textContent ?? "");
    places.add(item, [...centres, ...(item.dataset.also ?? "").split(", ")]);
  }
  return places;
}

let timer = 0;
async function filter() {
  const query = field.value.trim();
  const found = query ? (await prepare()).find(query) : { places: new Set(items), meant: "" };
  if (query !== field.value.trim()) return;
  for (const item of items) item.hidden = !found.places.has(item);
  for (const region of regions) region.hidden = !region.querySelector("li:not([hidden])");
  nearest.hidden = true;
  clearTimeout(timer);
  timer = window.setTimeout(() => settle(query, found.places.size, found.meant), QUIET);
}

/** Say what was found, and put the query into the address, to be shared. */
function settle(/** @type {string} */ query, /** @type {number} */ count, /** @type {string} */ meant) {
  say((query && ((!count && "none") || (meant && "near") || (count === 1 ? "one" : "many"))), { count, query, meant });
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  history.replaceState(null, "", address);
}

function say(/** @type {string} */ kind, { count = 0, query = "", meant = "" } = {}) {
  const parts = { "%n": String(count), "%q": query, "%m": meant };
  status.textContent = (status.dataset[kind] ?? "").replace(/%[nqm]/g, (name) => parts[name]);
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
  say("sorted", { count: nearest.children.length });
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

button?.addEventListener("click", async () => {
  field.value = "";
  await filter();
  clearTimeout(timer);
  settle("", 0, "");
  say(navigator.geolocation ? "asking" : "unavailable");
  navigator.geolocation?.getCurrentPosition(
    sort, (fault) => say(FAULTS[fault.code]), { timeout: 10_000, maximumAge: 300_000 },
  );
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (field.value.trim()) status.focus();
});
field.addEventListener("focus", prepare, { once: true });
field.addEventListener("input", filter);
field.value = new URLSearchParams(location.search).get("q") ?? field.value;
if (field.value) filter();
