// A modal of the bot as a dialog. What was typed stays until it is sent or the dialog is closed.

import { SELECTS, boxField, choiceField } from "./choices.js";
import { el, freshId, trouble } from "./dom.js";
import { prose } from "./prose.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT = 10;
const LABEL = 18;
const UPLOAD = 19;
const RADIO = 21;
const BOXES = 22;
const BOX = 23;
const LONG = 2;

/** Opens `modal`. `submit(fields, files)` sends it and rejects with what to tell; `closed()` is called when it is gone. */
export function openModal(modal, context, submit, closed) {
  const title = freshId("modal");
  const fields = [];
  const parts = modal.components.map((component) => part(component, context, fields));
  const send = el("button", { class: "button primary" }, "Send");
  const cancel = el("button", { type: "button", class: "button secondary" }, "Cancel");
  const troubles = el("div", {});
  const form = el("form", {}, el("h2", { id: title }, modal.title), parts, troubles, el("div", { class: "dialog-end" }, cancel, send));
  const dialog = el("dialog", { class: "modal", "aria-labelledby": title }, form);

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = firstFault(fields);
    if (fault) {
      troubles.replaceChildren(trouble(fault));
      return;
    }
    troubles.replaceChildren();
    send.disabled = true;
    try {
      await submit(Object.fromEntries(fields.filter((field) => !field.files).map((field) => [field.customId, field.value()])), fields.flatMap((field) => (field.files ? field.files().map((file) => [field.customId, file]) : [])));
      dialog.close();
    } catch (refusal) {
      troubles.replaceChildren(trouble(refusal.message));
    } finally {
      send.disabled = false;
    }
  });
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function firstFault(fields) {
  for (const field of fields) {
    const fault = field.fault?.();
    if (fault) return `“${field.label}”: ${fault}`;
  }
  return null;
}

function part(component, context, fields) {
  switch (component.type) {
    case ROW:
      return component.components.map((child) => labelled(child.label, null, child, context, fields));
    case LABEL:
      return labelled(component.label, component.description, component.component, context, fields);
    case TEXT:
      return prose(component.content, context);
    default:
      return labelled("", null, component, context, fields);
  }
}

function labelled(words, description, component, context, fields) {
  const id = freshId("field");
  const field = input(component, id, context);
  field.customId = component.custom_id;
  field.label = words;
  fields.push(field);
  const optional = component.required === false && component.type !== BOX;
  const note = description && el("p", { class: "description", id: `${id}-note` }, description);
  const limit = lengthNote(component);
  const caption = [words, optional && el("span", { class: "quiet" }, " (optional)")];
  if (note) field.element.setAttribute("aria-describedby", note.id);
  // Several boxes share one caption, which a label element cannot say.
  if (field.group) return el("fieldset", { class: "field" }, el("legend", {}, caption), note, field.element);
  return el("div", { class: "field" }, el("label", { for: id }, caption), note, field.element, limit);
}

function lengthNote(component) {
  if (component.type !== TEXT_INPUT || !component.max_length) return null;
  return el("p", { class: "description" }, `At most ${component.max_length.toLocaleString("en")} characters.`);
}

function input(component, id, context) {
  if (SELECTS.has(component.type)) {
    const made = choiceField(component, context.directory, id);
    return { element: made.element, group: made.element.tagName !== "SELECT", value: made.values, fault: made.fault };
  }
  const required = component.required !== false;
  switch (component.type) {
    case TEXT_INPUT: {
      const attributes = { id, required, placeholder: component.placeholder, minlength: component.min_length, maxlength: component.max_length ?? 4000 };
      const element = component.style === LONG ? el("textarea", { ...attributes, rows: 5 }) : el("input", { ...attributes, type: "text", autocomplete: "off" });
      element.value = component.value ?? "";
      return { element, value: () => element.value };
    }
    case UPLOAD: {
      const most = component.max_values ?? 1;
      const element = el("input", { id, type: "file", required, multiple: most > 1 });
      const fewest = required ? component.min_values ?? 1 : 0;
      const fault = () => (element.files.length > most ? `it takes at most ${most} ${most === 1 ? "file" : "files"}.` : element.files.length < fewest ? `it needs at least ${fewest} ${fewest === 1 ? "file" : "files"}.` : null);
      return { element, files: () => [...element.files], fault };
    }
    case RADIO: {
      const made = boxField(component.options, required ? 1 : 0, 1, "radio");
      return { element: made.element, group: true, value: () => made.values()[0] ?? null, fault: made.fault };
    }
    case BOXES: {
      const made = boxField(component.options, component.min_values ?? (required ? 1 : 0), component.max_values ?? component.options.length, "checkbox");
      return { element: made.element, group: true, value: made.values, fault: made.fault };
    }
    case BOX: {
      const element = el("input", { id, type: "checkbox", checked: component.default });
      return { element, value: () => element.checked };
    }
    default:
      return { element: el("p", { id, class: "subtext" }, "The sandbox does not draw this field yet."), value: () => "" };
  }
}
