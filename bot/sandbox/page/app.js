// Who looks at what, and keeping it true.

import { api, follow } from "./api.js";
import { drawChannels, forumPosts, mark } from "./channels.js";
import { ClockBar } from "./clock.js";
import { CommandBox, leaves, messageMenus, userMenus } from "./commands.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { Directory, FORUM, isAsleep, isLocked, isThread } from "./directory.js";
import { el } from "./dom.js";
import { LogDrawer } from "./log.js";
import { closedTo, may } from "./may.js";
import { MessageList } from "./messages.js";
import { Modals } from "./modal.js";
import { sandboxNow } from "./time.js";

const $ = (id) => document.getElementById(id);

const state = {
  servers: [],
  directory: null,
  person: null,
  channel: null,
  unread: new Set(),
};

const list = new MessageList($("messages"), {
  openChannel,
  reply: (message) => composer.answer(message, state.directory),
  edit: (message) => composer.edit(message),
  mention: (person) => composer.mention(person, state.directory),
  dismiss: (message) => act((server, person) => api.dismiss(server, person, message.id)),
  remove: (message) => act((server, person) => api.remove(server, person, message.id)),
  react: (message, emoji) => act((server, person) => api.react(server, person, { message: message.id, emoji })),
  pin: (message) => act((server, person) => (message.pinned ? api.unpin : api.pin)(server, person, message.id)),
  unreact: (message, emoji) => act((server, person) => api.unreact(server, person, { message: message.id, emoji })),
  forward: (message, channel) => act((server, person) => api.forward(server, person, { message: message.id, channel }), channel),
  repost: (message, name) => act((server, person) => api.repost(server, person, { message: message.id, name })),
  thread: async (message, name) => {
    const { thread } = await api.openThread(state.directory.server.id, state.person, { message: message.id, name });
    await loadServers();
    openChannel(thread.id);
  },
  menu: (message, name) => act((server, person) => api.menu(server, person, { command: name, message: message.id })),
  userMenu: (target, name) => act((server, person) => api.menu(server, person, { command: name, person: target.id, channel: state.channel })),
  press: (message, customId, values) =>
    act((server, person) => api.press(server, person, { message: message.id, custom_id: customId, ...(values ? { values } : {}) }),
      // Direct messages go by another name than their channel's id.
      state.directory.channels.has(message.channel_id) ? message.channel_id : state.channel),
});
const conversation = new Conversation({
  pane: $("conversation"), list, toNewest: $("to-newest"), notice: $("notice"), announcer: $("announcer"),
  read: (page) => api.view(state.directory.server.id, state.person, state.channel, page),
});
const composer = new Composer($("composer"), {
  zone: document.querySelector("main"),
  send: async (message, files) => {
    const written = { channel: state.channel, ...message };
    if (!("name" in message)) return act((server, person) => api.say(server, person, written, files));
    const opened = await api.openPost(state.directory.server.id, state.person, written, files);
    await loadServers();
    openChannel(opened.message.channel_id);
  },
  save: (message, content) => act((server, person) => api.edit(server, person, message.id, content)),
  lastOwn: () => conversation.lastOwn(state.person),
});
const commands = new CommandBox($("command-box"), composer, {
  directory: () => state.directory,
  uploadLimit,
  use: (words, options, files) =>
    act((server, person) => api.use(server, person, { channel: state.channel, command: words, options }, files)),
  complete: (words, options, focused) =>
    api.complete(state.directory.server.id, state.person, { channel: state.channel, command: words, options, focused }),
});
const modals = new Modals($("composer"), {
  seat: () => ({ directory: state.directory, openChannel, uploadLimit: uploadLimit() }),
  submit: (modal, place, fields, files) => act((server, person) => api.submit(server, person, { modal: modal.id, fields }, files), place),
});
const clock = new ClockBar($("clock"), () => lookAtAll());
const log = new LogDrawer($("log"), $("log-toggle"), (id) => state.directory?.known(id));

