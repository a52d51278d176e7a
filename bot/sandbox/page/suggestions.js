// The list above the composer while a command or a mention is being typed.

import { el } from "./dom.js";
import { OptionList } from "./optionlist.js";

export class Suggestions {
  /**
   * Each of `sources` has `label`, `sought(before, whole)` (what is looked for, or null), `options(sought)` (a list, or
   * a promise of one), `pick(option, sought)` and `none` (words for an empty list, or null to show nothing).
   */
  constructor(field, box, sources = []) {
    this.field = field;
    this.box = box;
    this.sources = sources;
    this.source = null;
    this.dismissed = null;
    this.note = el("p", { class: "label", role: "status" });
    this.list = new OptionList({ label: "Suggestions", picked: (option) => this.pick(option) });
    box.replaceChildren(this.note, this.list.element);
    box.hidden = true;
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("input", () => this.look());
    field.addEventListener("click", () => this.look());
    field.addEventListener("keydown", (event) => this.keydown(event));
    field.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.box.hidden;
  }

  async look() {
    const whole = this.field.value;
    const before = whole.slice(0, this.field.selectionEnd);
    for (const source of this.sources) {
      const sought = source.sought(before, whole);
      if (sought === null || before === this.dismissed) continue;
      const options = source.options(sought);
      // Only a list that has to be fetched may come late.
      this.show(source, sought, Array.isArray(options) ? options : await options);
      return;
    }
    if (before !== this.dismissed) this.dismissed = null;
    this.close();
  }

  show(source, sought, options) {
    if (document.activeElement !== this.field) return;
    if (!options.length && !source.none) return this.close();
    this.source = source;
    this.sought = sought;
    this.box.hidden = false;
    this.note.textContent = options.length ? source.label : source.none();
    this.list.element.setAttribute("aria-label", source.label);
    this.list.serve(this.field);
    this.list.show(options);
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.list.show([]);
    this.field.removeAttribute("aria-controls");
  }

  pick(option) {
    const { source, sought } = this;
    this.close();
    source.pick(option, sought);
  }

  keydown(event) {
    if (!this.isOpen || event.isComposing) return;
    if (event.key === "Escape") {
      this.dismissed = this.field.value.slice(0, this.field.selectionEnd);
      this.close();
    } else if ((event.key === "Enter" && !event.shiftKey) || (event.key === "Tab" && !event.shiftKey)) {
      if (!this.list.pickActive()) return;
    } else {
      this.list.steer(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
