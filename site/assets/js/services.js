// @ts-check
/*
 * The search on the page of all services. The page is the index: its links are the
 * titles. How to search and what else people call a service are fetched when somebody
 * searches, and what it is called in the other language when that is needed.
 */

/** @typedef {{ link: HTMLAnchorElement, group: string, slug: string }} Listed */
/** @typedef {import("./search/ranking.js").Catalogue<Listed>} Catalogue */
/** @typedef {import("./search/ranking.js").Found<Listed>} Results */

const COUNTS = { title: 1, keyword: 0.8, otherTitle: 0.7, otherKeyword: 0.6, occasion: 0.3, group: 0.2 };
const PAUSE = 600; // milliseconds after the last key until the result is announced

const element = (/** @type {string} */ selector) =>
  /** @type {HTMLElement} */ (document.querySelector(selector));
const form = /** @type {HTMLFormElement} */ (element("form[data-words]"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("q"));
const section = element(".found");
const heading = element(".results__count");
const list = element(".results");
const nothing = element(".results__none");
const status = element("main [role=status]");
const contents = followers(status);

/** @type {Listed[]} */
const services = [...document.querySelectorAll("[data-group] a")].map((found) => {
  const link = /** @type {HTMLAnchorElement} */ (found);
  const group = /** @type {HTMLElement} */ (link.closest("[data-group]")).dataset.group ?? "";
  return { link, group, slug: link.pathname.split("/").at(-2) ?? "" };
});

/** @type {Record<string, [number, string, string]>} */
let own = {};
/** @type {Record<string, [string, string]>} */
let other = {};
/** @type {Promise<typeof import("./search/ranking.js")> | undefined} */
let engine;
/** @type {Catalogue | undefined} */
let catalogue;

async function assemble() {
  engine ??= import(/** @type {HTMLLinkElement} */ (document.querySelector("link[rel=prefetch]")).href);
  const { Catalogue } = await engine;
  /** @type {Catalogue} */
  const assembled = new Catalogue();
  for (const service of services) {
    const [favour, keywords, occasion] = own[service.slug] ?? [1, "", ""];
    const [otherTitle, otherKeywords] = other[service.slug] ?? ["", ""];
    assembled.add(service, [
      { text: service.link.textContent ?? "", weight: COUNTS.title },
      ...each(keywords, COUNTS.keyword),
      { text: otherTitle, weight: COUNTS.otherTitle },
      ...each(otherKeywords, COUNTS.otherKeyword),
      { text: occasion, weight: COUNTS.occasion },
      { text: service.group, weight: COUNTS.group },
    ], favour);
  }
  catalogue = assembled;
}

/** @type {Promise<void> | undefined} */
let prepared;
const prepare = () => (prepared ??= assemble());

function each(/** @type {string} */ keywords, /** @type {number} */ weight) {
  return keywords.split(", ").map((text) => ({ text, weight }));
}

/** Everything that stands after an element in its parent. @param {Element} last */
function followers(last) {
  const siblings = /** @type {HTMLElement[]} */ ([...(last.parentElement?.children ?? [])]);
  return siblings.slice(siblings.indexOf(/** @type {HTMLElement} */ (last)) + 1);
}

/** Fetch a file of words; without it the search does what it can. @param {string | undefined} address */
const fetched = (address) =>
  fetch(address ?? "").then((response) => (response.ok ? response.json() : {})).catch(() => ({}));

/** @type {Record<string, Promise<void>>} */
const learning = {};
/** Learn words, once, and look again. @param {"own" | "other"} which */
const learn = (which) => (learning[which] ??= taught(which));

/** @param {"own" | "other"} which */
async function taught(which) {
  if (which === "own") own = await fetched(form.dataset.words);
  else other = await fetched(form.dataset.otherWords);
  await assemble();
  show();
}

/** Whether a query may have words of the language that this page is not in. */
const isOther = (/** @type {string} */ query) =>
  (document.documentElement.lang === "en" ? /[α-ωά-ώ]/i : /[a-z]/i).test(query);

let timer = 0;
function show() {
  const query = field.value.trim();
  if (query && !catalogue) {
    prepare().then(show);
    return;
  }
  section.hidden = !query;
  clearTimeout(timer);
  if (!query) {
    conceal(false);
    timer = window.setTimeout(() => settle("", ""), PAUSE);
    return;
  }
  const found = catalogue.search(query);
  if (isOther(query) || !found.complete || found.meant) learn("other");
  fill(found.things);
  nothing.hidden = found.things.length > 0;
  conceal(true);
  heading.textContent = sentence(query, found);
  timer = window.setTimeout(() => settle(query, heading.textContent ?? ""), PAUSE);
}

function conceal(/** @type {boolean} */ hidden) {
  for (const part of contents) part.hidden = hidden;
}

/** Say what was found, and put the query into the address, to be shared. */
function settle(/** @type {string} */ query, /** @type {string} */ said) {
  status.textContent = said;
  const address = new URL(location.href);
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  address.hash = "";
  history.replaceState(null, "", address);
}

/** List services; whoever stands on one of the list stays there. @param {Listed[]} things */
function fill(things) {
  const focused = document.activeElement;
  const held = focused && list.contains(focused) ? focused.getAttribute("href") : null;
  list.replaceChildren(...things.map(item));
  if (held !== null) (links().find((link) => link.getAttribute("href") === held) ?? heading).focus();
}

const links = () => [...list.querySelectorAll("a")];

/** @param {Listed} service */
function item({ link, group }) {
  const line = document.createElement("li");
  const place = document.createElement("p");
  line.className = "results__item";
  place.textContent = group;
  line.append(link.cloneNode(true), place);
  return line;
}

/** @param {string} query  @param {Results} found */
function sentence(query, { things, complete, meant }) {
  const count = things.length;
  const kind = !count ? "none" : !complete ? "some" : meant ? "near" : count === 1 ? "one" : "many";
  const parts = { "%n": String(count), "%q": query, "%m": meant };
  return (heading.dataset[kind] ?? "").replace(/%[nqm]/g, (name) => parts[name]);
}

/** Enter goes to what was found: its heading says how much, the next Tab is the first result. */
async function enter(/** @type {Event} */ event) {
  event.preventDefault();
  learn("own");
  await prepare();
  show();
  if (!field.value.trim()) return;
  clearTimeout(timer);
  settle(field.value.trim(), "");
  heading.focus();
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", () => { learn("own"); show(); });
field.addEventListener("focus", () => learn("own"), { once: true });
form.addEventListener("submit", enter);
if (field.value) { learn("own"); show(); }