/** What this page shows is in its address, so two people can sit side by side in two windows. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { server: parts.get("server"), channel: parts.get("channel"), person: parts.get("as") };
}

function writeAddress() {
  const parts = new URLSearchParams({ server: state.directory.server.id, channel: state.channel ?? "", as: state.person ?? "" });
  if (location.hash.slice(1) !== parts.toString()) history.replaceState(null, "", `#${parts}`);
}

async function loadServers() {
  state.servers = await api.servers();
  const wanted = readAddress();
  const server = state.servers.find((one) => one.id === wanted.server) ?? state.servers[0];
  if (!server) {
    state.directory = null;
    composer.place("Write a message", "There is no server to write in.", false);
    return say("There is no server here yet. Start the sandbox with make demo and a small community moves in.");
  }
  state.directory = new Directory(server);
  const actors = server.people;
  const channels = state.directory.channels;
  state.person = (actors.find((one) => one.id === (wanted.person || state.person)) ?? actors[0])?.id ?? null;
  state.channel = channels.has(wanted.channel) ? wanted.channel : state.directory.places()[0]?.id ?? null;
  options($("server"), state.servers, server.id, (one) => one.name);
  options($("person"), actors, state.person, (one) => {
    const roles = state.directory.roleNames(one);
    return roles.length ? `${one.name} (${roles.join(", ")})` : one.name;
  });
  drawPlace();
}

function options(select, items, chosen, words) {
  // Drawing an open select anew would close it under the person's hand.
  const print = JSON.stringify([items.map((item) => [item.id, words(item)]), chosen]);
  if (select.dataset.print === print) return;
  select.dataset.print = print;
  select.replaceChildren(...items.map((item) => el("option", { value: item.id, selected: item.id === chosen }, words(item))));
}

function drawPlace() {
  writeAddress();
  const channel = state.directory.channels.get(state.channel);
  const parent = channel && isThread(channel) ? state.directory.channels.get(channel.parent_id) : null;
  drawChannels($("channel-list"), state.directory, state.channel, state.unread, openChannel);
  $("channel-name").textContent = channel ? `${isThread(channel) ? "" : `${mark(channel)} `}${channel.name}` : "No channel yet";
  $("channel-topic").textContent = parent ? threadWords(channel, parent) : channel?.topic ?? "";
  document.title = channel ? `${channel.name} · Callsheet sandbox` : "Callsheet sandbox";
  const person = state.directory.personName(state.person);
  composer.sit(seatKey());
  const closed = channel ? closedTo(state.directory, { id: state.person }, channel) : "There is no channel to write in.";
  composer.place(`Write in ${channel?.name ?? "this channel"} as ${person}`, closed, channel?.type === FORUM, {
    directory: state.directory, uploadLimit: uploadLimit(), tags: channel?.available_tags,
    mayAttach: !channel || may(state.directory, { id: state.person }, channel.id, "ATTACH_FILES"),
  });
}

function placeName() {
  const channel = state.directory?.channels.get(state.channel);
  return channel ? `${isThread(channel) ? "" : "#"}${channel.name}` : "";
}

const seatKey = () => `${state.person}:${state.channel}`;

/** The most bytes one file of this person may have here: the server's limit, or their own where that is higher. */
function uploadLimit() {
  return Math.max(state.directory.server.upload_limit, state.directory.person(state.person)?.upload_limit ?? 0);
}

function threadWords(thread, parent) {
  if (isLocked(thread)) return `Thread in #${parent.name}, locked: only moderators can write here`;
  if (isAsleep(thread)) return `Thread in #${parent.name}, asleep until someone writes`;
  return `Thread in #${parent.name}`;
}

/** Opens a channel, and there brings the message `messageId` into sight. */
function openChannel(id, messageId = null) {
  closeChannels();
  state.unread.delete(id);
  if (id !== state.channel && state.directory.channels.has(id)) {
    state.channel = id;
    startOver();
  }
  if (messageId) conversation.jumpTo(messageId);
}

/** Another seat or another place: nothing shown so far holds. */
function startOver() {
  conversation.enter(seatKey(), placeName());
  $("forum").replaceChildren();
  commands.close();
  drawPlace();
  look({ settle: true });
  loadCommands().catch(() => {});
}

let looks = 0;

/** Reads the current view. A slow answer for a place one has left is dropped. */
async function look({ settle = false } = {}) {
  if (!state.directory || !state.person || !state.channel) return;
  const channel = state.directory.channels.get(state.channel);
  if (channel?.type === FORUM) {
    $("forum").replaceChildren(forumPosts(channel, state.directory, openChannel));
    return say("");
  }
  looks += 1;
  const mine = looks;
  try {
    const view = await api.view(state.directory.server.id, state.person, state.channel);
    if (mine === looks) show(view, settle);
  } catch (refusal) {
    if (mine !== looks) return;
    if (refusal.status !== 0) conversation.enter(seatKey());
    say(refusal.message);
  }
}

