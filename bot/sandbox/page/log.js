// The bot's requests to Discord, newest first, with what breaks Discord's rules.

import { api, isMissing } from "./api.js";
import { arrows } from "./channels.js";
import { Drawer } from "./drawers.js";
import { el, freshId, trouble } from "./dom.js";
import { format } from "./time.js";

const READ_AT_ONCE = 1_000;
const SHOWN = 100;
/** As many as the sandbox keeps. */
const KEPT = 20_000;

export class LogDrawer {
  /** `nameOf(id)` gives a name for an id in an address, if there is one. */
  constructor(panel, toggle, nameOf) {
    this.nameOf = nameOf;
    this.toggle = toggle;
    this.rows = panel.querySelector("ol");
    this.only = panel.querySelector("input");
    this.summary = panel.querySelector("[data-part=summary]");
    this.older = panel.querySelector("[data-part=older]");
    this.badge = toggle.querySelector("[data-part=count]");
    this.drawer = new Drawer(panel, toggle, () => {
      this.draw();
      this.look().catch(() => {});
    });
    this.looking = null;
    this.forgetAll();
    this.only.addEventListener("change", () => {
      this.most = SHOWN;
      this.draw();
    });
    this.older.addEventListener("click", () => {
      const last = this.rows.lastElementChild;
      this.most += SHOWN;
      this.draw();
      last?.nextElementSibling?.querySelector("summary")?.focus();
    });
    this.rows.addEventListener("keydown", (event) => arrows(event, this.rows.querySelectorAll("summary")));
  }

  forgetAll() {
    this.entries = [];
    this.last = 0;
    this.violations = 0;
    this.most = SHOWN;
    this.rows.replaceChildren();
  }

  /** Forgets what was read: a new sandbox counts from one again. */
  startOver() {
    this.forgetAll();
  }

  /** Two looks at once would read the same request twice. */
  look() {
    this.looking ??= this.read().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  async read() {
    let page;
    let news = 0;
    do {
      page = await api.log(this.last, READ_AT_ONCE);
      for (const entry of page) {
        this.last = Math.max(this.last, entry.n);
        if (entry.violations?.length) this.violations += 1;
        this.entries.push(entry);
      }
      news += page.length;
    } while (page.length === READ_AT_ONCE);
    if (this.entries.length > KEPT) this.entries.splice(0, this.entries.length - KEPT);
    if (!news && this.badge.textContent) return;
    this.badge.textContent = this.violations ? `${this.last} ⚠ ${this.violations}` : String(this.last);
    this.toggle.classList.toggle("has-violations", this.violations > 0);
    this.toggle.setAttribute("aria-label", `Requests: ${this.last}, ${this.violations || "none"} against the rules`);
    this.draw();
  }

  /** Only what is on screen is ever drawn, and a row that is there already stays as it is, open or not. */
  draw() {
    if (!this.drawer.isOpen) return;
    this.summary.textContent = `${this.last === 1 ? "1 request" : `${this.last} requests`} so far, ${this.violations || "none"} against Discord's rules.`;
    const wanted = this.only.checked ? this.entries.filter((entry) => entry.violations?.length) : this.entries;
    const shown = wanted.slice(-this.most).reverse();
    const drawn = new Map([...this.rows.children].map((row) => [Number(row.dataset.n), row]));
    const rows = shown.map((entry) => drawn.get(entry.n) ?? row(entry, this.nameOf));
    const keep = new Set(rows);
    for (const old of drawn.values()) if (!keep.has(old)) old.remove();
    let place = this.rows.firstElementChild;
    for (const each of rows) {
      if (each === place) place = place.nextElementSibling;
      else this.rows.insertBefore(each, place);
    }
    this.older.hidden = wanted.length <= this.most;
    this.rows.classList.toggle("is-empty", !rows.length);
  }
}

function row(entry, nameOf) {
  const broken = entry.violations?.length > 0;
  const bodies = el("div", { class: "bodies" });
  const details = el("details", { class: broken ? "request is-violation" : "request" },
    el("summary", {},
      el("span", { class: "number" }, entry.n),
      el("span", { class: "method" }, entry.method),
      el("span", { class: "path", title: entry.path }, readable(entry.path, nameOf)),
      el("span", { class: entry.status >= 400 ? "status is-refused" : "status" }, entry.status || "cut"),
      broken && el("span", { class: "violations" }, entry.violations.map((violation) => el("span", {}, `⚠ Against the rules: ${violation}`))),
      entry.fault && el("span", { class: "hits" }, `↯ Struck by a fault: ${entry.fault.kind.replaceAll("_", " ")}`)),
    bodies);
  details.addEventListener("toggle", () => details.open && !bodies.childElementCount && fill(bodies, entry));
  return el("li", { "data-n": entry.n }, details);
}

/** A body is fetched when somebody wants to read it. */
async function fill(bodies, entry) {
  bodies.replaceChildren(el("p", { class: "quiet" }, "Fetching it…"));
  try {
    const whole = "request" in entry ? entry : await api.logEntry(entry.n);
    bodies.replaceChildren(
      whole.at ? el("p", { class: "quiet" }, format(Date.parse(whole.at), "S")) : "",
      ...body("What the bot sent", whole.request),
      ...body("What it was answered", whole.answer));
  } catch (refusal) {
    bodies.replaceChildren(trouble(isMissing(refusal) ? "The sandbox keeps the last 20,000 requests; this one is older." : refusal.message));
  }
}

function body(title, value) {
  if (value === null || value === undefined) return [el("p", { class: "quiet" }, `${title}: nothing.`)];
  const id = freshId("body");
  return [
    el("p", { class: "label", id }, title),
    el("pre", { tabindex: "0", role: "region", "aria-labelledby": id }, el("code", {}, JSON.stringify(value, null, 2))),
  ];
}

/** An address as a person reads it: ids by name, tokens left out, broken only at its slashes. */
function readable(path, nameOf) {
  const bare = path.replace(/^\/api\/v\d+/, "").replace(/(\/(?:webhooks|interactions)\/\d+\/)[\w.-]{20,}/, "$1…");
  return bare.split("/").slice(1).map((step) => [el("wbr"), `/${nameOf(step) ?? step}`]);
}
