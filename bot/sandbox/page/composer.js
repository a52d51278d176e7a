// Where a person writes: words, files, and whom they answer.

import { acceptDrops, Tray } from "./tray.js";
import { peopleFinder, peopleOptions, channelOptions, roleOptions } from "./choices.js";
import { draftOf, keepDraft } from "./drafts.js";
import { append, el, trouble } from "./dom.js";
import { counted } from "./fields.js";
import { toMarkup, toWords } from "./mentioning.js";
import { inShort } from "./messages.js";
import { matching } from "./optionlist.js";
import { Suggestions } from "./suggestions.js";

const BEING_TYPED = /(?:^|[\s(])([@#])([^\s@#`]{0,40})$/;
const TALLEST_PX = 220;
// As Discord says it of people without Nitro, whom everybody here is.
const MOST_CONTENT = 2000;
const NEAR_MOST = 0.9;

export class Composer {
  /**
   * `send({content, reply_to, ping, attachments, name, tags}, files)` and `save(message, content)` reject with what to
   * tell. `lastOwn()` is the newest message of this person. Files dropped anywhere on `zone` are taken.
   */
  constructor(form, { zone, send, save, lastOwn }) {
    Object.assign(this, { form, send, save, lastOwn });
    this.words = form.querySelector("textarea");
    this.title = form.querySelector("[data-part=title]");
    this.picker = form.querySelector("input[type=file]");
    this.bar = form.querySelector("[data-part=reply]");
    this.troubles = form.querySelector("[data-part=trouble]");
    this.tags = el("div", { class: "tag-choices", role: "group", "aria-label": "Tags of the post" });
    this.title.after(this.tags);
    this.tray = new Tray(form.querySelector("[data-part=files]"), { limit: () => this.uploadLimit, marks: true, changed: () => {
      this.troubles.replaceChildren();
      this.words.focus();
    } });
    this.room = form.querySelector("[data-part=room]");
    this.uploadLimit = Infinity;
    this.key = null;
    this.directory = null;
    this.answered = null;
    this.edited = null;
    this.mentioned = new Map();
    this.sending = false;
    this.closed = false;
    const box = el("div", { class: "suggestions" });
    form.prepend(box);
    this.suggestions = new Suggestions(this.words, box, [this.mentions()]);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.words.addEventListener("keydown", (event) => this.keydown(event));
    form.addEventListener("input", () => this.troubles.replaceChildren());
    this.words.addEventListener("input", () => {
      this.fit();
      if (!this.edited) keepDraft(this.key, this.words.value);
    });
    this.words.addEventListener("paste", (event) => {
      if (!event.clipboardData?.files.length) return;
      event.preventDefault();
      this.add(event.clipboardData.files);
    });
    form.querySelector("[data-part=pick]").addEventListener("click", () => this.picker.click());
    this.picker.addEventListener("change", () => {
      this.add(this.picker.files);
      this.picker.value = "";
    });
    acceptDrops(zone, (files) => this.add(files));
  }

  keydown(event) {
    if (event.defaultPrevented) return;
    // While an input method composes, Enter picks its suggestion.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && (this.answered || this.edited)) {
      this.stop();
    } else if (event.key === "ArrowUp" && !this.words.value && !this.edited) {
      const message = this.lastOwn();
      if (!message) return;
      event.preventDefault();
      this.edit(message);
    }
  }

  /** What "@" and "#" offer. */
  mentions() {
    const offer = (sign, words) => {
      const { directory } = this;
      if (sign === "#") return channelOptions(directory).map((option) => ({ ...option, markup: `<#${option.value}>` }));
      const { bot } = directory.server;
      return [
        ...words.map((option) => ({ ...option, label: `@${option.label}`, markup: `<@${option.value}>` })),
        { value: bot.id, label: `@${bot.name}`, description: "App", markup: `<@${bot.id}>` },
        ...roleOptions(directory).map((option) => ({ ...option, markup: `<@&${option.value}>` })),
      ];
    };
    return {
      label: "Mention",
      none: null,
      sought: (before, whole) => (this.directory && !whole.startsWith("/") ? BEING_TYPED.exec(before) : null),
      options: ([, sign, words]) => {
        const find = sign === "@" && words && peopleFinder(this.directory);
        if (!find) return matching(offer(sign, peopleOptions(this.directory)), words);
        return find(words).catch(() => []).then((people) => matching(offer(sign, people), words));
      },
      pick: (option, [, , words]) => {
        this.mentioned.set(option.label, option.markup);
        const end = this.words.selectionEnd;
        this.words.setRangeText(`${option.label} `, end - words.length - 1, end, "end");
        this.words.dispatchEvent(new Event("input"));
      },
    };
  }

  /** Sits down at another seat or place: its draft is taken up again. */
  sit(key) {
    if (key === this.key) return;
    this.key = key;
    this.clear();
    this.words.value = draftOf(key);
    this.fit();
  }

  /** Says where the words go, or why they cannot (`closed`). In a forum (`titled`) a post has a title and may have tags. */
  place(label, closed, titled, { directory = null, uploadLimit = Infinity, mayAttach = true, tags = [] } = {}) {
    this.directory = directory;
    this.uploadLimit = uploadLimit;
    this.mayAttach = mayAttach;
    this.closed = Boolean(closed);
    this.words.placeholder = closed ?? "Write a message";
    this.words.setAttribute("aria-label", label);
    this.title.hidden = !titled;
    this.title.required = titled;
    for (const control of this.form.querySelectorAll("textarea, button, input")) control.disabled = this.closed;
    this.form.querySelector("[data-part=pick]").disabled = this.closed || !mayAttach;
    const print = JSON.stringify(titled ? tags : []);
    if (this.tags.dataset.print === print) return;
    this.tags.dataset.print = print;
    this.tags.replaceChildren(...(titled ? tags : []).map((tag) => el("label", { class: "tag-choice" }, el("input", { type: "checkbox", value: tag.name }), tag.name)));
  }

  add(files) {
    // While a command is filled in, the composer is not there to take files.
    if (this.closed || this.edited || !this.mayAttach || !this.form.checkVisibility()) return;
    this.tray.add(files);
  }

  answer(message, directory) {
    if (this.edited) this.stop();
    this.answered = message;
    this.ping = el("input", { type: "checkbox", checked: true });
    this.show(
      el("p", { class: "gist" }, "Answering ", el("span", { class: "name" }, directory.authorName(message.author)), ": ", inShort(message, directory)),
      el("label", { class: "ping" }, this.ping, "Ping them"),
      el("button", { type: "button", class: "text-button", on: { click: () => this.stop() } }, "Do not answer"));
  }

  edit(message) {
    this.answered = null;
    this.edited = message;
    this.show(
      el("p", { class: "gist" }, "Editing your message: ", inShort(message, this.directory)),
      el("button", { type: "button", class: "text-button", on: { click: () => this.stop() } }, "Stop editing"));
    this.write(toWords(message.content, this.directory));
  }

  /** Puts a mention where the caret is. */
  mention(person, directory) {
    const name = `@${directory.authorName(person)}`;
    this.mentioned.set(name, `<@${person.id}>`);
    this.words.setRangeText(`${name} `, this.words.selectionStart, this.words.selectionEnd, "end");
    this.words.dispatchEvent(new Event("input"));
    this.words.focus();
  }

  show(...parts) {
    this.bar.replaceChildren();
    append(this.bar, parts);
    this.words.focus();
  }

  write(text) {
    this.words.value = text;
    this.fit();
    this.words.setSelectionRange(text.length, text.length);
    this.words.focus();
  }

  /** No answer and no edit any more. */
  stop() {
    const edited = this.edited !== null;
    this.answered = null;
    this.edited = null;
    this.bar.replaceChildren();
    this.troubles.replaceChildren();
    if (edited) this.write(draftOf(this.key));
    this.words.focus();
  }

  clear() {
    this.words.value = "";
    this.title.value = "";
    for (const box of this.tags.querySelectorAll("input")) box.checked = false;
    this.answered = null;
    this.edited = null;
    this.mentioned.clear();
    this.bar.replaceChildren();
    this.tray.clear();
    this.fit();
    this.suggestions.close();
    this.troubles.replaceChildren();
  }

  async submit() {
    const content = this.words.value.trim();
    if (this.sending || this.closed || (!content && !this.tray.length)) return;
    if (!this.form.reportValidity()) return;
    this.sending = true;
    this.form.setAttribute("aria-busy", "true");
    this.troubles.replaceChildren();
    const { key } = this;
    try {
      const sent = this.markup(content);
      if (length(sent) > MOST_CONTENT) throw new Error(`That is ${counted.format(length(sent))} characters; a message holds ${counted.format(MOST_CONTENT)}.`);
      await (this.edited ? this.save(this.edited, sent) : this.send(this.message(sent), this.tray.files()));
      const edited = this.edited !== null;
      if (!edited) keepDraft(key, "");
      // The answer may have come after the person went elsewhere.
      if (key !== this.key) return;
      this.clear();
      if (edited) this.write(draftOf(key));
    } catch (refusal) {
      this.troubles.replaceChildren(trouble(refusal.message));
    } finally {
      this.sending = false;
      this.form.removeAttribute("aria-busy");
    }
  }

  /** The words as they are sent: a mention is longer than it looks. */
  markup(words) {
    return this.directory ? toMarkup(words, this.directory, this.mentioned) : words;
  }

  message(content) {
    const message = { content };
    if (!this.title.hidden) {
      message.name = this.title.value;
      message.tags = [...this.tags.querySelectorAll("input:checked")].map((box) => box.value);
    }
    if (this.answered) Object.assign(message, { reply_to: this.answered.id, ping: this.ping.checked });
    const described = this.tray.described();
    if (described.length) message.attachments = described;
    return message;
  }

  fit() {
    this.tellRoom();
    this.words.style.height = "auto";
    // An empty field would grow to hold its placeholder.
    if (this.words.value) this.words.style.height = `${Math.min(this.words.scrollHeight + 2, TALLEST_PX)}px`;
  }

  /** Said once it is nearly used up. */
  tellRoom() {
    const used = length(this.markup(this.words.value.trim()));
    this.room.hidden = used < MOST_CONTENT * NEAR_MOST;
    this.room.textContent = `${counted.format(used)} of ${counted.format(MOST_CONTENT)} characters`;
    this.room.classList.toggle("is-near", used > MOST_CONTENT);
  }
}

/** In characters as Discord counts them, of which an emoji may be one. */
function length(text) {
  return [...text].length;
}
