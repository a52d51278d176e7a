// Reactions under a message, and the choice of a new one.

import { el, freshId } from "./dom.js";

const OFFERED = [
  ["👍", "thumbs up"], ["👎", "thumbs down"], ["❤️", "heart"], ["😂", "tears of joy"], ["🎉", "party"], ["👏", "clapping"], ["🔥", "fire"], ["👀", "eyes"],
  ["✅", "check mark"], ["❌", "cross"], ["🙏", "thank you"], ["😮", "surprised"], ["😢", "crying"], ["🤔", "thinking"], ["🎬", "clapper board"], ["⭐", "star"],
];

const emojiName = (emoji) => (emoji.id ? `:${emoji.name}:` : emoji.name);
const emojiKey = (emoji) => (emoji.id ? `${emoji.name}:${emoji.id}` : emoji.name);

/** Puts beside each reaction of a view who gave it: `view.reactions` tells by message and emoji. */
export function tellWho(view) {
  for (const message of view.messages) {
    for (const reaction of message.reactions ?? []) reaction.people = view.reactions?.[message.id]?.[emojiKey(reaction.emoji)] ?? [];
  }
  return view;
}

/** The row under a message. `toggle(emoji, on, control)` gives or takes back one's own; `add(button)` offers others. */
export function reactionRow(message, directory, toggle, add) {
  if (!message.reactions?.length) return null;
  const pills = message.reactions.map((reaction) => {
    const name = emojiName(reaction.emoji);
    const people = (reaction.people ?? []).map((person) => directory.personName(person)).join(", ");
    const button = el("button", {
      type: "button",
      class: "reaction",
      "aria-pressed": String(Boolean(reaction.me)),
      "aria-label": `${name}, ${reaction.count}${people ? `: ${people}` : ""}`,
      "data-who": people || null,
      "data-custom-id": `reaction ${name}`,
      on: { click: () => toggle(emojiKey(reaction.emoji), !reaction.me, button) },
    }, el("span", { class: "emoji" }, name), el("span", {}, reaction.count));
    return button;
  });
  const more = el("button", { type: "button", class: "reaction", "aria-label": "Add another reaction", on: { click: () => add(more) } }, "+");
  return el("div", { class: "reactions" }, pills, more);
}

/** A dialog to choose an emoji in; `choose(emoji)` is called once. */
export function offerEmoji(choose) {
  const id = freshId("emoji");
  const back = document.activeElement;
  const own = el("input", { id, type: "text", maxlength: 64, autocomplete: "off" });
  const pick = (emoji) => {
    dialog.close();
    choose(emoji);
  };
  const form = el("form", {},
    el("h2", {}, "Add a reaction"),
    el("div", { class: "emoji-sheet" }, OFFERED.map(([emoji, name]) =>
      el("button", { type: "button", class: "emoji-choice", "aria-label": `${emoji} ${name}`, title: name, on: { click: () => pick(emoji) } }, emoji))),
    el("div", { class: "field" }, el("label", { for: id }, "Or any other emoji"), el("div", { class: "with-button" }, own, el("button", { class: "button primary" }, "React"))),
    el("div", { class: "dialog-end" }, el("button", { type: "button", class: "button secondary", on: { click: () => dialog.close() } }, "Cancel")));
  const dialog = el("dialog", { class: "modal ask", "aria-label": "Add a reaction" }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (own.value.trim()) pick(own.value.trim());
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back?.isConnected) back.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".emoji-choice").focus();
}
