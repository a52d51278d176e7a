// What one can do with a message or a person: the tools beside a message, and its menu.

import { ask, askWords } from "./ask.js";
import { channelOptions } from "./choices.js";
import { CATEGORY, FORUM, isThread } from "./directory.js";
import { el, freshId } from "./dom.js";
import { may } from "./may.js";
import { openMenu } from "./menu.js";
import { Picker } from "./picker.js";
import { offerEmoji } from "./reactions.js";

const MOST_THREAD_NAME = 100;
const VOICE = 2;
const TAKES_NO_MENU = "a, button, input, textarea, select, audio, video, summary";

const copy = (words, text) => ({ words, act: () => put(text) });

async function put(text) {
  const said = await navigator.clipboard.writeText(text).then(() => "Copied.", () => "This browser did not let the page copy.");
  document.getElementById("announcer").textContent = said;
}

/** The bot's own entries of a menu, under a heading and apart from what follows. */
function apps(names, act) {
  return names.length ? [{ heading: "Apps" }, ...names.map((name) => ({ words: name, act: () => act(name) })), { rule: true }] : [];
}

function isOwn(message, me) {
  return message.author.id === me.id && !message.webhook_id;
}

function inThread(message, directory) {
  const channel = directory.channels.get(message.channel_id);
  return Boolean(channel && isThread(channel));
}

export class MessageTools {
  /**
   * `actions`: reply, edit, remove, react, unreact, forward, repost, thread, pin, menu(message, name), userMenu(person, name), mention.
   * `attempt(message, control, action)` tells a refusal at the message's foot.
   */
  constructor(actions, attempt) {
    this.actions = actions;
    this.attempt = attempt;
    this.messageMenus = [];
    this.userMenus = [];
  }

  /** The buttons shown while a message is pointed at or holds the focus. */
  bar(message, directory, me) {
    const author = directory.authorName(message.author);
    const tool = (label, sign, act, more = {}) => {
      const button = el("button", { type: "button", class: "tool", tabindex: "-1", "aria-label": label, title: label, ...more, on: { click: () => act(button) } }, el("span", { "aria-hidden": "true" }, sign));
      return button;
    };
    // The outer box is as tall as the message, so that the tools stay in sight along all of it.
    return el("div", { class: "message-tools" }, el("div", { class: "tool-strip" },
      tool(`Add a reaction to ${author}'s message`, "☺", (button) => this.react(message, button)),
      tool(`Reply to ${author}`, "↩", () => this.actions.reply(message)),
      tool(`More for ${author}'s message`, "⋯", (button) => this.menu(message, directory, me, button), { class: "tool is-more", "aria-haspopup": "menu", "aria-expanded": "false" })));
  }

  /** Right click, a long touch and the keyboard's menu key open the menu as well; on a focused message R, E and + are Discord's keys. */
  listen(body, message, directory, me) {
    const keys = {
      r: () => this.actions.reply(message),
      e: () => isOwn(message, me) && this.actions.edit(message),
      "+": () => this.react(message, body),
    };
    body.addEventListener("keydown", (event) => {
      if (event.target !== body || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    });
    body.addEventListener("contextmenu", (event) => {
      const target = event.target.closest(TAKES_NO_MENU);
      if ((target && body.contains(target)) || String(getSelection())) return;
      event.preventDefault();
      this.menu(message, directory, me, { x: event.clientX, y: event.clientY, back: body });
    });
  }

  react(message, control) {
    offerEmoji((emoji) => this.attempt(message, control, () => this.actions.react(message, emoji)));
  }

  menu(message, directory, me, at) {
    const own = isOwn(message, me);
    const allowed = (permission) => may(directory, me, message.channel_id, permission);
    const control = at instanceof Element ? at : at.back;
    const attempt = (action) => this.attempt(message, control, action);
    openMenu(`For ${directory.authorName(message.author)}'s message`, [
      allowed("ADD_REACTIONS") && { words: "Add a reaction…", act: () => this.react(message, control) },
      { words: "Reply", act: () => this.actions.reply(message) },
      { words: "Forward…", act: () => this.forward(message, directory) },
      own && { words: "Edit", act: () => this.actions.edit(message) },
      !message.thread && !inThread(message, directory) && allowed("CREATE_PUBLIC_THREADS") && { words: "Open a thread…", act: () => this.thread(message) },
      own && { words: "Re-post under another name…", act: () => this.repost(message) },
      allowed("PIN_MESSAGES") && { words: message.pinned ? "Unpin" : "Pin", act: () => attempt(() => this.actions.pin(message)) },
      ...apps(this.messageMenus, (name) => attempt(() => this.actions.menu(message, name))),
      message.content && copy("Copy the words", message.content),
      copy("Copy the link", `https://discord.com/channels/${directory.server.id}/${message.channel_id}/${message.id}`),
      copy("Copy the message's id", message.id),
      (own || allowed("MANAGE_MESSAGES")) && { words: "Delete…", danger: true, act: () => this.remove(message, directory) },
    ], at);
  }

  /** The menu at somebody's name. */
  personMenu(message, person, directory, at) {
    const known = directory.people.has(person.id);
    openMenu(`For ${directory.authorName(person)}`, [
      { words: "Mention", act: () => this.actions.mention(person) },
      ...apps(known ? this.userMenus : [], (name) => this.attempt(message, at, () => this.actions.userMenu(person, name))),
      copy("Copy their id", person.id),
    ], at);
  }

  forward(message, directory) {
    const places = channelOptions(directory).filter((option) => ![CATEGORY, FORUM, VOICE].includes(directory.channels.get(option.value).type));
    const label = el("span", { id: freshId("where") }, "Where to");
    const picker = new Picker({ label: "Where to", labelledBy: label.id, options: places, placeholder: "Choose a channel" });
    ask({
      title: "Forward this message",
      parts: [el("div", { class: "field" }, el("p", { class: "caption" }, label), picker.element)],
      yes: "Forward",
      act: async () => {
        if (!picker.values.length) throw new Error("Choose a channel to forward it to.");
        await this.actions.forward(message, picker.values[0]);
      },
    });
  }

  thread(message) {
    askWords({ title: "Open a thread on this message", label: "Name of the thread", most: MOST_THREAD_NAME, yes: "Open the thread", act: (name) => this.actions.thread(message, name) });
  }

  repost(message) {
    askWords({
      title: "Re-post under another name", label: "The name it is shown under", most: 80, yes: "Re-post",
      act: (name) => this.actions.repost(message, name),
    });
  }

  remove(message, directory) {
    const whose = directory.authorName(message.author);
    ask({
      title: "Delete this message?",
      parts: [el("p", {}, `${whose}'s message goes for everyone, and can't be brought back.`)],
      yes: "Delete it",
      danger: true,
      act: () => this.actions.remove(message),
    });
  }
}
