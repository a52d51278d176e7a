// What the bot lets a person choose from: selects in messages and modals, radio buttons and checkboxes.

import { api } from "./api.js";
import { TEXT, isThread } from "./directory.js";
import { el, freshId } from "./dom.js";
import { optionWords } from "./optionlist.js";
import { Picker, rule } from "./picker.js";

const MOST_FOUND = 50;
const STRING = 3;
export const USER = 5;
export const ROLE = 6;
export const MENTIONABLE = 7;
export const CHANNEL = 8;
export const SELECTS = new Set([STRING, USER, ROLE, MENTIONABLE, CHANNEL]);

function personOption(person, directory) {
  return { value: person.id, label: person.name, description: directory.roleNames(person).join(", ") };
}

export function peopleOptions(directory) {
  return [...directory.people.values()].map((person) => personOption(person, directory));
}

export function roleOptions(directory) {
  return [...directory.roles.values()]
    .filter((role) => role.name !== "@everyone")
    .map((role) => ({ value: role.id, label: `@${role.name}`, description: "Role" }));
}

export function channelOptions(directory, types) {
  return [...directory.channels.values()]
    .filter((channel) => (types?.length ? types.includes(channel.type) : true))
    .map((channel) => ({ value: channel.id, label: `#${channel.name}`, description: isThread(channel) ? "Thread" : channel.type === TEXT ? "" : "Channel" }));
}

/** Finds people a large server did not list; null where all of them are known already. */
export function peopleFinder(directory) {
  const { server } = directory;
  if ((server.people_count ?? 0) <= directory.people.size) return null;
  return async (words) => (await api.people(server.id, words, MOST_FOUND)).people.map((person) => personOption(person, directory));
}

/** What a select offers: {options, find}. */
export function offered(component, directory) {
  const people = () => peopleOptions(directory);
  const find = peopleFinder(directory);
  switch (component.type) {
    case STRING:
      return { options: component.options ?? [], find: null };
    case USER:
      return { options: [...bot(directory), ...people()], find };
    case ROLE:
      return { options: roleOptions(directory), find: null };
    case MENTIONABLE:
      return { options: [...bot(directory), ...people(), ...roleOptions(directory)], find };
    default:
      return { options: channelOptions(directory, component.channel_types), find: null };
  }
}

function bot(directory) {
  const { bot: app } = directory.server;
  return app.present ? [{ value: app.id, label: app.name, description: "App" }] : [];
}

function picker(component, directory, more) {
  const chosen = new Set((component.default_values ?? []).map((value) => value.id));
  const { options, find } = offered(component, directory);
  const made = new Picker({
    options: chosen.size ? options.map((option) => ({ ...option, default: chosen.has(option.value) })) : options,
    find,
    most: component.max_values ?? 1,
    placeholder: component.placeholder ?? "Make a selection",
    ...more,
  });
  made.element.dataset.customId = component.custom_id;
  return made;
}

/** A select in a message. `choose(values)` is called once the person has decided. */
export function choiceList(component, directory, choose) {
  return picker(component, directory, {
    label: component.placeholder ?? "Make a selection",
    fewest: component.min_values ?? 1,
    disabled: component.disabled,
    decide: choose,
  }).element;
}

/** A select in a modal, where nothing is sent before the whole form is. */
export function choiceField(component, directory, label, labelledBy) {
  const fewest = component.required === false ? 0 : component.min_values ?? 1;
  const most = component.max_values ?? 1;
  const made = picker(component, directory, { label, labelledBy, fewest });
  const fault = () => {
    const count = made.values.length;
    if (count === 0 && component.required === false) return null;
    return count < fewest || count > most ? rule(fewest, most) : null;
  };
  return { element: made.element, values: () => made.values, fault };
}

/** Checkboxes or radio buttons in a modal. */
export function boxField(options, fewest, most, type) {
  const name = freshId("boxes");
  const boxes = options.map((option) => el("input", { type, name, value: option.value, checked: option.default }));
  const element = el("div", { class: "choice-list" }, boxes.map((box, at) => el("label", { class: "choice" }, box, optionWords(options[at]))));
  const values = () => boxes.filter((box) => box.checked).map((box) => box.value);
  const fault = () => (values().length < fewest || values().length > most ? rule(fewest, most) : null);
  return { element, values, fault };
}
