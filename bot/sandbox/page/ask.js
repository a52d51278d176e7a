// Small dialogs in which one thing is asked before it is done.

import { el, freshId, trouble } from "./dom.js";

/**
 * Asks in a dialog. `parts` are shown between title and buttons; `act()` does it and rejects with what
 * to tell; the dialog stays open until it is done.
 */
export function ask({ title, parts = [], yes, danger = false, act }) {
  const id = freshId("ask");
  const back = document.activeElement;
  const go = el("button", { class: danger ? "button danger" : "button primary" }, yes);
  const cancel = el("button", { type: "button", class: "button secondary" }, "Cancel");
  const troubles = el("div", {});
  const form = el("form", {}, el("h2", { id }, title), parts, troubles, el("div", { class: "dialog-end" }, cancel, go));
  const dialog = el("dialog", { class: "modal ask", "aria-labelledby": id }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    troubles.replaceChildren();
    try {
      await act();
      dialog.close();
    } catch (refusal) {
      troubles.replaceChildren(trouble(refusal.message));
    } finally {
      go.disabled = false;
    }
  });
  cancel.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back?.isConnected) back.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  (dialog.querySelector("input, textarea, .picker-face") ?? go).focus();
}

/** Asks for one line of words; `act(words)` does it. */
export function askWords({ title, label, value = "", most, yes, optional = false, act }) {
  const id = freshId("words");
  const input = el("input", { id, type: "text", required: !optional, maxlength: most, value, autocomplete: "off" });
  ask({ title, parts: [el("div", { class: "field" }, el("label", { for: id }, label), input)], yes, act: () => act(input.value.trim()) });
  input.select();
}
