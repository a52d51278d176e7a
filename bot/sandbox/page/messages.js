// One person's view of a channel: messages and the answers only they can see, in order.

import { components } from "./components.js";
import { el, trouble } from "./dom.js";
import { embeds } from "./embeds.js";
import { plain } from "./markdown.js";
import { attachments } from "./media.js";
import { prose } from "./prose.js";
import { reactionRow } from "./reactions.js";
import { Roving } from "./roving.js";
import { format, keptTrue, madeAt, relative, sameDay, stamp } from "./time.js";
import { MessageTools } from "./tools.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const SILENT = 1 << 12;
const COMPONENTS_V2 = 1 << 15;
const GROUP_MS = 7 * 60 * 1000;
const FORWARD = 1;
const PIN = 6;
const JOIN = 7;
const THREAD = 18;
const REPLY = 19;
const STARTER = 21;
const NOTES = new Set([PIN, JOIN, THREAD]);

/** Messages of a view as this person reads them, oldest first. */
export function inOrder(view) {
  // A thread begins with the message it was opened on, which lives in the channel above. What that one answers is told there.
  const messages = view.messages.map((message) => (message.type === STARTER && message.referenced_message ? { ...message.referenced_message, type: 0, message_reference: null, thread: null, isStarter: true } : message));
  const whispers = view.ephemeral.map((message) => ({ ...message, flags: (message.flags ?? 0) | EPHEMERAL }));
  return [...messages, ...whispers].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
}

export function isWhisper(message) {
  return Boolean((message.flags ?? 0) & EPHEMERAL);
}

/** A message in a few words, for reply context and for screen readers. */
export function inShort(message, directory) {
  const texts = [];
  const gather = (list) => {
    for (const component of list ?? []) {
      if (component.content) texts.push(component.content);
      gather(component.components);
    }
  };
  gather(message.components);
  const source = message.content || texts.join("\n") || message.embeds?.[0]?.title || message.embeds?.[0]?.description || "";
  const words = plain(source, (node) => {
    if (node.kind !== "instant") return directory.mention(node);
    return node.style === "R" ? relative(node.milliseconds) : format(node.milliseconds, node.style);
  });
  const files = message.attachments?.map((file) => file.filename).join(", ");
  const forwarded = message.message_snapshots?.length ? `forwarded: ${inShort(message.message_snapshots[0].message, directory)}` : "";
  return [words, files, forwarded].filter(Boolean).join(" · ") || "a message without words";
}

/** Signed links change each time they are given; that alone is no change to show. */
function fingerprint(message, around) {
  return JSON.stringify([message, around]).replace(/[?&](?:ex|is|hm)=[0-9a-f]+/g, "");
}

export class MessageList {
  /**
   * `actions`: press(message, customId, values), dismiss(message), openChannel(id, messageId), write(), and those of MessageTools.
   * Each rejects with what to tell.
   */
  constructor(list, actions) {
    this.list = list;
    this.actions = actions;
    this.tools = new MessageTools(actions, (message, control, action) => this.try(message, control, action));
    this.roving = new Roving(list, actions.write);
    this.shown = new Map();
  }

  /** Menu commands of the bot: names for messages, and for people. */
  offer(messageMenus, userMenus) {
    Object.assign(this.tools, { messageMenus, userMenus });
  }

  /**
   * Shows these messages, touching only what changed so that players and open lists keep going. A line stands
   * before the message `firstNew`. Returns those that were not shown before.
   */
  show(messages, directory, me, pings, firstNew = null) {
    const wanted = new Set(messages.map((message) => message.id));
    for (const [id, { element }] of this.shown) {
      if (wanted.has(id)) continue;
      element.remove();
      this.shown.delete(id);
    }
    const added = [];
    let before = null;
    let place = this.list.firstElementChild;
    for (const message of messages) {
      const isNew = message.id === firstNew;
      const follows = before !== null && !isNew && groups(before, message);
      const newDay = before === null || !sameDay(madeAt(before.id), madeAt(message.id));
      const pinged = pings[message.id] !== undefined && pinging(pings[message.id], me);
      const print = fingerprint(message, [follows, newDay, me.id, pinged, isNew]);
      const known = this.shown.get(message.id);
      let element = known?.element;
      if (!known) added.push(message);
      if (known?.print !== print) {
        element = this.draw(message, directory, me, { follows, newDay, pinged, isNew });
        if (known) swap(known.element, element);
        if (known && place === known.element) place = element;
        this.shown.set(message.id, { element, print });
      }
      if (element !== place) this.list.insertBefore(element, place);
      else place = place.nextElementSibling;
      before = message;
    }
    return added;
  }

  clear() {
    this.shown.clear();
    this.list.replaceChildren();
  }

