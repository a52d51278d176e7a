// The "/" box: the commands the bot registered, and a form for the options of the chosen one.

import { ANNOUNCEMENT_THREAD, PRIVATE_THREAD, PUBLIC_THREAD } from "./directory.js";
import { el, freshId, trouble } from "./dom.js";

const SLASH = 1;
const MESSAGE_MENU = 3;
const SUBCOMMAND = 1;
const GROUP = 2;
const STRING = 3;
const INTEGER = 4;
const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
const NUMBER = 10;
const ATTACHMENT = 11;
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

export function messageMenus(commands) {
  return commands.filter((command) => command.type === MESSAGE_MENU).map((command) => command.name);
}

export class CommandBox {
  /** `seat`: directory(), use(words, options, files) and complete(words, options, focused); both reject with what to tell. */
  constructor(box, composer, seat) {
    this.box = box;
    this.composer = composer;
    this.seat = seat;
    this.offered = [];
    this.form = null;
    composer.words.addEventListener("input", () => this.suggest());
    composer.words.addEventListener("keydown", (event) => this.fromWords(event));
    box.addEventListener("keydown", (event) => this.inBox(event));
    composer.instead = (content) => content.startsWith("/") && this.pickFirst();
  }

  suggest() {
    const typed = this.composer.words.value;
    if (!typed.startsWith("/") || typed.includes("\n")) {
      if (!this.form) this.close();
      return;
    }
    const wanted = typed.slice(1).trim().toLowerCase();
    const found = this.offered.filter((leaf) => leaf.words.includes(wanted));
    this.form = null;
    this.box.replaceChildren(
      el("p", { class: "label" }, found.length ? "Commands" : this.offered.length ? "No command is called that" : "The bot offers no commands here"),
      el("ul", { class: "offers" }, found.map((leaf) => el("li", {},
        el("button", { type: "button", class: "offer", on: { click: () => this.choose(leaf) } },
          el("span", { class: "name" }, `/${leaf.words}`), " ", el("span", { class: "quiet" }, leaf.description))))));
    this.box.hidden = false;
  }

  /** Enter on an unfinished "/…" takes the first offer. True when the text was meant as a command. */
  pickFirst() {
    const first = this.box.querySelector(".offer");
    first?.click();
    return Boolean(first);
  }

  fromWords(event) {
    if (this.box.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const offers = [...this.box.querySelectorAll(".offer")];
      if (!offers.length) return;
      event.preventDefault();
      offers.at(event.key === "ArrowUp" ? -1 : 0).focus();
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  inBox(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
      this.composer.words.focus();
      return;
    }
    if (!event.target.classList.contains("offer") || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    const offers = [...this.box.querySelectorAll(".offer")];
    const next = offers[offers.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    (next ?? this.composer.words).focus();
  }

  close() {
    this.form = null;
    this.box.hidden = true;
    this.box.replaceChildren();
  }

  choose(leaf) {
    this.composer.words.value = "";
    this.composer.fit();
    const fields = leaf.options.map((option) => this.field(leaf, option, () => fields));
    const send = el("button", { class: "button primary" }, "Use it");
    const troubles = el("div", {});
    this.form = el("form", { class: "command" },
      el("p", {}, el("span", { class: "name" }, `/${leaf.words}`), " ", el("span", { class: "quiet" }, leaf.description)),
      fields.length > 0 && el("div", { class: "command-fields" }, fields.map((field) => field.row)),
      troubles,
      el("div", { class: "dialog-end" }, el("button", { type: "button", class: "button secondary", on: { click: () => {
        this.close();
        this.composer.words.focus();
      } } }, "Cancel"), send));
    this.form.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.disabled = true;
      troubles.replaceChildren();
      try {
        await this.seat.use(leaf.words, filled(fields), fields.flatMap((field) => (field.file() ? [[field.name, field.file()]] : [])));
        this.close();
      } catch (refusal) {
        troubles.replaceChildren(trouble(refusal.message));
      } finally {
        send.disabled = false;
      }
    });
    this.box.replaceChildren(this.form);
    this.box.hidden = false;
    (this.form.querySelector("input, select") ?? send).focus();
  }

  field(leaf, option, fields) {
    const id = freshId("option");
    const made = control(option, id, this.seat.directory());
    const row = el("div", { class: "field" },
      el("label", { for: id }, option.name, !option.required && el("span", { class: "quiet" }, " (optional)")),
      el("p", { class: "description" }, option.description),
      made.element);
    const field = { name: option.name, row, value: made.value, file: made.file ?? (() => null) };
    if (option.autocomplete) this.completes(leaf, option, made.element, row, fields);
    return field;
  }

  completes(leaf, option, input, row, fields) {
    const list = el("datalist", { id: freshId("choices") });
    input.setAttribute("list", list.id);
    row.append(list);
    let timer = null;
    const ask = () => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        try {
          const { choices } = await this.seat.complete(leaf.words, { ...filled(fields()), [option.name]: input.value }, option.name);
          list.replaceChildren(...choices.map((choice) => el("option", { value: choice.value, label: choice.name })));
        } catch {
          // Suggestions are a help, not a need: what is typed is still sent.
          list.replaceChildren();
        }
      }, ASK_AFTER_MS);
    };
    input.addEventListener("input", ask);
    input.addEventListener("focus", ask);
  }
}

function filled(fields) {
  return Object.fromEntries(fields.map((field) => [field.name, field.value()]).filter(([, value]) => value !== null));
}

function control(option, id, directory) {
  const required = Boolean(option.required);
  const choose = (choices, read = (value) => value) => {
    const element = el("select", { id, required }, el("option", { value: "" }, "Make a selection"), choices.map(([value, label]) => el("option", { value }, label)));
    return { element, value: () => (element.value === "" ? null : read(element.value)) };
  };
  const people = () => [...directory.people.values()].map((person) => [person.id, person.name]);
  const roles = () => [...directory.roles.values()].map((role) => [role.id, `@${role.name.replace(/^@/, "")}`]);
  if (option.choices?.length) {
    return choose(option.choices.map((choice, at) => [at, choice.name]), (at) => option.choices[at].value);
  }
  switch (option.type) {
    case BOOLEAN:
      return choose([["true", "Yes"], ["false", "No"]], (value) => value === "true");
    case USER:
      return choose(people());
    case ROLE:
      return choose(roles());
    case MENTIONABLE:
      return choose([...people(), ...roles()]);
    case CHANNEL: {
      const fits = (channel) => (option.channel_types?.length ? option.channel_types.includes(channel.type) : true);
      return choose([...directory.channels.values()].filter(fits).map((channel) => [channel.id, `${[ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD].includes(channel.type) ? "" : "#"}${channel.name}`]));
    }
    case ATTACHMENT: {
      const element = el("input", { id, type: "file", required });
      return { element, value: () => null, file: () => element.files[0] ?? null };
    }
    case INTEGER:
    case NUMBER: {
      const element = el("input", { id, type: option.autocomplete ? "text" : "number", inputmode: "decimal", required, min: option.min_value, max: option.max_value, step: option.type === INTEGER ? 1 : "any" });
      return { element, value: () => (element.value === "" ? null : Number(element.value)) };
    }
    case STRING:
    default: {
      const element = el("input", { id, type: "text", autocomplete: "off", required, minlength: option.min_length, maxlength: option.max_length });
      return { element, value: () => element.value || null };
    }
  }
}
