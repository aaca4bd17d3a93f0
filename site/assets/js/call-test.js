// @ts-check
/*
 * The test before the call. Picture and sound stay in the page: nothing is stored or sent.
 *
 * The page holds all words. What comes out of a trial is an attribute of its element
 * (`data-ok`, `data-blocked` …), and the entry of the help list with that id says what
 * to do about it.
 */

/** @typedef {"video" | "audio"} Kind */

const KINDS = {
  ok: "success", heard: "success",
  asking: "info", open: "info", off: "info", playing: "info",
  quiet: "warning", silent: "warning",
};
// https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia
const FAULTS = {
  NotAllowedError: "blocked", SecurityError: "blocked",
  NotFoundError: "missing", OverconstrainedError: "missing",
  NotReadableError: "busy", AbortError: "busy",
};
const EMBEDDED = /FBAN|FBAV|Instagram|Viber|Line\/|LinkedInApp|Snapchat|TikTok|musical_ly|; wv\)/;
const LOUD = 0.02; // of full scale; a quiet room is below it
const LOUD_ENOUGH = 3; // readings
const PATIENCE = 8000; // milliseconds until we say that nothing was heard
const PACE = 100; // milliseconds from one reading to the next
// Readings that the meter shows: fewer for those who asked for less motion.
const SHOWN = matchMedia("(prefers-reduced-motion: reduce)").matches ? 5 : 1;

const one = (/** @type {string} */ selector, /** @type {ParentNode} */ root = document) =>
  /** @type {HTMLElement} */ (root.querySelector(selector));
const trial = (/** @type {string} */ name) => one(`[data-trial=${name}]`);

function platform() {
  const agent = navigator.userAgent;
  if (/iPad|iPhone/.test(agent) || (/Mac/.test(agent) && navigator.maxTouchPoints > 1)) return "ios";
  return /Android/.test(agent) ? "android" : "desktop";
}

/** What keeps every camera and microphone from working, or nothing. */
function obstacle() {
  if (!window.isSecureContext) return "insecure";
  if (navigator.mediaDevices?.getUserMedia && window.RTCPeerConnection) return "";
  return EMBEDDED.test(navigator.userAgent) ? "embedded" : "old";
}

/** Show and announce an outcome. @param {HTMLElement} place  @param {string} outcome */
function say(place, outcome) {
  const template = /** @type {HTMLTemplateElement} */ (one(`#note-${KINDS[outcome] ?? "error"}`));
  const note = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  one(".notice__title", note).textContent = place.dataset[outcome] ?? "";
  one(".notice__body", note).append(...advice(outcome));
  one("[role=status]", place).replaceChildren(note);
}

/** What to do, as far as it is for this device. @param {string} outcome */
function advice(outcome) {
  const entry = document.querySelector(`#${outcome} .details__body`)?.cloneNode(true);
  if (!(entry instanceof HTMLElement)) return [];
  for (const line of entry.querySelectorAll(`[data-on]:not([data-on=${platform()}])`)) line.remove();
  return [...entry.childNodes];
}

/** A camera or a microphone that is tried out. */
class Trial {
  /** @param {string} name  @param {Kind} kind  @param {(stream: MediaStream, place: HTMLElement) => () => void} use */
  constructor(name, kind, use) {
    this.place = trial(name);
    this.kind = kind;
    this.use = use;
    this.button = one("button", this.place);
    this.start = this.button.textContent ?? "";
    this.choice = /** @type {HTMLSelectElement} */ (one("select", this.place));
    /** @type {MediaStream | null} */
    this.stream = null;
    this.turn = 0; // so that a permission given after a stop opens nothing
    this.button.addEventListener("click", () => (this.stream ? this.end("off") : this.begin()));
    this.choice.addEventListener("change", () => this.begin());
  }

