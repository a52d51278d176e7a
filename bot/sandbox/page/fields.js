// A field of a form the bot asks to be filled in: caption, description, control, and what is wrong with it.

import { el, freshId } from "./dom.js";

export const counted = new Intl.NumberFormat("en");

/** "At most 3 files." and the like need the right form of a word. */
export function count(number, one, many = `${one}s`) {
  return `${counted.format(number)} ${number === 1 ? one : many}`;
}

/**
 * Lays out a field. `control` takes the focus and the description (by default `element`); `group`: several boxes share
 * the caption, which a label element cannot say; `captioned`: the control names itself by `captionId`.
 */
export function fieldRow({ caption, captionId = null, optional = false, description, element, control = element, group = false, captioned = false, note = null }) {
  const id = control.id || freshId("field");
  const about = description && el("p", { class: "description", id: `${id}-about` }, description);
  const fault = el("p", { class: "field-fault", id: `${id}-fault` });
  control.setAttribute("aria-describedby", [about?.id, note?.id, fault.id].filter(Boolean).join(" "));
  const words = [caption, optional && el("span", { class: "quiet" }, " (optional)")];
  const parts = [about, element, note, fault];
  const row = group
    ? el("fieldset", { class: "field" }, el("legend", {}, words), parts)
    : el("div", { class: "field" }, captioned ? el("p", { class: "caption", id: captionId }, words) : el("label", { for: id }, words), parts);
  /** Says what is wrong, or with null that nothing is. */
  const tell = (sentence) => {
    fault.textContent = sentence ?? "";
    row.classList.toggle("is-wrong", Boolean(sentence));
    if (sentence && !group) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  };
  // Told until it is touched; whether it is right now is judged when it is sent.
  row.addEventListener("input", () => tell(null));
  return {
    row,
    tell,
    focus() {
      (group ? control.querySelector("input") : control).focus();
      row.scrollIntoView({ block: "nearest" });
    },
  };
}

/** Tells every field its fault and goes to the first; true when there was none. */
export function judge(fields) {
  let first = null;
  for (const field of fields) {
    const fault = field.fault();
    field.row.tell(fault);
    if (fault) first ??= field;
  }
  first?.row.focus();
  return first === null;
}

/** How long a text is and may be, kept up while it is typed. */
export function lengthNote(input, most) {
  const note = el("p", { class: "description counter", id: `${input.id}-length` });
  const draw = () => {
    note.textContent = `${counted.format([...input.value].length)} of ${counted.format(most)} characters`;
    note.classList.toggle("is-near", input.value.length >= most * 0.9);
  };
  input.addEventListener("input", draw);
  draw();
  return note;
}

/** What is wrong with a text's length, or null. An empty text is only wrong where it is required. */
export function lengthFault(text, { required, least = 0, most = Infinity }) {
  const length = [...text].length;
  if (!length) return required ? "This is needed." : null;
  if (length < least) return `Write at least ${count(least, "character")}: this has ${counted.format(length)}.`;
  if (length > most) return `Write at most ${count(most, "character")}: this has ${counted.format(length)}.`;
  return null;
}

/** What is wrong with how many files there are, or null. */
export function filesFault(files, fewest, most) {
  if (files < fewest) return fewest === 1 ? "A file is needed." : `At least ${count(fewest, "file")} are needed.`;
  return files > most ? `At most ${count(most, "file")} fit here.` : null;
}
