// Instants are shown in the viewer's zone and measured against the sandbox's clock, which can be
// days ahead of the viewer's own.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DISCORD_EPOCH = 1420070400000n;

// The page speaks English; a date in another language inside an English sentence reads as a fault.
const LOCALE = navigator.language.startsWith("en") ? navigator.language : "en-GB";

const FORMATS = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
  s: { dateStyle: "short", timeStyle: "short" },
  S: { dateStyle: "short", timeStyle: "medium" },
  day: { dateStyle: "full" },
  clock: { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" },
};
const formatters = new Map();

let ahead = 0;

/** Tells the page what the sandbox's clock reads, in µs. */
export function setSandboxTime(microseconds) {
  ahead = microseconds / 1000 - performance.now();
}

/** The sandbox's now, in ms. */
export function sandboxNow() {
  return performance.now() + ahead;
}

export function format(milliseconds, style) {
  if (!formatters.has(style)) formatters.set(style, new Intl.DateTimeFormat(LOCALE, FORMATS[style] ?? FORMATS.f));
  const instant = new Date(milliseconds);
  // Discord accepts instants no calendar holds; showing nothing at all would hide the fault.
  return Number.isNaN(instant.getTime()) ? "an unknown time" : formatters.get(style).format(instant);
}

const STEPS = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];
const relativeFormat = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always" });

export function relative(milliseconds, now = sandboxNow()) {
  const apart = milliseconds - now;
  const [unit, length] = STEPS.find(([, step]) => Math.abs(apart) >= step) ?? STEPS.at(-1);
  return relativeFormat.format(Math.round(apart / length), unit);
}

/** A span in its two largest units: "3 h 20 min". */
export function span(milliseconds) {
  const units = [["day", DAY], ["h", HOUR], ["min", MINUTE], ["s", SECOND]];
  const start = units.findIndex(([, length]) => milliseconds >= length);
  if (start < 0) return "a moment";
  let left = milliseconds;
  const parts = [];
  for (const [unit, length] of units.slice(start, start + 2)) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count) parts.push(`${count} ${unit}${unit === "day" && count > 1 ? "s" : ""}`);
  }
  return parts.join(" ");
}

/** When a Discord id was made, in ms. */
export function madeAt(snowflake) {
  return Number((BigInt(snowflake) >> 22n) + DISCORD_EPOCH);
}

/** The first Discord id of an instant given in ms. */
export function firstId(milliseconds) {
  return String((BigInt(Math.floor(milliseconds)) - DISCORD_EPOCH) << 22n);
}

/** Two instants on the same day for the viewer. */
export function sameDay(first, second) {
  return new Date(first).toDateString() === new Date(second).toDateString();
}

/** A `<time>` for an instant in a Discord style; relative ones are kept true by `refreshStamps`. */
export function stamp(milliseconds, style = "f") {
  const time = document.createElement("time");
  const instant = new Date(milliseconds);
  if (!Number.isNaN(instant.getTime())) {
    time.dateTime = instant.toISOString();
    time.title = format(milliseconds, "F");
  }
  time.textContent = style === "R" ? relative(milliseconds) : format(milliseconds, style);
  if (style === "R") time.dataset.relative = String(milliseconds);
  return time;
}

const told = new WeakMap();

/** An element with words that may tell relative times: `words()` says them anew at each `refreshStamps`. */
export function keptTrue(element, words) {
  element.textContent = words();
  element.dataset.kept = "";
  told.set(element, words);
  return element;
}

export function refreshStamps(root = document) {
  for (const time of root.querySelectorAll("time[data-relative]")) {
    const text = relative(Number(time.dataset.relative));
    if (time.textContent !== text) time.textContent = text;
  }
  for (const element of root.querySelectorAll("[data-kept]")) {
    const text = told.get(element)();
    if (element.textContent !== text) element.textContent = text;
  }
}
