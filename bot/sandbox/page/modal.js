// A modal of the bot as a dialog. What was typed stays until it is sent or the dialog is closed.

import { SELECTS, boxField, choiceField } from "./choices.js";
import { el, freshId, trouble } from "./dom.js";
import { fieldRow, filesFault, judge, lengthFault, lengthNote } from "./fields.js";
import { prose } from "./prose.js";
import { fileField } from "./tray.js";

const ROW = 1;
const TEXT_INPUT = 4;
const TEXT = 10;
const LABEL = 18;
const UPLOAD = 19;
const RADIO = 21;
const BOXES = 22;
const BOX = 23;
const LONG = 2;
const MOST_TEXT = 4000;
// A modal closed in one window is closed in all; what was typed belongs to the window.
const CLOSED = "callsheet.closed-modals";
const TYPED = "callsheet.typed";

/** Which modal is open, which were closed, and one left open when the page was loaded anew. */
export class Modals {
  /** `seat()` gives {directory, openChannel, uploadLimit}; `submit(modal, place, fields, files)` rejects with what to tell. */
  constructor(composerForm, { seat, submit }) {
    Object.assign(this, { seat, submit });
    this.offer = el("div", { class: "offer-modal", hidden: true });
    composerForm.before(this.offer);
    this.open = null;
    this.closed = new Set(stored(localStorage, CLOSED, []));
  }

  /** The view's modal: opened when it first comes in answer to what was `mine`, else offered. True when it opened. */
  take(modal, place, mine) {
    if (!modal || this.closed.has(modal.id)) {
      this.offer.hidden = true;
    } else if (!this.open && mine && this.offer.dataset.modal !== modal.id) {
      this.show(modal, place);
      return true;
    } else if (this.open?.id !== modal.id) {
      this.offerAgain(modal, place);
    }
    return false;
  }

  offerAgain(modal, place) {
    if (this.offer.dataset.modal === modal.id && !this.offer.hidden) return;
    this.offer.dataset.modal = modal.id;
    this.offer.hidden = false;
    const button = (words, className, act) => el("button", { type: "button", class: `button ${className}`, on: { click: act } }, words);
    this.offer.replaceChildren(
      el("p", {}, "“", el("span", { class: "name" }, modal.title), "” was open here and not sent."),
      button("Open it again", "primary", () => this.show(modal, place)),
      button("Let it go", "secondary", () => this.close(modal)));
  }

  show(modal, place) {
    this.open = modal;
    this.offer.hidden = true;
    openModal(modal, this.seat(), (fields, files) => this.submit(modal, place, fields, files), () => this.close(modal));
  }

  close(modal) {
    this.open = null;
    this.offer.hidden = true;
    this.closed.add(modal.id);
    localStorage.setItem(CLOSED, JSON.stringify([...this.closed].slice(-50)));
    sessionStorage.removeItem(TYPED);
  }
}

function stored(storage, key, otherwise) {
  try {
    return JSON.parse(storage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Opens `modal`. `submit(fields, files)` sends it and rejects with what to tell; `closed()` is called when it is gone. */
function openModal(modal, seat, submit, closed) {
  const title = freshId("modal");
  const back = document.activeElement;
  const fields = [];
  let touched = false;
  const typed = stored(sessionStorage, TYPED, {});
  const context = { ...seat, typed: typed.modal === modal.id ? typed.fields : {} };
  const parts = modal.components.map((component) => part(component, context, fields));
  const send = el("button", { class: "button primary" }, "Send");
  const cancel = el("button", { type: "button", class: "button secondary" }, "Cancel");
  const troubles = el("div", {});
  const form = el("form", { novalidate: true }, el("h2", { id: title }, modal.title), parts, troubles, el("div", { class: "dialog-end" }, cancel, send));
  const dialog = el("dialog", { class: "modal", "aria-labelledby": title }, form);

  form.addEventListener("input", () => {
    touched = true;
    const texts = fields.filter((field) => field.text).map((field) => [field.customId, field.value()]);
    sessionStorage.setItem(TYPED, JSON.stringify({ modal: modal.id, fields: Object.fromEntries(texts) }));
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!judge(fields)) return;
    troubles.replaceChildren();
    send.disabled = true;
    form.setAttribute("aria-busy", "true");
    try {
      const filled = fields.filter((field) => !field.files).map((field) => [field.customId, field.value()]);
      const files = fields.flatMap((field) => (field.files ? field.files().map((file) => [field.customId, file]) : []));
      await submit(Object.fromEntries(filled), files);
      dialog.close();
    } catch (refusal) {
      troubles.replaceChildren(trouble(refusal.message));
      troubles.scrollIntoView({ block: "nearest" });
    } finally {
      send.disabled = false;
      form.removeAttribute("aria-busy");
    }
  });
  const leave = () => {
    if (!touched) return dialog.close();
    const keep = el("button", { type: "button", class: "button primary", on: { click: () => {
      troubles.replaceChildren();
      (form.querySelector("input, textarea, button") ?? send).focus();
    } } }, "Keep writing");
    troubles.replaceChildren(el("div", { class: "trouble before-leaving", role: "alert" }, el("p", {}, "Closing this loses what you filled in."),
      el("div", { class: "dialog-end" }, el("button", { type: "button", class: "button secondary", on: { click: () => dialog.close() } }, "Close it"), keep)));
    keep.focus();
  };
  cancel.addEventListener("click", leave);
  // The back gesture of a phone asks as well.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    closed();
    if (back?.isConnected) back.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  fields[0]?.row.focus();
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
  const captionId = freshId("caption");
  const field = input(component, freshId("field"), words, captionId, context);
  field.customId = component.custom_id;
  field.fault ??= () => null;
  const optional = component.required === false && component.type !== BOX;
  field.row = fieldRow({ caption: words, captionId, optional, description, ...field });
  fields.push(field);
  return field.row.row;
}

function input(component, id, label, captionId, context) {
  if (SELECTS.has(component.type)) {
    const made = choiceField(component, context.directory, label, captionId);
    return { element: made.element, control: made.element.querySelector(".picker-face"), captioned: true, value: made.values, fault: made.fault };
  }
  const required = component.required !== false;
  switch (component.type) {
    case TEXT_INPUT: {
      const most = component.max_length ?? MOST_TEXT;
      const attributes = { id, "aria-required": String(required), placeholder: component.placeholder, maxlength: most, autocomplete: "off" };
      const element = component.style === LONG ? el("textarea", { ...attributes, rows: 5 }) : el("input", { ...attributes, type: "text" });
      element.value = context.typed[component.custom_id] ?? component.value ?? "";
      const fault = () => lengthFault(element.value, { required, least: component.min_length, most });
      return { element, note: lengthNote(element, most), text: true, value: () => element.value, fault };
    }
    case UPLOAD: {
      const most = component.max_values ?? 1;
      const made = fileField({ id, most, limit: () => context.uploadLimit });
      const fewest = required ? component.min_values ?? 1 : 0;
      return { element: made.element, control: made.input, files: () => made.tray.files(), fault: () => filesFault(made.tray.length, fewest, most) };
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
