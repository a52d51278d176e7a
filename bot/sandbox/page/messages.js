// One person's view of a channel: messages and the answers only they can see, in order.

import { components } from "./components.js";
import { el, trouble } from "./dom.js";
import { embeds } from "./embeds.js";
import { plain } from "./markdown.js";
import { attachments } from "./media.js";
import { prose } from "./prose.js";
import { format, madeAt, sameDay, stamp } from "./time.js";

const EPHEMERAL = 1 << 6;
const LOADING = 1 << 7;
const SILENT = 1 << 12;
const COMPONENTS_V2 = 1 << 15;
const GROUP_MS = 7 * 60 * 1000;
const REPLY = 19;
const STARTER = 21;
const NOTES = {
  6: "pinned a message.",
  7: "joined.",
  18: "started a thread.",
};

/** Messages of a view as this person reads them, oldest first. */
export function inOrder(view) {
  // A thread begins with the message it was opened on, which lives in the channel above.
  const messages = view.messages.map((message) => (message.type === STARTER && message.referenced_message ? { ...message.referenced_message, thread: null, isStarter: true } : message));
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
  const words = plain(source, (node) => (node.kind === "instant" ? format(node.milliseconds, node.style === "R" ? "f" : node.style) : directory.mention(node)));
  const files = message.attachments?.map((file) => file.filename).join(", ");
  return [words, files].filter(Boolean).join(" · ") || "a message without words";
}

/** Signed links change each time they are given; that alone is no change to show. */
function fingerprint(message, follows) {
  return JSON.stringify([message, follows]).replace(/[?&](?:ex|is|hm)=[0-9a-f]+/g, "");
}

export class MessageList {
  /** `actions`: reply, dismiss, press(message, customId, values), menu(message, name), openChannel(id). */
  constructor(list, actions) {
    this.list = list;
    this.actions = actions;
    this.menus = [];
    this.shown = new Map();
  }

