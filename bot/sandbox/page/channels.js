// The list of channels with their threads, and a forum's posts.

import { ANNOUNCEMENT, CATEGORY, DIRECT, DM, FORUM, isAsleep, isLocked } from "./directory.js";
import { el } from "./dom.js";
import { madeAt, stamp } from "./time.js";

const THREADS_SHOWN = 12;
const MOST_COUNTED = 50;

export function mark(channel) {
  if (channel.type === FORUM) return "▤";
  if (channel.type === ANNOUNCEMENT) return "!";
  if (channel.type === DM) return "@";
  return "#";
}

/** Draws the list into `nav`. `unread` knows what is new where; `open(id)` goes there. */
export function drawChannels(nav, directory, current, unread, open) {
  const focused = nav.contains(document.activeElement) ? document.activeElement : null;
  const opened = new Set([...nav.querySelectorAll("details[open]")].map((details) => details.dataset.of));
  const categories = [...directory.channels.values()].filter((channel) => channel.type === CATEGORY);
  const loose = directory.places().filter((channel) => !categories.some((category) => category.id === channel.parent_id));
  const direct = directory.channels.get(DIRECT);
  const entry = (channel) => place(channel, directory, current, unread, open, opened);
  nav.replaceChildren(
    el("ul", {}, loose.map(entry)),
    ...categories.map((category) => [category, directory.places().filter((channel) => channel.parent_id === category.id)])
      .filter(([, inside]) => inside.length)
      .map(([category, inside]) => section(category.name, inside.map(entry))),
    ...(direct ? [section("Direct messages", [el("li", {}, link(direct, mark(direct), directory, current, unread, open))])] : []));
  if (!focused) return;
  const successor = focused.dataset.channel
    ? nav.querySelector(`[data-channel="${focused.dataset.channel}"]`)
    : nav.querySelector(`details[data-of="${focused.parentElement?.dataset.of}"] > summary`);
  successor?.focus();
}

function section(title, entries) {
  return el("section", {}, el("h2", { class: "label" }, title), el("ul", {}, entries));
}

/** Arrow keys, Home and End go through what is to be seen of a list; each entry stays in the tab order too. */
export function arrows(event, entries) {
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  const all = [...entries].filter((entry) => entry.getClientRects().length);
  const at = all.indexOf(document.activeElement);
  if (at < 0) return;
  const next = event.key === "Home" ? all[0] : event.key === "End" ? all.at(-1) : steps[event.key] && all[at + steps[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function place(channel, directory, current, unread, open, opened) {
  const threads = directory.threadsOf(channel.id);
  const live = threads.filter((thread) => !isAsleep(thread) || thread.id === current || unread.of(thread.id)?.pings);
  const shown = live.slice(0, THREADS_SHOWN);
  const hidden = threads.filter((thread) => !shown.includes(thread));
  const news = hidden.some((thread) => unread.of(thread.id));
  const under = (thread) => el("li", {}, link(thread, isLocked(thread) ? "×" : "└", directory, current, unread, open));
  return el("li", {},
    link(channel, mark(channel), directory, current, unread, open),
    threads.length > 0 && el("ul", { class: "threads" },
      shown.map(under),
      // The rest stays within reach: this page is the only door to it.
      hidden.length > 0 && el("li", {}, el("details", { class: "older", "data-of": channel.id, open: opened.has(channel.id) },
        el("summary", { class: news ? "is-unread" : null }, hidden.length === 1 ? "1 more thread" : `${hidden.length} more threads`, news && dot()),
        el("ul", {}, hidden.map(under))))));
}

function link(channel, sign, directory, current, unread, open) {
  const news = channel.id === current ? null : newsOf(channel, directory, unread);
  const asleep = isAsleep(channel);
  return el("button", {
    type: "button",
    class: ["place", news && "is-unread", asleep && "is-asleep"].filter(Boolean).join(" "),
    "data-channel": channel.id,
    "aria-current": channel.id === current ? "page" : null,
    on: { click: () => open(channel.id) },
  },
  el("span", { class: "sign", "aria-hidden": "true" }, sign),
  el("span", { class: "name" }, channel.name),
  asleep && el("span", { class: "unseen" }, isLocked(channel) ? ", locked and asleep" : ", asleep"),
  news && newsMark(news));
}

/** In a forum all that is new is in its posts. */
function newsOf(channel, directory, unread) {
  if (channel.type !== FORUM) return unread.of(channel.id);
  const all = directory.threadsOf(channel.id).map((thread) => unread.of(thread.id)).filter(Boolean);
  const sum = (key) => all.reduce((total, news) => total + news[key], 0);
  return all.length ? { count: sum("count"), pings: sum("pings") } : null;
}

/** A dot for what is new, a number for what pings: a shape and a count, never the colour alone. */
function newsMark({ count, pings }) {
  const many = (number) => (number >= MOST_COUNTED ? `${MOST_COUNTED}+` : number);
  const words = `, ${many(count)} new${pings ? `, ${many(pings)} for you` : ""}`;
  return [
    pings ? el("span", { class: "pings", "aria-hidden": "true" }, many(pings)) : dot(),
    el("span", { class: "unseen" }, words),
  ];
}

function dot() {
  return el("span", { class: "dot", "aria-hidden": "true" });
}

/** A forum has no messages of its own: its posts are its threads, each with its tags. */
export function forumPosts(channel, directory, unread, open) {
  const threads = directory.threadsOf(channel.id);
  if (!threads.length) return el("p", { class: "empty" }, "No posts here yet. Give yours a title below and write what it is about.");
  const tags = new Map((channel.available_tags ?? []).map((tag) => [tag.id, tag.name]));
  const list = el("ul", { class: "posts" }, threads.map((thread) => el("li", {}, post(thread, directory, tags, unread.of(thread.id), open))));
  list.addEventListener("keydown", (event) => arrows(event, list.querySelectorAll(".post")));
  return list;
}

function post(thread, directory, tags, news, open) {
  const replies = thread.message_count ?? 0;
  const state = isLocked(thread) ? "locked" : isAsleep(thread) ? "asleep" : null;
  const last = thread.last_message_id ?? thread.id;
  return el("button", { type: "button", class: news ? "post is-unread" : "post", "data-channel": thread.id, on: { click: () => open(thread.id) } },
    el("span", { class: "post-head" },
      el("span", { class: "name" }, thread.name),
      state && el("span", { class: "post-state" }, state),
      news && newsMark(news)),
    (thread.applied_tags ?? []).length > 0 && el("span", { class: "post-tags" }, thread.applied_tags.map((tag) => el("span", { class: "post-tag" }, tags.get(tag) ?? "a tag that is gone"))),
    el("span", { class: "quiet" }, `by ${directory.personName(thread.owner_id)} · ${replies === 1 ? "1 reply" : `${replies} replies`} · last `, stamp(madeAt(last), "R")));
}