let acting = 0;

/**
 * Does something as this person, in the channel open or in `place`, and shows what they then see.
 * Rejects with the Refusal to tell.
 */
async function act(action, place = state.channel) {
  const { person, channel } = state;
  acting += 1;
  let view;
  try {
    view = await action(state.directory.server.id, person);
  } finally {
    acting -= 1;
  }
  if (person !== state.person || channel !== state.channel) return;
  if (place !== channel) {
    // A thread shows the message it grew from, but what that answers is said where the message is.
    if (!modals.take(view.modal, place, true)) openChannel(place);
    return;
  }
  looks += 1;
  show(view, false, true);
}

function show(view, settle, mine = false) {
  const me = state.directory.person(state.person) ?? { id: state.person };
  conversation.show(view, state.directory, me, { settle, mine });
  // While an action is under way its own answer says whether a modal opens.
  if (mine || !acting) modals.take(view.modal, state.channel, mine);
}

/** The one line in an empty pane. */
function say(sentence) {
  $("notice").textContent = sentence;
  $("notice").hidden = !sentence;
}

let known = 0;

async function lookAtAll() {
  try {
    await loadServers();
  } catch (refusal) {
    return say(refusal.message);
  }
  known = performance.now();
  // One of them failing says nothing about the others, and each will be asked again.
  await Promise.allSettled([look(), clock.look(), log.look(), loadCommands()]);
}

async function loadCommands() {
  if (!state.directory || !state.person || !state.channel) return;
  const { person, channel } = state;
  const offered = await api.commands(state.directory.server.id, person, channel);
  if (person !== state.person || channel !== state.channel) return;
  commands.offered = leaves(offered);
  list.offer(messageMenus(offered), userMenus(offered));
}

async function heard(hints) {
  const reconnected = hints.some((hint) => hint.op === "reconnected");
  if (reconnected) {
    log.startOver();
    clock.look().then(() => conversation.begin(sandboxNow())).catch(() => {});
  }
  if (reconnected || !hints.length || !state.directory) return lookAtAll();
  const here = hints.filter((hint) => hint.op === "changed" && hint.server === state.directory.server.id);
  for (const hint of here) if (hint.channel && hint.channel !== state.channel) state.unread.add(hint.channel);
  const stranger = hints.some((hint) => hint.op === "changed" && (hint.channel === null || !state.directory.channels.has(hint.channel)));
  if (stranger && performance.now() - known > 500) return lookAtAll();
  if (here.length) drawChannels($("channel-list"), state.directory, state.channel, state.unread, openChannel);
  const jobs = [clock.look(), log.look()];
  if (hints.some((hint) => hint.op === "clock")) jobs.push(loadCommands());
  if (here.some((hint) => hint.channel === state.channel)) jobs.push(look());
  await Promise.allSettled(jobs);
}

function closeChannels() {
  $("channels").classList.remove("is-open");
  $("channels-toggle").setAttribute("aria-expanded", "false");
}

function leaveChannels() {
  if (!$("channels").classList.contains("is-open")) return;
  closeChannels();
  $("channels-toggle").focus();
}

$("channels-toggle").addEventListener("click", () => {
  const open = $("channels").classList.toggle("is-open");
  $("channels-toggle").setAttribute("aria-expanded", String(open));
  if (open) $("channel-list").querySelector("[aria-current], button")?.focus();
});
$("channels").addEventListener("keydown", (event) => event.key === "Escape" && leaveChannels());
$("channels-close").addEventListener("click", leaveChannels);
$("conversation").addEventListener("pointerdown", closeChannels);
$("person").addEventListener("change", (event) => {
  state.person = event.target.value;
  event.target.dataset.print = "";
  startOver();
});
$("server").addEventListener("change", async (event) => {
  history.replaceState(null, "", `#${new URLSearchParams({ server: event.target.value })}`);
  state.unread.clear();
  list.clear();
  await loadServers();
  startOver();
});
$("skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("conversation").focus();
});
window.addEventListener("hashchange", async () => {
  await loadServers();
  startOver();
});

// Whispers from before this moment are gone, so the moment must be known first.
await clock.look().catch(() => {});
conversation.begin(sandboxNow());
await lookAtAll();
if (state.directory) startOver();
follow(heard);
