// Selects, in messages and in modals. A message's select opens in place as a list of full-sized
// choices: a native one would already press on every arrow key.

import { TEXT, isThread } from "./directory.js";
import { el, freshId } from "./dom.js";

const STRING = 3;
const USER = 5;
const ROLE = 6;
const MENTIONABLE = 7;
const CHANNEL = 8;
export const SELECTS = new Set([STRING, USER, ROLE, MENTIONABLE, CHANNEL]);

export function optionsOf(component, directory) {
  if (component.type === STRING) return component.options ?? [];
  const chosen = new Set((component.default_values ?? []).map((value) => value.id));
  const option = (value, label, description) => ({ value, label, description, default: chosen.has(value) });
  const people = () => [...directory.people.values()].map((person) => option(person.id, person.name, directory.roleNames(person).join(", ")));
  const roles = () => [...directory.roles.values()].filter((role) => role.name !== "@everyone").map((role) => option(role.id, `@${role.name}`, "Role"));
  if (component.type === USER) return people();
  if (component.type === ROLE) return roles();
  if (component.type === MENTIONABLE) return [...people(), ...roles()];
  const types = component.channel_types ?? [];
  return [...directory.channels.values()]
    .filter((channel) => (types.length ? types.includes(channel.type) : true))
    .map((channel) => option(channel.id, `#${channel.name}`, isThread(channel) ? "Thread" : channel.type === TEXT ? "" : "Channel"));
}

export function emojiText(emoji) {
  if (!emoji) return null;
  return el("span", { class: "emoji", "aria-hidden": "true" }, emoji.id ? `:${emoji.name}:` : emoji.name);
}

/** How many may be picked, said as a person would. */
function rule(fewest, most) {
  if (fewest === most) return `Pick ${most}.`;
  if (fewest === 0) return `Pick up to ${most}.`;
  return `Pick ${fewest} to ${most}.`;
}

/** A select in a message. `choose(values)` is called once the person has decided. */
export function choiceList(component, directory, choose) {
  const options = optionsOf(component, directory);
  const fewest = component.min_values ?? 1;
  const most = component.max_values ?? 1;
  const chosen = options.filter((option) => option.default).map((option) => option.label);
  const several = most > 1;
  const summary = el("summary", { "aria-disabled": component.disabled || null },
    el("span", { class: chosen.length ? "chosen" : "placeholder" }, chosen.length ? chosen.join(", ") : component.placeholder ?? "Make a selection"));
  const list = several ? severalOf(options, fewest, most, choose) : oneOf(options, fewest, choose);
  const details = el("details", { class: "choices", "data-custom-id": component.custom_id }, summary, list);
  if (component.disabled) {
    details.classList.add("is-disabled");
    summary.addEventListener("click", (event) => event.preventDefault());
  }
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();
    details.open = false;
    summary.focus();
  });
  return details;
}

function words(option) {
  return [
    emojiText(option.emoji),
    el("span", { class: "words" }, el("span", {}, option.label), option.description && el("span", { class: "description" }, option.description)),
  ];
}

function oneOf(options, fewest, choose) {
  const button = (values, pressed, ...children) =>
    el("li", {}, el("button", { type: "button", class: "choice", "aria-pressed": String(pressed), on: { click: () => choose(values) } }, ...children));
  return el("ul", { class: "choice-list" },
    options.map((option) => button([option.value], Boolean(option.default), words(option))),
    fewest === 0 && button([], false, el("span", { class: "words" }, "None of these")));
}

function severalOf(options, fewest, most, choose) {
  const form = el("form", { class: "choice-list" });
  const apply = el("button", { class: "button primary" }, "Apply");
  const note = el("span", { class: "note", role: "status" });
  const boxes = options.map((option) => el("input", { type: "checkbox", value: option.value, checked: option.default }));
  const judge = () => {
    const count = boxes.filter((box) => box.checked).length;
    for (const box of boxes) box.disabled = !box.checked && count >= most;
    apply.disabled = count < fewest || count > most;
    note.textContent = `${rule(fewest, Math.min(most, options.length))} ${count} picked.`;
  };
  form.append(...boxes.map((box, at) => el("label", { class: "choice" }, box, words(options[at]))), el("div", { class: "apply" }, note, apply));
  form.addEventListener("change", judge);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(boxes.filter((box) => box.checked).map((box) => box.value));
  });
  judge();
  return form;
}

/** A select in a modal, where nothing is sent before the whole form is. */
export function choiceField(component, directory, label) {
  const options = optionsOf(component, directory);
  const most = component.max_values ?? 1;
  if (most === 1) {
    const select = el("select", { id: label, required: component.required !== false },
      el("option", { value: "" }, component.placeholder ?? "Make a selection"),
      options.map((option) => el("option", { value: option.value, selected: option.default }, option.description ? `${option.label} (${option.description})` : option.label)));
    return { element: select, values: () => (select.value ? [select.value] : []), fault: () => null };
  }
  return boxField(options, component.required === false ? 0 : component.min_values ?? 1, most, "checkbox");
}

/** Checkboxes or radio buttons in a modal. */
export function boxField(options, fewest, most, type) {
  const name = freshId("boxes");
  const boxes = options.map((option) => el("input", { type, name, value: option.value, checked: option.default }));
  const element = el("div", { class: "choice-list" }, boxes.map((box, at) => el("label", { class: "choice" }, box, words(options[at]))));
  const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const fault = () => (values().length < fewest || values().length > most ? rule(fewest, most) : null);
  return { element, values, fault };
}
