// @ts-check
/*
 * The search on the page of all services. The page is the index: its links are the
 * titles. How to search, what else people call a service and what no service settles are
 * fetched when somebody searches, and the other language when that is needed.
 */

/** @typedef {{ link: HTMLAnchorElement, group: string, slug: string }} Listed */
/** @typedef {import("./search/ranking.js").Catalogue<Listed>} Catalogue */
/** @typedef {import("./search/elsewhere.js").Row} Row */
/** @typedef {import("./search/ranking.js").Found<Listed> & { needed: boolean }} Results */

const COUNTS = {
  title: 1, keyword: 0.8, otherTitle: 0.7, otherKeyword: 0.6, neededFor: 0.4, occasion: 0.3, group: 0.2,
};
const PAUSE = 600; // milliseconds after the last key until the result is announced
const SOON = 300; // milliseconds
const AT_A_TIME = 6; // milliseconds of work, so that the page stays lively

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

/** @type {{ services: Record<string, [number, string, string?, string?]>, elsewhere: Row[] }} */
let own = { services: {}, elsewhere: [] };
/** @type {Record<string, [string, string, string]>} */
let other = {};
/** @type {Promise<typeof import("./search/search.js")> | undefined} */
let engine;
const load = () =>
  (engine ??= import(/** @type {HTMLMetaElement} */ (document.querySelector("meta[name=later]")).content));
/** @type {typeof import("./search/search.js").neededFor} */
let needs;
/** @type {Catalogue | undefined} */
let catalogue;

/** @type {Promise<void>} */
let assembling;
const assemble = () => (assembling = assembled((turns += 1)));
let turns = 0;

/** Gather what is known, in turns with the browser; what came meanwhile takes over. @param {number} turn */
async function assembled(turn) {
  const { Catalogue, neededFor } = await load();
  needs = neededFor;
  /** @type {Catalogue} */
  const gathered = new Catalogue();
  let until = performance.now() + AT_A_TIME;
  for (const service of services) {
    if (performance.now() > until) {
      await pause(0);
      until = performance.now() + AT_A_TIME;
    }
    if (turn !== turns) return assembling;
    const [favour, keywords, occasion = "", needed = ""] = own.services[service.slug] ?? [1, ""];
    const [otherTitle, otherKeywords, otherNeeded] = other[service.slug] ?? ["", "", ""];
    gathered.add(service, [
      { text: service.link.textContent ?? "", weight: COUNTS.title },
      ...each(keywords, COUNTS.keyword),
      { text: otherTitle, weight: COUNTS.otherTitle },
      ...each(otherKeywords, COUNTS.otherKeyword),
      ...each(`${needed},${otherNeeded}`, COUNTS.neededFor),
      { text: occasion, weight: COUNTS.occasion },
      { text: service.group, weight: COUNTS.group },
    ], favour);
  }
  catalogue = gathered;
}

/** @type {Promise<void> | undefined} */
let prepared;
const prepare = () => (prepared ??= first());

/** Do with the titles alone, unless the words are here soon. */
async function first() {
  load();
  await Promise.race([learning.own, pause(SOON)]);
  if (!catalogue) await assemble();
}

const pause = (/** @type {number} */ length) => new Promise((done) => { setTimeout(done, length); });

function each(/** @type {string} */ keywords, /** @type {number} */ weight) {
  return keywords.split(",").map((text) => ({ text, weight }));
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
let learned = false; // the words of the page's language, or that there are none to be had
/** Learn words, once, and look again. @param {"own" | "other"} which */
const learn = (which) => (learning[which] ??= taught(which));

/** @param {"own" | "other"} which */
async function taught(which) {
  if (which === "own") own = { ...own, ...await fetched(form.dataset.words) };
  else other = await fetched(form.dataset.otherWords);
  learned ||= which === "own";
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
  const found = results(catalogue, query);
  const lacking = !found.needed && (!found.complete || found.meant);
  if (isOther(query) || (lacking && learned)) learn("other");
  fill(found.things);
  nothing.hidden = found.things.length > 0;
  conceal(true);
  heading.textContent = sentence(query, found);
  timer = window.setTimeout(() => settle(query, heading.textContent ?? ""), PAUSE);
}

/** What a query finds; *needed*: none settles the matter, these are needed for it. */
function results(/** @type {Catalogue} */ known, /** @type {string} */ query) {
  const slugs = needs(own.elsewhere, query);
  if (!slugs) return { ...known.search(query), needed: false };
  const things = services.filter(({ slug }) => slugs.includes(slug))
    .sort((a, b) => slugs.indexOf(a.slug) - slugs.indexOf(b.slug));
  return { things, complete: true, sure: true, meant: "", needed: true };
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
function sentence(query, found) {
  const { meant, things: { length: count } } = found;
  const kind = (!count && "none") || (found.needed && "elsewhere") || (!found.complete && "some")
    || (meant && "near") || (!found.sure && "guess") || (count === 1 ? "one" : "many");
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
field.addEventListener("focus", () => { learn("own"); prepare(); }, { once: true });
form.addEventListener("submit", enter);
if (field.value) { learn("own"); show(); }
