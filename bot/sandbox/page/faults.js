// Faults on demand. The sandbox says which kinds there are and what each can be told; the panel is drawn from that.

import { api, isMissing } from "./api.js";
import { Drawer } from "./drawers.js";
import { el, freshId, trouble } from "./dom.js";

const plain = (name) => name.replaceAll("_", " ");

export class FaultsDrawer {
  /** `seat`: server(), servers(), channel(), channels() and nameOf(id), of where the person is. */
  constructor(panel, toggle, seat) {
    this.seat = seat;
    this.toggle = toggle;
    this.list = panel.querySelector("[data-part=armed]");
    this.kinds = panel.querySelector("[data-part=kinds]");
    this.troubles = panel.querySelector("[data-part=trouble]");
    this.all = panel.querySelector("[data-part=clear]");
    this.badge = toggle.querySelector("[data-part=count]");
    this.print = null;
    this.missing = false;
    this.drawer = new Drawer(panel, toggle, () => this.look());
    this.all.addEventListener("click", () => this.try(() => api.clearFaults()));
  }

  get isOpen() {
    return this.drawer.isOpen;
  }

  /** A sandbox without faults has no button for them either. */
  async look() {
    if (this.missing) return;
    let said;
    try {
      said = await api.faults();
    } catch (refusal) {
      this.missing = isMissing(refusal);
      this.toggle.hidden = this.missing;
      if (this.missing) this.drawer.open(false, { focus: false });
      return;
    }
    this.toggle.hidden = false;
    this.lasting = new Set(said.kinds.filter(({ fields = [] }) => !fields.some((field) => field.name === "times")).map(({ kind }) => kind));
    const live = said.faults.filter((fault) => this.isLive(fault)).length;
    this.badge.textContent = live || "none";
    this.toggle.setAttribute("aria-label", `Faults: ${live || "none"} armed`);
    this.toggle.classList.toggle("has-faults", live > 0);
    this.draw(said);
  }

  draw({ faults, kinds }) {
    this.all.hidden = faults.length < 2;
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.fault : null;
    this.list.replaceChildren(...(faults.length ? faults.map((fault) => this.armed(fault)) : [el("li", { class: "quiet" }, "Nothing is armed: everything works as it should.")]));
    if (focused) (this.list.querySelector(`[data-fault="${focused}"]`) ?? this.drawer.close).focus();
    // The forms hold what somebody is typing, so they are drawn once.
    const print = JSON.stringify([kinds, this.seat.server(), this.seat.channels().map((channel) => channel.id)]);
    if (print === this.print) return;
    this.print = print;
    this.kinds.replaceChildren(...kinds.map((kind) => this.kind(kind)));
  }

  /** Whether it may still hit, or what it did is still so. A kind that is not counted changes the world at once. */
  isLive({ kind, left = null, undoable = true }) {
    return this.lasting.has(kind) ? undoable : left !== 0;
  }

  armed({ id, kind, fields = {}, hits = 0, left = null, undoable = true }) {
    const told = Object.entries(fields).map(([name, value]) => `${plain(name)} ${this.seat.nameOf(value)}`);
    const struck = hits === 1 ? "hit once" : hits ? `hit ${hits} times` : "has not hit yet";
    const rest = left === null ? "until cleared" : left ? `${left} left` : "used up";
    const state = this.lasting.has(kind) ? [undoable ? "in force until cleared" : "done; it cannot be undone"] : [struck, rest];
    const words = [...told, ...state];
    return el("li", { class: "fault" },
      el("p", {}, el("span", { class: "name" }, plain(kind)), el("span", { class: "quiet" }, ` ${words.join(" · ")}`)),
      el("button", { type: "button", class: "button secondary", "data-fault": id, "aria-label": `Clear ${plain(kind)}`, on: { click: () => this.try(() => api.clearFault(id)) } }, "Clear"));
  }

  /** One press arms it once; what else it can be told is folded away behind its name. */
  kind({ kind, says, fields = [] }) {
    const controls = fields.map((field) => [field, control(field, this.seat)]);
    const row = ([field, input]) => {
      input.id = freshId("fault");
      const about = field.says && el("p", { class: "description", id: freshId("about") }, field.says);
      if (about) input.setAttribute("aria-describedby", about.id);
      return el("div", { class: "field" }, el("label", { for: input.id }, plain(field.name)), about, input);
    };
    const words = [el("span", { class: "name" }, plain(kind)), " ", el("span", { class: "quiet" }, says)];
    const details = controls.length ? el("details", {}, el("summary", {}, el("span", {}, words)), el("div", { class: "kind-fields" }, controls.map(row))) : el("p", {}, words);
    const form = el("form", { class: "kind", "aria-label": plain(kind) },
      details,
      el("button", { class: "button secondary", "aria-label": `Arm ${plain(kind)}` }, "Arm"));
    // What it needs to know may be folded away still.
    form.addEventListener("invalid", () => { details.open = true; }, true);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const told = controls.map(([field, input]) => [field.name, valueOf(field, input)]).filter(([, value]) => value !== null);
      this.try(() => api.arm({ kind, ...Object.fromEntries(told) }));
    });
    return el("li", {}, form);
  }

  async try(action) {
    this.troubles.replaceChildren();
    try {
      await action();
    } catch (refusal) {
      this.troubles.replaceChildren(trouble(refusal.message));
    }
    await this.look();
  }
}

/** The control for one field, filled in with what is meant most often. */
function control({ name, type, choices = [], required, otherwise }, seat) {
  const select = (options, chosen, more = {}) => el("select", { required, ...more },
    !required && el("option", { value: "" }, "Any"),
    options.map(([value, words]) => el("option", { value, selected: value === chosen }, words)));
  switch (type) {
    case "choice":
      return select(choices.map((choice) => [choice, choice]));
    case "choices":
      return el("select", { required, multiple: true, size: 5 }, choices.map((choice) => el("option", { value: choice }, choice)));
    case "server":
      return select(seat.servers().map((server) => [server.id, server.name]), seat.server());
    case "channel":
      return select(seat.channels().map((channel) => [channel.id, `#${channel.name}`]), required ? seat.channel() : null);
    case "number":
      // Once is what somebody means who just presses; emptied, it means until cleared.
      return el("input", { type: "number", min: 0, step: "any", required, value: name === "times" ? 1 : otherwise ?? null });
    default:
      return el("input", { type: "text", autocomplete: "off", required });
  }
}

function valueOf({ type }, input) {
  if (type === "choices") return [...input.selectedOptions].map((option) => option.value);
  if (input.value === "") return null;
  return type === "number" ? Number(input.value) : input.value;
}
