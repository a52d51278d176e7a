// Where a person writes: words, files, and whom they answer.

import { el, trouble } from "./dom.js";
import { size } from "./media.js";
import { inShort } from "./messages.js";

export class Composer {
  /** `send({content, reply_to, ping}, files)` rejects with what to tell. */
  constructor(form, send) {
    this.form = form;
    this.send = send;
    this.words = form.querySelector("textarea");
    this.title = form.querySelector("[data-part=title]");
    this.picker = form.querySelector("input[type=file]");
    this.reply = form.querySelector("[data-part=reply]");
    this.chosen = form.querySelector("[data-part=files]");
    this.troubles = form.querySelector("[data-part=trouble]");
    this.files = [];
    this.answered = null;
    this.sending = false;
    /** Takes words that are no message; true when it did. */
    this.instead = () => false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.words.addEventListener("keydown", (event) => {
      // While an input method composes, Enter picks its suggestion.
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.submit();
      }
      if (event.key === "Escape" && this.answered) this.stopReplying();
    });
    this.words.addEventListener("input", () => this.fit());
    this.words.addEventListener("paste", (event) => {
      if (event.clipboardData?.files.length) {
        event.preventDefault();
        this.add(event.clipboardData.files);
      }
    });
    form.querySelector("[data-part=pick]").addEventListener("click", () => this.picker.click());
    this.picker.addEventListener("change", () => {
      this.add(this.picker.files);
      this.picker.value = "";
    });
  }

  /** Says where the words go, or why they cannot. In a forum a post has a title. */
  place(label, closed, titled) {
    this.words.placeholder = closed ?? "Write a message";
    this.words.setAttribute("aria-label", label);
    this.title.hidden = !titled;
    this.title.required = titled;
    for (const control of this.form.querySelectorAll("textarea, button, input")) control.disabled = Boolean(closed);
  }

  add(files) {
    this.files.push(...files);
    this.drawFiles();
    this.words.focus();
  }

  drawFiles() {
    this.chosen.replaceChildren(...this.files.map((file) => el("li", { class: "chosen-file" },
      el("span", { class: "name" }, file.name),
      el("span", { class: "size" }, size(file.size)),
      el("button", { type: "button", class: "text-button", "aria-label": `Leave out ${file.name}`, on: { click: () => {
        this.files = this.files.filter((other) => other !== file);
        this.drawFiles();
        this.words.focus();
      } } }, "Leave out"))));
  }

  answer(message, directory) {
    this.answered = message;
    this.ping = el("input", { type: "checkbox", checked: true });
    this.reply.replaceChildren(
      el("p", { class: "gist" }, "Answering ", el("span", { class: "name" }, directory.authorName(message.author)), ": ", inShort(message, directory)),
      el("label", { class: "ping" }, this.ping, "Ping them"),
      el("button", { type: "button", class: "text-button", on: { click: () => this.stopReplying() } }, "Do not answer"));
    this.words.focus();
  }

  stopReplying() {
    this.answered = null;
    this.reply.replaceChildren();
    this.words.focus();
  }

  clear() {
    this.words.value = "";
    this.title.value = "";
    this.files = [];
    this.answered = null;
    this.reply.replaceChildren();
    this.drawFiles();
    this.fit();
    this.troubles.replaceChildren();
  }

  async submit() {
    const content = this.words.value.trim();
    if (this.sending || (!content && !this.files.length) || this.instead(content)) return;
    if (!this.form.reportValidity()) return;
    this.sending = true;
    this.form.setAttribute("aria-busy", "true");
    this.troubles.replaceChildren();
    const message = { content };
    if (!this.title.hidden) message.name = this.title.value;
    if (this.answered) Object.assign(message, { reply_to: this.answered.id, ping: this.ping.checked });
    try {
      await this.send(message, this.files);
      this.clear();
    } catch (refusal) {
      this.troubles.replaceChildren(trouble(refusal.message));
    } finally {
      this.sending = false;
      this.form.removeAttribute("aria-busy");
    }
  }

  fit() {
    this.words.style.height = "auto";
    // An empty field would grow to hold its placeholder.
    if (this.words.value) this.words.style.height = `${Math.min(this.words.scrollHeight + 2, 220)}px`;
  }
}