  /** Shows these messages, touching only what changed so that players and open lists keep going. Returns those that are new. */
  show(messages, directory, me, pings) {
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
      const follows = before !== null && groups(before, message);
      const newDay = before === null || !sameDay(madeAt(before.id), madeAt(message.id));
      const pinged = pings[message.id] !== undefined && pinging(pings[message.id], me);
      const print = fingerprint(message, [follows, newDay, me.id, pinged, this.menus]);
      const known = this.shown.get(message.id);
      let element = known?.element;
      if (!known) added.push(message);
      if (known?.print !== print) {
        element = this.draw(message, directory, { follows, newDay, pinged });
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

  draw(message, directory, { follows, newDay, pinged }) {
    const context = {
      directory,
      openChannel: this.actions.openChannel,
      press: (customId, values, control) => this.try(message, control, () => this.actions.press(message, customId, values)),
    };
    const whisper = isWhisper(message);
    const item = el("li", { id: `message-${message.id}`, class: "message" },
      newDay && el("p", { class: "day" }, format(madeAt(message.id), "day")),
      el("article", { class: "message-body", tabindex: "-1", "aria-label": `${directory.authorName(message.author)}, ${format(madeAt(message.id), "t")}` },
        pinged && !whisper && el("span", { class: "unseen" }, "This pinged you. "),
        replyLine(message, directory),
        !follows && plate(message, directory),
        !follows && byline(message, directory),
        content(message, directory, context),
        // Of a message made of v2 components, only the files its components name are shown.
        !((message.flags ?? 0) & COMPONENTS_V2) && attachments(message.attachments),
        embeds(message.embeds, context),
        components(message.components, message, context),
        message.edited_timestamp && !message.content && el("p", {}, editedMark(message)),
        reactions(message),
        message.thread && threadLink(message.thread, this.actions),
        el("div", { class: "message-foot" }, whisper && this.whisperNote(message)),
        !whisper && !message.isStarter && this.tools(message, directory)));
    item.classList.toggle("follows", follows);
    item.classList.toggle("is-whisper", whisper);
    item.classList.toggle("is-for-me", pinged && !whisper);
    return item;
  }

  tools(message, directory) {
    const author = directory.authorName(message.author);
    const menus = this.menus.map((name) => {
      const button = el("button", { type: "button", class: "tool", on: { click: () => this.try(message, button, () => this.actions.menu(message, name)) } }, name);
      return button;
    });
    return el("div", { class: "message-tools" },
      menus,
      el("button", { type: "button", class: "tool", "aria-label": `Reply to ${author}`, on: { click: () => this.actions.reply(message) } }, "Reply"));
  }

  whisperNote(message) {
    return el("p", { class: "whisper-note" },
      "Only you can see this. ",
      el("button", { type: "button", class: "text-button", on: { click: (event) => this.try(message, event.target, () => this.actions.dismiss(message)) } }, "Dismiss"));
  }

  /** Does something to a message; a refusal is told at its foot. */
  async try(message, control, action) {
    const foot = document.querySelector(`#message-${message.id} .message-foot`);
    foot?.querySelector(".trouble")?.remove();
    control.classList.add("is-waiting");
    control.setAttribute("aria-busy", "true");
    try {
      await action();
      if (control instanceof HTMLDetailsElement) control.open = false;
    } catch (refusal) {
      // The message may have been drawn anew meanwhile.
      const told = trouble(refusal.message);
      document.querySelector(`#message-${message.id} .message-foot`)?.prepend(told);
      told.scrollIntoView({ block: "nearest" });
    } finally {
      control.classList.remove("is-waiting");
      control.removeAttribute("aria-busy");
    }
  }
}

/** Puts the new drawing in the old one's place, keyboard focus included. */
function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.closest("[data-custom-id]")?.dataset.customId;
  old.replaceWith(fresh);
  if (!focused) return;
  const successor = key && fresh.querySelector(`[data-custom-id="${CSS.escape(key)}"]`);
  const target = successor?.querySelector("summary") ?? successor ?? fresh.querySelector(".message-body");
  target.focus({ preventScroll: true });
}

function groups(before, message) {
  return before.author.id === message.author.id
    && !hasReply(message)
    && !message.interaction_metadata
    && isWhisper(before) === isWhisper(message)
    && madeAt(message.id) - madeAt(before.id) < GROUP_MS
    && sameDay(madeAt(before.id), madeAt(message.id));
}

function hasReply(message) {
  return message.type === REPLY || (message.message_reference && message.referenced_message !== undefined);
}

function pinging(pings, me) {
  return pings.everyone || pings.users.includes(me.id) || pings.roles.some((role) => me.roles?.includes(role));
}

function replyLine(message, directory) {
  const metadata = message.interaction_metadata;
  if (metadata?.user && !hasReply(message)) {
    const name = metadata.name ?? message.interaction?.name;
    return el("p", { class: "reply-line" }, el("span", { class: "name" }, directory.authorName(metadata.user)), name ? [" used ", el("code", {}, `/${name}`)] : " asked for this");
  }
  if (!hasReply(message)) return null;
  const answered = message.referenced_message;
  if (!answered) return el("p", { class: "reply-line" }, "Answers a message that was deleted.");
  return el("p", { class: "reply-line" }, el("a", { href: `#message-${answered.id}`, on: { click: goTo(answered.id) } },
    el("span", { class: "name" }, directory.authorName(answered.author)), " ", el("span", { class: "gist" }, inShort(answered, directory))));
}

// The address after # says where the page is, so a jump inside the list must not change it.
const goTo = (id) => (event) => {
  event.preventDefault();
  const target = document.querySelector(`#message-${id} .message-body`);
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
};

function plate(message, directory) {
  const initials = directory.authorName(message.author).split(/[\s_-]+/).slice(0, 2).map((word) => [...word][0] ?? "").join("").toUpperCase();
  return el("span", { class: message.author.bot ? "plate is-bot" : "plate", "aria-hidden": "true" }, initials);
}

function byline(message, directory) {
  return el("p", { class: "byline" },
    el("span", { class: "name" }, directory.authorName(message.author)),
    message.author.bot && el("span", { class: "tag" }, message.webhook_id && !message.interaction_metadata ? "WEBHOOK" : "BOT"),
    stamp(madeAt(message.id), "t"),
    Boolean((message.flags ?? 0) & SILENT) && el("span", { class: "quiet", title: "Sent without a notification" }, "silent"));
}

function content(message, directory, context) {
  if ((message.flags ?? 0) & LOADING) return el("p", { class: "quiet thinking" }, `${directory.authorName(message.author)} is thinking…`);
  if (NOTES[message.type]) return el("p", { class: "quiet" }, `${directory.authorName(message.author)} ${NOTES[message.type]}`);
  if (!message.content) return null;
  const text = prose(message.content, context);
  const end = text.lastElementChild;
  if (message.edited_timestamp) (end?.tagName === "P" ? end : text).append(" ", editedMark(message));
  return text;
}

function editedMark(message) {
  return el("span", { class: "quiet edited", title: format(Date.parse(message.edited_timestamp), "F") }, "(edited)");
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return el("p", { class: "reactions" }, message.reactions.map((reaction) =>
    el("span", { class: "reaction" }, `${reaction.emoji.id ? `:${reaction.emoji.name}:` : reaction.emoji.name} ${reaction.count}`)));
}

function threadLink(thread, actions) {
  return el("button", { type: "button", class: "thread-link", on: { click: () => actions.openChannel(thread.id) } },
    el("span", { class: "thread-name" }, thread.name), " ",
    el("span", { class: "quiet" }, thread.message_count === 1 ? "1 message" : `${thread.message_count ?? 0} messages`));
}