  draw(message, directory, me, { follows, newDay, pinged, isNew }) {
    const context = {
      directory,
      openChannel: this.actions.openChannel,
      press: (customId, values, control) => this.try(message, control, () => this.actions.press(message, customId, values)),
    };
    const whisper = isWhisper(message);
    const note = NOTES.has(message.type);
    const body = el("article", { class: "message-body", tabindex: "-1", "aria-label": `${directory.authorName(message.author)}, ${format(madeAt(message.id), "t")}` },
      pinged && !whisper && el("span", { class: "unseen" }, "This pinged you. "),
      this.replyLine(message, directory),
      !follows && !note && plate(message, directory),
      !follows && !note && this.byline(message, directory),
      follows && el("span", { class: "gutter-time", "aria-hidden": "true" }, format(madeAt(message.id), "t")),
      note ? this.note(message, directory) : content(message, directory, context),
      message.message_snapshots?.map((snapshot) => this.forwarded(message, snapshot.message, context)),
      // Of a message made of v2 components, only the files its components name are shown.
      !((message.flags ?? 0) & COMPONENTS_V2) && attachments(message.attachments),
      embeds(message.embeds, context),
      components(message.components, message, context),
      message.edited_timestamp && !message.content && el("p", {}, editedMark(message)),
      this.reactions(message, directory),
      message.thread && threadLink(message.thread, this.actions),
      el("div", { class: "message-foot" }, whisper && this.whisperNote(message)),
      !whisper && !message.isStarter && this.tools.bar(message, directory, me));
    if (!whisper && !message.isStarter) this.tools.listen(body, message, directory, me);
    const item = el("li", { id: `message-${message.id}`, class: "message" },
      newDay && el("p", { class: "day" }, format(madeAt(message.id), "day")),
      isNew && el("p", { class: "new-line" }, el("span", {}, "New messages")),
      body);
    item.classList.toggle("follows", follows);
    item.classList.toggle("is-note", note);
    item.classList.toggle("is-whisper", whisper);
    item.classList.toggle("is-for-me", pinged && !whisper);
    return item;
  }

  byline(message, directory) {
    const { author } = message;
    const name = directory.authorName(author);
    const button = el("button", {
      type: "button", class: "name", tabindex: "-1", "aria-haspopup": "menu", "aria-expanded": "false",
      on: { click: () => this.tools.personMenu(message, author, directory, button) },
    }, name);
    return el("p", { class: "byline" },
      button,
      (author.bot || message.webhook_id) && el("span", { class: "tag", title: isProxy(message) ? "Posted by a webhook" : null }, "APP"),
      stamp(madeAt(message.id), "t"),
      message.pinned && el("span", { class: "quiet" }, "pinned"),
      Boolean((message.flags ?? 0) & SILENT) && el("span", { class: "quiet", title: "It notifies nobody" }, "sent silently"));
  }

  replyLine(message, directory) {
    const metadata = message.interaction_metadata;
    if (metadata?.user && !hasReply(message)) {
      const name = metadata.name ?? message.interaction?.name;
      return el("p", { class: "reply-line" }, el("span", { class: "name" }, directory.authorName(metadata.user)), name ? [" used ", el("code", {}, `/${name}`)] : " asked for this");
    }
    if (!hasReply(message)) return null;
    const answered = message.referenced_message;
    if (!answered) return el("p", { class: "reply-line" }, "Answers a message that was deleted.");
    const go = () => this.actions.openChannel(answered.channel_id ?? message.channel_id, answered.id);
    return el("p", { class: "reply-line" }, el("button", { type: "button", class: "jump", tabindex: "-1", on: { click: go } },
      el("span", { class: "name" }, directory.authorName(answered.author)), " ", keptTrue(el("span", { class: "gist" }), () => inShort(answered, directory))));
  }

  /** What Discord itself says in a channel. */
  note(message, directory) {
    const name = el("span", { class: "name" }, directory.authorName(message.author));
    const { channel_id: channel, message_id: pinned } = message.message_reference ?? {};
    const link = (words, ...where) => el("button", { type: "button", class: "text-link", on: { click: () => this.actions.openChannel(...where) } }, words);
    const said = {
      [PIN]: () => [" pinned ", pinned ? link("a message", channel, pinned) : "a message", "."],
      [JOIN]: () => " joined.",
      [THREAD]: () => [" started a thread: ", link(message.content, channel ?? message.channel_id), "."],
    };
    return el("p", { class: "quiet note-line" }, name, said[message.type](), " ", stamp(madeAt(message.id), "t"));
  }

  /** A message as it was when it was forwarded; who wrote it is not told. */
  forwarded(message, snapshot, context) {
    const origin = message.message_reference ?? {};
    const known = context.directory.channels.has(origin.channel_id);
    return el("div", { class: "forwarded" },
      el("p", { class: "subtext" }, "↪ Forwarded"),
      snapshot.content && prose(snapshot.content, context),
      !((snapshot.flags ?? 0) & COMPONENTS_V2) && attachments(snapshot.attachments),
      embeds(snapshot.embeds, context),
      components(snapshot.components, snapshot, context),
      el("p", { class: "subtext" },
        known && [el("button", { type: "button", class: "text-link", on: { click: () => context.openChannel(origin.channel_id, origin.message_id) } }, `#${context.directory.channelName(origin.channel_id)}`), " · "],
        snapshot.timestamp && stamp(Date.parse(snapshot.timestamp), "s")));
  }

