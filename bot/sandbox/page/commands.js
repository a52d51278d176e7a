// The "/" palette: the commands the bot registered, and a form for the options of the chosen one.

import * as choices from "./choices.js";
import { el, freshId, trouble } from "./dom.js";
import { count, fieldRow, filesFault, judge, lengthFault } from "./fields.js";
import { floatBy } from "./float.js";
import { OptionList, matching } from "./optionlist.js";
import { Picker } from "./picker.js";
import { fileField } from "./tray.js";

const SLASH = 1;
const USER_MENU = 2;
const MESSAGE_MENU = 3;
const SUBCOMMAND = 1;
const GROUP = 2;
const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
const NUMBER = 10;
const ATTACHMENT = 11;
const SELECT_FOR = { [USER]: choices.USER, [CHANNEL]: choices.CHANNEL, [ROLE]: choices.ROLE, [MENTIONABLE]: choices.MENTIONABLE };
const MOST_TEXT = 6000;
const ASK_AFTER_MS = 250;

/** What a person can type: `{words: "prompt new", description, options}`, one for each leaf. */
export function leaves(commands) {
  const walk = (node, words) => {
    const deeper = (node.options ?? []).filter((option) => option.type === SUBCOMMAND || option.type === GROUP);
    if (!deeper.length) return [{ words, description: node.description, options: node.options ?? [] }];
    return deeper.flatMap((option) => walk(option, `${words} ${option.name}`));
  };
  return commands.filter((command) => (command.type ?? SLASH) === SLASH).flatMap((command) => walk(command, command.name));
}

const named = (type) => (commands) => commands.filter((command) => command.type === type).map((command) => command.name);
export const messageMenus = named(MESSAGE_MENU);
export const userMenus = named(USER_MENU);

export class CommandBox {
  /** `seat`: directory(), uploadLimit(), use(words, options, files) and complete(words, options, focused); both reject with what to tell. */
  constructor(box, composer, seat) {
    Object.assign(this, { box, composer, seat });
    this.offered = [];
    composer.suggestions.sources.unshift(this.palette());
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.stopPropagation();
      this.close();
      composer.words.focus();
    });
  }

  palette() {
    return {
      label: "Commands",
      none: () => (this.offered.length ? "No command is called that" : "The bot offers no commands here"),
      sought: (before, whole) => (whole.startsWith("/") && !whole.includes("\n") ? whole.slice(1) : null),
      options: (words) => matching(this.offered.map((leaf) => ({ value: leaf.words, label: `/${leaf.words}`, description: needs(leaf), leaf })), words),
      pick: (option) => this.choose(option.leaf),
    };
  }

  close() {
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  choose(leaf) {
    this.composer.words.value = "";
    this.composer.words.dispatchEvent(new Event("input"));
    const fields = leaf.options.map((option) => this.field(leaf, option, () => fields));
    const send = el("button", { class: "button primary" }, "Use it");
    const troubles = el("div", {});
    const title = freshId("command");
    const cancel = el("button", { type: "button", class: "button secondary", on: { click: () => {
      this.close();
      this.composer.words.focus();
    } } }, "Cancel");
    const form = el("form", { class: "command", novalidate: true, "aria-labelledby": title },
      el("p", { id: title }, el("span", { class: "name" }, `/${leaf.words}`), " ", el("span", { class: "quiet" }, leaf.description)),
      fields.length > 0 && el("div", { class: "command-fields" }, fields.map((field) => field.row.row)),
      troubles,
      el("div", { class: "dialog-end" }, cancel, send));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      for (const field of fields) field.close?.();
      if (send.disabled || !judge(fields)) return;
      send.disabled = true;
      form.setAttribute("aria-busy", "true");
      troubles.replaceChildren();
      try {
        await this.seat.use(leaf.words, filled(fields), fields.flatMap((field) => field.files?.().map((file) => [field.name, file]) ?? []));
        if (!form.isConnected) return;
        this.close();
        if (!document.querySelector("dialog[open]")) this.composer.words.focus();
      } catch (refusal) {
        troubles.replaceChildren(trouble(refusal.message));
        troubles.scrollIntoView({ block: "nearest" });
      } finally {
        send.disabled = false;
        form.removeAttribute("aria-busy");
      }
    });
    this.box.replaceChildren(form);
    this.box.hidden = false;
    if (fields.length) fields[0].row.focus();
    else send.focus();
  }

  field(leaf, option, fields) {
    const captionId = freshId("caption");
    const made = control(option, freshId("option"), captionId, this.seat);
    if (option.autocomplete) {
      complete(made, async () => (await this.seat.complete(leaf.words, { ...filled(fields()), [option.name]: made.element.value }, option.name)).choices);
    }
    const row = fieldRow({ caption: option.name, captionId, optional: !option.required, description: option.description, ...made, element: made.shown ?? made.element });
    return { ...made, name: option.name, row, fault: () => made.fault(Boolean(option.required)) };
  }
}

/** A command's description with the options it cannot do without. */
function needs(leaf) {
  const required = leaf.options.filter((option) => option.required).map((option) => option.name);
  return required.length ? `${leaf.description} (${required.join(", ")})` : leaf.description;
}

