// A picture as large as the window allows, with the others of its message beside it.

import { el, webAddress } from "./dom.js";

/** Shows `pictures[at]`: {url, description, filename, width, height}. */
export function enlarge(pictures, at = 0) {
  const back = document.activeElement;
  const image = el("img", { alt: "" });
  const caption = el("figcaption", { "aria-live": "polite" });
  const original = el("a", { class: "button secondary", target: "_blank", rel: "noopener noreferrer" }, "Open the original");
  const close = el("button", { type: "button", class: "button primary" }, "Close");
  const several = pictures.length > 1;
  const step = (words, by) => several && el("button", { type: "button", class: "button secondary", on: { click: () => show(at + by) } }, words);
  const dialog = el("dialog", { class: "lightbox", "aria-label": "Picture" },
    el("figure", {}, image, caption),
    el("div", { class: "dialog-end" }, step("Previous", -1), step("Next", 1), original, close));
  function show(wanted) {
    at = (wanted + pictures.length) % pictures.length;
    const picture = pictures[at];
    image.src = webAddress(picture.url) ?? "";
    image.alt = picture.description || picture.filename || "Picture";
    if (picture.width && picture.height) Object.assign(image, { width: picture.width, height: picture.height });
    original.href = webAddress(picture.url) ?? "";
    const place = several ? ` (${at + 1} of ${pictures.length})` : "";
    caption.textContent = `${picture.description || picture.filename || ""}${place}`;
  }
  dialog.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (several && by) show(at + by);
  });
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back?.isConnected) back.focus({ preventScroll: true });
  });
  show(at);
  document.body.append(dialog);
  dialog.showModal();
  close.focus();
}
