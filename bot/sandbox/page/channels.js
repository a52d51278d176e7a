// The list of channels with their threads, and a forum's posts.

import { ANNOUNCEMENT, CATEGORY, FORUM, isAsleep } from "./directory.js";
import { el } from "./dom.js";
import { madeAt, stamp } from "./time.js";

const THREADS_SHOWN = 12;

export function mark(channel) {
  if (channel.type === FORUM) return "▤";
  if (channel.type === ANNOUNCEMENT) return "!";
  return "#";
}

/** Draws the list into `nav`. `unread` holds ids of channels with something new. */
export function drawChannels(nav, directory, current, unread, open) {
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  const categories = [...directory.channels.values()].filter((channel) => channel.type === CATEGORY);
  const loose = directory.places().filter((channel) => !categories.some((category) => category.id === channel.parent_id));
  const entry = (channel) => place(channel, directory, current, unread, open);
  nav.replaceChildren(
    el("ul", {}, loose.map(entry)),
    ...categories.map((category) => el("section", {},
      el("h2", { class: "label" }, category.name),
      el("ul", {}, directory.places().filter((channel) => channel.parent_id === category.id).map(entry)))));
  if (focused) nav.querySelector(`[data-channel="${focused}"]`)?.focus();
}

function place(channel, directory, current, unread, open) {
  const threads = directory.threadsOf(channel.id);
  const live = threads.filter((thread) => !isAsleep(thread) || thread.id === current);
  const shown = live.slice(0, THREADS_SHOWN);
  const hidden = threads.length - shown.length;
  return el("li", {},
    link(channel, mark(channel), current, unread, open),
    threads.length > 0 && el("ul", { class: "threads" },
      shown.map((thread) => el("li", {}, link(thread, "└", current, unread, open))),
      // The rest stays within reach: this page is the only door to it.
      hidden > 0 && el("li", {}, el("details", { class: "older" },
        el("summary", {}, hidden === 1 ? "1 more thread" : `${hidden} more threads`),
        el("ul", {}, threads.filter((thread) => !shown.includes(thread)).map((thread) => el("li", {}, link(thread, "└", current, unread, open))))))));
}

function link(channel, sign, current, unread, open) {
  const isNew = unread.has(channel.id) && channel.id !== current;
  return el("button", {
    type: "button",
    class: isNew ? "place is-unread" : "place",
    "data-channel": channel.id,
    "aria-current": channel.id === current ? "page" : null,
    on: { click: () => open(channel.id) },
  }, el("span", { class: "sign", "aria-hidden": "true" }, sign), el("span", { class: "name" }, channel.name), isNew && el("span", { class: "new" }, "new"));
}

/** A forum has no messages of its own: its posts are its threads. */
export function forumPosts(channel, directory, open) {
  const threads = directory.threadsOf(channel.id);
  if (!threads.length) return el("p", { class: "empty" }, "No posts here yet.");
  return el("ul", { class: "posts" }, threads.map((thread) => el("li", {},
    el("button", { type: "button", class: "post", on: { click: () => open(thread.id) } },
      el("span", { class: "name" }, thread.name),
      el("span", { class: "quiet" }, "opened ", stamp(madeAt(thread.id), "f"))))));
}