function filled(fields) {
  return Object.fromEntries(fields.filter((field) => field.value).map((field) => [field.name, field.value()]).filter(([, value]) => value !== null));
}

const needed = (value) => (required) => (required && value() === null ? "This is needed." : null);

function picked(options, captionId, label, read = (value) => value, find = null) {
  const picker = new Picker({ label, labelledBy: captionId, options, find, fewest: 0 });
  const value = () => (picker.values.length ? read(picker.values[0]) : null);
  return { element: picker.element, control: picker.face, captioned: true, value, fault: needed(value) };
}

function control(option, id, captionId, seat) {
  const directory = seat.directory();
  if (option.choices?.length) {
    const options = option.choices.map((choice, at) => ({ value: at, label: choice.name }));
    return picked(options, captionId, option.name, (at) => option.choices[at].value);
  }
  if (option.type in SELECT_FOR) {
    const { options, find } = choices.offered({ type: SELECT_FOR[option.type], channel_types: option.channel_types }, directory);
    return picked(options, captionId, option.name, undefined, find);
  }
  switch (option.type) {
    case BOOLEAN:
      return picked([{ value: true, label: "Yes" }, { value: false, label: "No" }], captionId, option.name);
    case ATTACHMENT: {
      const made = fileField({ id, most: 1, limit: seat.uploadLimit });
      return { element: made.element, control: made.input, files: () => made.tray.files(), fault: (required) => filesFault(made.tray.length, required ? 1 : 0, 1) };
    }
    case INTEGER:
    case NUMBER: {
      const element = el("input", { id, type: "text", inputmode: option.type === INTEGER ? "numeric" : "decimal", autocomplete: "off", "aria-required": String(Boolean(option.required)) });
      const made = { element, value: () => (element.value.trim() === "" ? null : made.chosen ?? Number(element.value.replace(",", "."))) };
      made.fault = (required) => (made.value() === null ? needed(made.value)(required) : numberFault(made.value(), option));
      return made;
    }
    default: {
      const most = option.max_length ?? MOST_TEXT;
      const element = el("input", { id, type: "text", autocomplete: "off", maxlength: option.autocomplete ? null : most, "aria-required": String(Boolean(option.required)) });
      const made = { element, value: () => made.chosen ?? (element.value || null) };
      made.fault = (required) => (made.chosen ? null : lengthFault(element.value, { required, least: option.min_length, most }));
      return made;
    }
  }
}

function numberFault(value, option) {
  const whole = option.type === INTEGER;
  if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) {
    // Where the bot suggests, the number stands for something: nobody would know it by heart.
    if (option.autocomplete) return "Choose one from the list.";
    return whole ? "Give a whole number." : "Give a number.";
  }
  if (option.min_value !== undefined && value < option.min_value) return `Give ${option.min_value} or more.`;
  if (option.max_value !== undefined && value > option.max_value) return `Give ${option.max_value} or less.`;
  return null;
}

/** Live choices from the bot under a text field; what is typed and not picked is sent as it stands. */
function complete(made, ask) {
  const input = made.element;
  const note = el("p", { class: "label", role: "status" });
  const list = new OptionList({
    label: "Suggestions",
    picked: (option) => {
      input.value = option.label;
      made.chosen = option.value;
      close();
    },
  });
  const box = el("div", { class: "picker-panel completions", hidden: true }, note, list.element);
  made.shown = el("div", { class: "picker" }, input, box);
  made.control = input;
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-haspopup", "listbox"], ["aria-controls", list.element.id]]) input.setAttribute(name, value);
  let timer = null;
  let asked = 0;
  let letGo = () => {};
  const close = () => {
    clearTimeout(timer);
    asked += 1;
    letGo();
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
  };
  const look = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked += 1;
      const mine = asked;
      // Suggestions are a help, not a need: what is typed is still sent.
      const found = await ask().catch(() => null);
      if (mine !== asked || document.activeElement !== input) return;
      box.hidden = false;
      input.setAttribute("aria-expanded", "true");
      list.serve(input);
      list.show((found ?? []).map((choice) => ({ value: choice.value, label: choice.name })));
      note.textContent = found === null ? "The bot did not answer with suggestions." : found.length ? count(found.length, "suggestion") : "Nothing found.";
      letGo();
      // Neither the field's name nor what is wrong with it may lie under the list.
      letGo = floatBy(box, input.closest(".field"));
    }, ASK_AFTER_MS);
  };
  input.addEventListener("input", () => {
    made.chosen = undefined;
    look();
  });
  made.close = close;
  input.addEventListener("focus", () => {
    // Sent back here by a refusal one reads that first; typing brings the list again.
    if (input.getAttribute("aria-invalid") !== "true") look();
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (box.hidden || event.isComposing) return;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" || event.key === "Tab") {
      // Tab goes on to the next field, taking what is marked only where something was typed.
      if (event.key === "Tab") return void (input.value && list.pickActive());
      if (!list.pickActive()) return;
    } else return void list.steer(event);
    event.preventDefault();
    event.stopPropagation();
  });
}
