// A select: a face that shows what is chosen, and over the page a list to choose from. A native one
// would press on every arrow key, and shows neither emoji, descriptions nor a search.

import { el, freshId } from "./dom.js";
import { floatBy } from "./float.js";
import { OptionList, matching } from "./optionlist.js";

const SEARCH_FROM = 9;
const FIND_AFTER_MS = 150;

/** How many may be picked, said as a person would. */
export function rule(fewest, most) {
  if (fewest === most) return `Pick ${most}.`;
  if (fewest === 0) return `Pick up to ${most}.`;
  return `Pick ${fewest} to ${most}.`;
}

export class Picker {
  /**
   * `options` are all there are, or the first of them where `find(words)` resolves to those that match.
   * `decide(values)`, if given, is called at once for one choice and on Apply for several; each change is an `input` event.
   */
  constructor({ label, labelledBy = null, options, find = null, fewest = 1, most = 1, placeholder = "Make a selection", disabled = false, decide = null }) {
    Object.assign(this, { options, find, fewest, most, placeholder, decide });
    this.chosen = options.filter((option) => option.default);
    this.several = most > 1;
    this.list = new OptionList({ label, several: this.several, picked: (option) => this.pick(option) });
    this.shown = el("span", { id: freshId("chosen") });
    this.face = el("button", {
      type: "button", class: "picker-face", role: "combobox", disabled, "aria-haspopup": "listbox", "aria-expanded": "false",
      "aria-label": labelledBy ? null : label, "aria-labelledby": labelledBy && `${labelledBy} ${this.shown.id}`,
    }, this.shown);
    this.search = (find || options.length >= SEARCH_FROM) && el("input", {
      type: "text", class: "picker-search", role: "combobox", autocomplete: "off", "aria-expanded": "true", "aria-autocomplete": "list", "aria-label": `Search: ${label}`, placeholder: "Search",
    });
    this.note = el("span", { class: "note", role: "status" });
    this.apply = el("button", { type: "button", class: "button primary", on: { click: () => this.done() } }, decide ? "Apply" : "Done");
    this.panel = el("div", { class: "picker-panel", hidden: true },
      this.search, this.list.element, (this.several || fewest === 0) && el("div", { class: "apply" }, this.note, this.several ? this.apply : this.none()));
    this.element = el("div", { class: "picker" }, this.face, this.panel);
    this.face.addEventListener("click", () => (this.panel.hidden ? this.open() : this.close()));
    this.face.addEventListener("keydown", (event) => {
      if (!["ArrowDown", "ArrowUp"].includes(event.key) || !this.panel.hidden) return;
      event.preventDefault();
      this.open();
    });
    this.panel.addEventListener("keydown", (event) => this.keydown(event));
    this.element.addEventListener("focusout", (event) => !this.element.contains(event.relatedTarget) && this.close(false));
    this.search && this.search.addEventListener("input", () => this.look());
    this.face.setAttribute("aria-controls", this.list.element.id);
    if (!this.search) this.list.element.tabIndex = 0;
    this.drawFace();
  }

  none() {
    return el("button", { type: "button", class: "button secondary", on: { click: () => {
      this.chosen = [];
      this.done();
    } } }, "None of these");
  }

  get values() {
    return this.chosen.map((option) => option.value);
  }

  drawFace() {
    this.shown.textContent = this.chosen.map((option) => option.label).join(", ") || this.placeholder;
    this.shown.classList.toggle("placeholder", !this.chosen.length);
  }

  open() {
    this.panel.hidden = false;
    this.face.setAttribute("aria-expanded", "true");
    if (this.search) this.search.value = "";
    const field = this.search || this.list.element;
    this.list.serve(field);
    this.look();
    this.letGo = floatBy(this.panel, this.face);
    field.focus({ preventScroll: true });
  }

  async look() {
    const words = this.search ? this.search.value : "";
    this.asked = words;
    this.draw(matching(this.options, words));
    if (!this.find) return;
    await new Promise((resume) => setTimeout(resume, FIND_AFTER_MS));
    if (this.asked !== words || this.panel.hidden) return;
    const found = await this.find(words).catch(() => null);
    if (found && this.asked === words) this.draw(found);
  }

  draw(options) {
    this.offered = options;
    const chosen = new Set(this.values);
    const first = options.findIndex((option) => chosen.has(option.value));
    this.list.show(options, chosen, { full: this.several && chosen.size >= this.most, active: Math.max(first, 0) });
    this.judge(options.length);
  }

  judge(count) {
    const picked = this.chosen.length;
    this.apply.disabled = picked < this.fewest;
    const found = count ? "" : "Nothing is called that. ";
    this.note.textContent = this.several ? `${found}${rule(this.fewest, Math.min(this.most, Math.max(this.options.length, this.fewest)))} ${picked} picked.` : found;
  }

  pick(option) {
    if (!this.several) {
      this.chosen = [option];
      return this.done();
    }
    const at = this.list.active;
    this.chosen = this.values.includes(option.value) ? this.chosen.filter((one) => one.value !== option.value) : [...this.chosen, option];
    this.list.show(this.offered, new Set(this.values), { full: this.chosen.length >= this.most, active: at });
    this.judge(this.offered.length);
    this.drawFace();
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
  }

  done() {
    this.drawFace();
    this.close();
    this.element.dispatchEvent(new Event("input", { bubbles: true }));
    this.decide?.(this.values);
  }

  close(focus = true) {
    if (this.panel.hidden) return;
    this.letGo();
    this.panel.hidden = true;
    this.face.setAttribute("aria-expanded", "false");
    if (focus) this.face.focus({ preventScroll: true });
  }

  keydown(event) {
    const listHasFocus = event.target === this.list.element;
    const inList = listHasFocus || event.target === this.search;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    } else if (inList && (event.key === "Enter" || (event.key === " " && listHasFocus)) && !event.isComposing) {
      event.preventDefault();
      this.list.pickActive();
    } else if (inList) {
      this.list.steer(event, { caret: !listHasFocus });
    }
  }
}
