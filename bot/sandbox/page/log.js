// The bot's requests to Discord, newest first, with what breaks Discord's rules.

import { api } from "./api.js";
import { el } from "./dom.js";

const KEPT = 300;

export class LogDrawer {
  /** `nameOf(id)` gives a name for an id in an address, if there is one. */
  constructor(drawer, toggle, nameOf) {
    this.nameOf = nameOf;
    this.drawer = drawer;
    this.toggle = toggle;
    this.rows = drawer.querySelector("ol");
    this.only = drawer.querySelector("input");
    this.summary = drawer.querySelector("[data-part=summary]");
    this.badge = toggle.querySelector("[data-part=count]");
    this.last = 0;
    this.violations = 0;
    this.looking = null;
    toggle.addEventListener("click", () => this.open(drawer.hidden));
    this.close = drawer.querySelector("[data-part=close]");
    this.close.addEventListener("click", () => this.open(false));
    drawer.addEventListener("keydown", (event) => event.key === "Escape" && this.open(false));
    this.only.addEventListener("change", () => this.rows.classList.toggle("only-violations", this.only.checked));
  }

  open(wanted) {
    this.drawer.hidden = !wanted;
    this.toggle.setAttribute("aria-expanded", String(wanted));
    // On a narrow screen the drawer covers the page, so focus goes with it.
    (wanted ? this.close : this.toggle).focus();
  }

  /** Forgets what was read: a new sandbox counts from one again. */
  startOver() {
    this.last = 0;
    this.violations = 0;
    this.rows.replaceChildren();
  }

  /** Two looks at once would draw the same request twice. */
  look() {
    this.looking ??= this.read().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  async read() {
    const entries = await api.log(this.last);
    for (const entry of entries) {
      this.last = Math.max(this.last, entry.n);
      if (entry.violations?.length) this.violations += 1;
    }
    this.rows.prepend(...entries.slice(-KEPT).reverse().map((entry) => row(entry, this.nameOf)));
    while (this.rows.childElementCount > KEPT) this.rows.lastElementChild.remove();
    this.badge.textContent = this.violations ? `${this.last}, ${this.violations} wrong` : String(this.last);
    this.toggle.classList.toggle("has-violations", this.violations > 0);
    this.summary.textContent = `${this.last === 1 ? "1 request" : `${this.last} requests`} so far, ${this.violations || "none"} against Discord's rules.`;
  }
}

function row(entry, nameOf) {
  const broken = entry.violations?.length > 0;
  return el("li", { class: broken ? "request is-violation" : "request" },
    el("span", { class: "number" }, entry.n),
    el("span", { class: "method" }, entry.method),
    el("span", { class: "path", title: entry.path }, readable(entry.path, nameOf)),
    el("span", { class: entry.status >= 400 ? "status is-refused" : "status" }, entry.status),
    broken && el("ul", { class: "violations" }, entry.violations.map((violation) => el("li", {}, violation))));
}

/** An address as a person reads it: ids by name, tokens left out, broken only at its slashes. */
function readable(path, nameOf) {
  const bare = path.replace(/^\/api\/v\d+/, "").replace(/(\/(?:webhooks|interactions)\/\d+\/)[\w.-]{20,}/, "$1…");
  return bare.split("/").slice(1).map((step) => [el("wbr"), `/${nameOf(step) ?? step}`]);
}