  async begin() {
    this.release();
    const turn = this.turn;
    say(this.place, obstacle() || "asking");
    if (obstacle()) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ [this.kind]: this.wanted() });
      if (turn === this.turn) await this.open(stream);
      else close(stream);
    } catch (error) {
      if (turn === this.turn) this.end(FAULTS[/** @type {Error} */ (error).name] ?? "busy");
    }
  }

  wanted() {
    return this.choice.value ? { deviceId: { exact: this.choice.value } } : true;
  }

  /** @param {MediaStream} stream */
  async open(stream) {
    const [track] = stream.getTracks();
    track.addEventListener("ended", () => this.end("missing"));
    this.stream = stream;
    this.button.textContent = this.place.dataset.stop ?? "";
    this.unused = this.use(stream, this.place);
    await this.list(track);
  }

  /** Offer the other devices; their names are known only now. @param {MediaStreamTrack} track */
  async list(track) {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const ours = devices.filter((device) => device.kind === `${this.kind}input`);
    const used = track.getSettings().deviceId;
    this.choice.replaceChildren(...ours.map((device) =>
      new Option(device.label, device.deviceId, false, device.deviceId === used)));
    /** @type {HTMLElement} */ (this.choice.parentElement).hidden = ours.length < 2;
  }

  /** @param {string} outcome */
  end(outcome) {
    this.release();
    if (outcome !== "off") this.choice.replaceChildren();
    if (document.activeElement === this.choice) this.button.focus();
    /** @type {HTMLElement} */ (this.choice.parentElement).hidden = true;
    this.button.textContent = this.start;
    say(this.place, outcome);
  }

  release() {
    this.turn += 1;
    this.unused?.();
    this.unused = undefined;
    if (this.stream) close(this.stream);
    this.stream = null;
  }
}

/** @param {MediaStream} stream */
function close(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** @param {MediaStream} stream  @param {HTMLElement} place */
function mirror(stream, place) {
  const picture = /** @type {HTMLVideoElement} */ (one("video", place));
  picture.srcObject = stream;
  picture.hidden = false;
  picture.play().catch(() => {}); // ended before it began
  say(place, "ok");
  return () => {
    picture.srcObject = null;
    picture.hidden = true;
  };
}

/** Show how loud it is; say once that something was heard, or that nothing was. */
function listen(/** @type {MediaStream} */ stream, /** @type {HTMLElement} */ place) {
  const audio = new AudioContext();
  const analyser = audio.createAnalyser();
  audio.createMediaStreamSource(stream).connect(analyser);
  const meter = /** @type {HTMLMeterElement} */ (one("meter", place));
  const samples = new Float32Array(analyser.fftSize);
  meter.hidden = false;
  say(place, "open");
  let readings = 0;
  let loud = 0;

  const reading = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const level = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    if (readings % SHOWN === 0) meter.value = Math.min(1, 4 * level);
    readings += 1;
    if (level > LOUD) loud += 1;
    if (level > LOUD && loud === LOUD_ENOUGH) say(place, "heard");
  }, PACE);
  const waiting = setTimeout(() => { if (loud < LOUD_ENOUGH) say(place, "quiet"); }, PATIENCE);

  return () => {
    clearInterval(reading);
    clearTimeout(waiting);
    meter.hidden = true;
    audio.close();
  };
}

/** A soft tone that swells and fades, so that nobody is startled. */
function playTone() {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  const now = audio.currentTime;
  volume.gain.setValueAtTime(0, now);
  volume.gain.linearRampToValueAtTime(0.15, now + 0.3);
  volume.gain.linearRampToValueAtTime(0, now + 1.2);
  tone.connect(volume).connect(audio.destination);
  tone.start(now);
  tone.stop(now + 1.2);
  tone.addEventListener("ended", () => audio.close());
}

function askForSound() {
  const place = trial("sound");
  one("button", place).addEventListener("click", () => {
    playTone();
    one("[role=group]", place).hidden = false;
    say(place, "playing");
  });
  for (const answer of place.querySelectorAll("[data-says]")) {
    answer.addEventListener("click", () => say(place, /** @type {HTMLElement} */ (answer).dataset.says ?? ""));
  }
}

const sayIfOnline = () => say(trial("internet"), navigator.onLine ? "ok" : "offline");

one("[data-by-hand]").hidden = true;
for (const place of document.querySelectorAll("[data-trial]")) /** @type {HTMLElement} */ (place).hidden = false;
say(trial("browser"), obstacle() || "ok");
sayIfOnline();
addEventListener("online", sayIfOnline);
addEventListener("offline", sayIfOnline);
askForSound();

const trials = [new Trial("camera", "video", mirror), new Trial("microphone", "audio", listen)];
// Whoever goes elsewhere, to the call for instance, finds camera and microphone free.
document.addEventListener("visibilitychange", () => {
  for (const each of trials) if (document.hidden && each.stream) each.end("off");
});
addEventListener("pagehide", () => {
  for (const each of trials) each.stream ? each.end("off") : each.release();
});