  reactions(message, directory) {
    return reactionRow(message, directory,
      (emoji, on, control) => this.try(message, control, () => (on ? this.actions.react(message, emoji) : this.actions.unreact(message, emoji))),
      (control) => this.tools.react(message, control));
  }

  whisperNote(message) {
    return el("p", { class: "whisper-note" },
      "Only you can see this · ",
      el("button", { type: "button", class: "text-button", on: { click: (event) => this.try(message, event.target, () => this.actions.dismiss(message)) } }, "Dismiss"));
  }

  /** Does something to a message; a refusal is told beside what was pressed. */
  async try(message, control, action) {
    if (control.getAttribute("aria-busy") === "true") return;
    for (const told of document.querySelectorAll(`#message-${message.id} .trouble`)) told.remove();
    control.classList.add("is-waiting");
    control.setAttribute("aria-busy", "true");
    try {
      await action();
    } catch (refusal) {
      tell(message, control, refusal.message);
    } finally {
      control.classList.remove("is-waiting");
      control.removeAttribute("aria-busy");
    }
  }
}

function tell(message, control, words) {
  const told = trouble(words);
  const item = document.querySelector(`#message-${message.id}`);
  if (!item) return;
  // The message may have been drawn anew meanwhile.
  const key = control.closest("[data-custom-id]")?.dataset.customId;
  const pressed = key && item.querySelector(`[data-custom-id="${CSS.escape(key)}"]`);
  const row = pressed?.closest(".row, .section, .reactions");
  if (row) row.after(told);
  else item.querySelector(".message-foot").prepend(told);
  told.scrollIntoView({ block: "nearest" });
}

/** Puts the new drawing in the old one's place, keyboard focus included. */
function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.closest("[data-custom-id]")?.dataset.customId;
  const label = focused?.getAttribute("aria-label");
  const place = [...old.querySelectorAll("[data-custom-id]")].findIndex((control) => control.contains(focused));
  old.replaceWith(fresh);
  if (!focused) return;
  const successor = key && fresh.querySelector(`[data-custom-id="${CSS.escape(key)}"]`);
  const same = label && fresh.querySelector(`[aria-label="${CSS.escape(label)}"]`);
  // A button may come back under another custom_id: the one in its place takes over.
  const next = successor ?? same ?? (place < 0 ? null : fresh.querySelectorAll("[data-custom-id]:not(:disabled)")[place]);
  const target = next?.querySelector(".picker-face") ?? next ?? fresh.querySelector(".message-body");
  target.focus({ preventScroll: true });
}

function groups(before, message) {
  return before.author.id === message.author.id
    && before.author.username === message.author.username
    && !hasReply(message)
    && !NOTES.has(before.type) && !NOTES.has(message.type)
    && !message.interaction_metadata
    && isWhisper(before) === isWhisper(message)
    && madeAt(message.id) - madeAt(before.id) < GROUP_MS
    && sameDay(madeAt(before.id), madeAt(message.id));
}

function hasReply(message) {
  return message.type === REPLY || (message.message_reference && message.message_reference.type !== FORWARD && message.referenced_message !== undefined && !NOTES.has(message.type));
}

function pinging(pings, me) {
  return pings.everyone || pings.users.includes(me.id) || pings.roles.some((role) => me.roles?.includes(role));
}

/** Posted by a webhook that is not the answer to an interaction: often a person under another name. */
function isProxy(message) {
  return Boolean(message.webhook_id && !message.interaction_metadata && message.webhook_id === message.author.id);
}

function plate(message, directory) {
  const initials = initialsOf(directory.authorName(message.author));
  return el("span", { class: message.author.bot && !isProxy(message) ? "plate is-bot" : "plate", "aria-hidden": "true" }, initials);
}

/** Of the words that are words; a name of signs alone is told by its first. */
function initialsOf(name) {
  const words = name.split(/[\s_-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return (words.length ? words.slice(0, 2) : [name]).map((word) => [...word][0] ?? "").join("").toUpperCase();
}

function content(message, directory, context) {
  if ((message.flags ?? 0) & LOADING) {
    return el("p", { class: "quiet thinking", role: "status" }, `${directory.authorName(message.author)} is thinking…`, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")));
  }
  if (!message.content) return null;
  const text = prose(message.content, context);
  const end = text.lastElementChild;
  if (message.edited_timestamp) (end?.tagName === "P" ? end : text).append(" ", editedMark(message));
  return text;
}

function editedMark(message) {
  return el("span", { class: "quiet edited", title: format(Date.parse(message.edited_timestamp), "F") }, "(edited)");
}

function threadLink(thread, actions) {
  return el("button", { type: "button", class: "thread-link", on: { click: () => actions.openChannel(thread.id) } },
    el("span", { class: "thread-name" }, thread.name), " ",
    el("span", { class: "quiet" }, thread.message_count === 1 ? "1 message" : `${thread.message_count ?? 0} messages`));
}
