// A listbox whose active option is told to the field that holds the focus: the ARIA combobox
// pattern, for everything on this page that one picks from.

import { el, freshId } from "./dom.js";

const MOST_SHOWN = 50;

export function emojiText(emoji) {
  if (!emoji) return null;
  return el("span", { class: "emoji", "aria-hidden": "true" }, emoji.id ? `:${emoji.name}:` : emoji.name);
}

/** An option's words: {label, description, emoji}. */
export function optionWords(option) {
  return [
    emojiText(option.emoji),
    el("span", { class: "words" }, el("span", {}, option.label), " ", option.description && el("span", { class: "description" }, option.description)),
  ];
}

/** Options whose label or description holds every word of `query`; labels that begin with it come first. */
export function matching(options, query) {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const holds = (option) => words.every((word) => `${option.label} ${option.description ?? ""}`.toLowerCase().includes(word));
  const begins = (option) => option.label.toLowerCase().replace(/^[@#/]/, "").startsWith(words[0] ?? "");
  const found = options.filter(holds);
  return words.length ? [...found.filter(begins), ...found.filter((option) => !begins(option))] : found;
}

export class OptionList {
  /** `picked(option)` is called for a click, a touch or `pickActive()`. */
  constructor({ label, several = false, picked }) {
    this.picked = picked;
    this.options = [];
    this.active = -1;
    this.field = null;
    this.element = el("ul", { id: freshId("options"), class: "options", role: "listbox", "aria-label": label, "aria-multiselectable": several ? "true" : null });
    // The field keeps the focus while an option is pressed.
    this.element.addEventListener("pointerdown", (event) => event.target !== this.element && event.preventDefault());
    this.element.addEventListener("mousedown", (event) => event.target !== this.element && event.preventDefault());
    this.element.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row && row.getAttribute("aria-disabled") !== "true") this.pick(Number(row.dataset.at));
    });
  }

  /** `field` has the focus from now on and is told which option is active. */
  serve(field) {
    this.field?.removeAttribute("aria-activedescendant");
    this.field = field;
    field?.setAttribute("aria-controls", this.element.id);
    this.mark();
  }

  /** Shows `options`, those in `chosen` (a Set of values) as picked. `full`: no further one may be picked. */
  show(options, chosen = new Set(), { full = false, active = 0 } = {}) {
    const shown = options.slice(0, MOST_SHOWN);
    this.options = shown;
    this.active = shown.length ? Math.min(Math.max(active, 0), shown.length - 1) : -1;
    this.element.replaceChildren(...shown.map((option, at) => el("li", {
      id: `${this.element.id}-${at}`,
      class: "option",
      role: "option",
      "data-at": at,
      "aria-selected": String(chosen.has(option.value)),
      "aria-disabled": full && !chosen.has(option.value) ? "true" : null,
    }, optionWords(option))));
    if (options.length > shown.length) {
      this.element.append(el("li", { class: "option-note", role: "presentation" }, `${options.length - shown.length} more: go on typing to find them.`));
    }
    this.mark();
  }

  mark() {
    const rows = this.element.querySelectorAll("[role=option]");
    rows.forEach((row, at) => row.classList.toggle("is-active", at === this.active));
    const row = rows[this.active];
    if (!this.field) return;
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  move(by) {
    if (!this.options.length) return;
    this.active = (this.active + by + this.options.length) % this.options.length;
    this.mark();
  }

  pick(at) {
    this.active = at;
    this.mark();
    this.picked(this.options[at]);
  }

  /** True when there was one to pick. */
  pickActive() {
    const row = this.element.querySelectorAll("[role=option]")[this.active];
    if (!row || row.getAttribute("aria-disabled") === "true") return false;
    this.pick(this.active);
    return true;
  }

  /** Arrow keys, Home and End where the field has no caret; true when the key was for the list. */
  steer(event, { caret = true } = {}) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.move(steps[event.key]);
    else if (!caret && event.key === "Home") this.move(-this.active);
    else if (!caret && event.key === "End") this.move(this.options.length - 1 - this.active);
    else return false;
    event.preventDefault();
    return true;
  }
}
