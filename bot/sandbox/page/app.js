// Who looks at what, and keeping it true.

import { api, follow, isMissing } from "./api.js";
import { Beside, isSeat, tellWindow } from "./beside.js";
import { arrows, drawChannels, forumPosts, mark } from "./channels.js";
import { ClockBar } from "./clock.js";
import { CommandBox, leaves, messageMenus, userMenus } from "./commands.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { DIRECT, Directory, FORUM, isAsleep, isLocked, isThread } from "./directory.js";
import { el } from "./dom.js";
import { FaultsDrawer } from "./faults.js";
import { Guide } from "./guide.js";
import { LogDrawer } from "./log.js";
import { closedTo, may } from "./may.js";
import { forget } from "./memory.js";
import { MessageList } from "./messages.js";
import { Modals } from "./modal.js";
import { PeopleDialog, noteRecent, recentPeople } from "./people.js";
import { sandboxNow } from "./time.js";
import { Unread } from "./unread.js";

const $ = (id) => document.getElementById(id);

const state = {
  servers: [],
  directory: null,
  person: null,
  channel: null,
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
const unread = new Unread(drawList, (messages, channel) => guide.saw(messages, channel));
const people = new PeopleDialog($("person"), {
  directory: () => state.directory,
  person: () => state.person,
  sit: (person) => sit(person, state.channel),
  changed: loadServers,
});
const clock = new ClockBar($("clock"), () => lookAtAll());
const log = new LogDrawer($("log"), $("log-toggle"), (id) => state.directory?.known(id));
const faults = new FaultsDrawer($("faults"), $("faults-toggle"), {
  server: () => state.directory?.server.id,
  servers: () => state.servers,
  channel: () => state.channel,
  channels: () => [...(state.directory?.channels.values() ?? [])],
  nameOf: (id) => state.directory?.known(id) ?? id,
});
const guide = new Guide($("guide"), $("guide-toggle"), {
  directory: () => state.directory,
  bot: () => state.directory?.server.bot.id,
  isAt: (name, channel) => !beside.isOpen && state.directory.personName(state.person) === name && (!channel || channel === state.channel),
  go: goAs,
});
const beside = new Beside($("beside-toggle"), $("beside"), { seats: twoSeats, changed: seatsMoved });

/** What this page shows is in its address, so two people can sit side by side in two windows. */
function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { server: parts.get("server"), channel: parts.get("channel"), person: parts.get("as"), beside: parts.get("beside") };
}

function address(person = state.person, channel = state.channel) {
  return new URLSearchParams({ server: state.directory.server.id, channel: channel ?? "", as: person ?? "" }).toString();
}

function writeAddress() {
  const parts = beside.isOpen ? `${beside.addresses[0]}&${new URLSearchParams({ beside: beside.addresses[1] })}` : address();
  if (location.hash.slice(1) !== parts) history.replaceState(null, "", `#${parts}`);
  tellWindow(parts, state.directory.personName(state.person));
}

let newest = null;

/** Reads the servers anew. Once somebody asked again an older answer no longer holds: all wait for the newest. */
function loadServers() {
  const mine = readServers(() => mine === newest).then((holds) => (holds ? undefined : newest));
  newest = mine;
  return mine;
}

/** Takes what is read as the page's own, unless it `holds()` no longer. */
async function readServers(holds) {
  const wanted = readAddress();
  const servers = await api.servers();
  if (!holds()) return false;
  state.servers = servers;
  const server = state.servers.find((one) => one.id === wanted.server) ?? state.servers[0];
  if (!server) {
    state.directory = null;
    composer.place("Write a message", "There is no server to write in.", false);
    say("There is no server here yet. Start the sandbox with make demo and a small community moves in.");
    return true;
  }
  forgetOldServers();
  const directory = new Directory(server);
  const me = (await whoIs(directory, wanted.person || state.person)) ?? server.people[0] ?? null;
  await showPlaces(directory, me);
  if (!holds()) return false;
  state.directory = directory;
  state.person = me?.id ?? null;
  // Meanwhile the person may have gone elsewhere.
  const channel = directory.channels.get(readAddress().channel);
  state.channel = channel && directory.sees(channel) ? channel.id : directory.places()[0]?.id ?? null;
  options($("server"), state.servers, server.id, (one) => one.name);
  if (me) {
    people.draw(directory, me);
    unread.sit(server, me, directory.visible());
    unread.glimpse(directory.channels.get(DIRECT));
  }
  drawPlace();
  return true;
}

/** Every new sandbox has servers of its own, so what this browser kept of those that are gone is of no use. */
function forgetOldServers() {
  const known = new Set(state.servers.map((server) => server.id));
  for (const stem of ["read/", "recent/"]) forget(stem, (rest) => !known.has(rest.split("/")[0]));
}

/** A member by id. Of a large server only some are told with it: another is asked for. */
async function whoIs(directory, id) {
  if (!id || directory.person(id)) return directory.person(id);
  try {
    directory.meet([await api.person(directory.server.id, id)]);
  } catch (refusal) {
    if (!isMissing(refusal)) throw refusal;
  }
  return directory.person(id);
}

/** Only what the person may see is listed; a sandbox that cannot tell lists everything. */
async function showPlaces(directory, me) {
  if (!me) return;
  try {
    directory.showOnly(await api.places(directory.server.id, me.id));
  } catch (refusal) {
    if (!isMissing(refusal)) throw refusal;
  }
}

/** Another person takes the seat. */
async function sit(person, channel) {
  noteRecent(state.directory.server.id, person);
  history.replaceState(null, "", `#${address(person.id, channel)}`);
  await loadServers();
  startOver();
  if (isWide()) composer.words.focus();
}

/** To a person by name, or to a place as whoever one is. With two seats open it is the first that moves. */
async function goAs(name, channel) {
  const person = name ? await named(name) : state.directory.person(state.person);
  if (!person) return;
  if (beside.isOpen) return beside.go(address(person.id, channel ?? state.channel));
  if (person.id === state.person) return openChannel(channel ?? state.channel);
  await sit(person, channel ?? state.channel);
}

async function named(name) {
  const known = [...state.directory.people.values()].find((person) => person.name === name);
  if (known) return known;
  const { people: found } = await api.people(state.directory.server.id, name, 25);
  state.directory.meet(found);
  return found.find((person) => person.name === name) ?? null;
}

/** Beside the person here sits who was here before them, or else the next on the list. */
function twoSeats() {
  const others = [...recentPeople(state.directory.server.id), ...state.directory.people.values()].filter((person) => person.id !== state.person);
  return [address(), address(others[0]?.id ?? state.person)];
}

async function seatsMoved(left) {
  if (left === null) return writeAddress();
  history.replaceState(null, "", `#${left}`);
  await loadServers();
  startOver();
}

function isWide() {
  return matchMedia("(min-width: 861px)").matches;
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
  drawList();
  guide.draw();
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

function drawList() {
  if (!state.directory) return;
  drawChannels($("channel-list"), state.directory, state.channel, unread, openChannel);
  const channel = state.directory.channels.get(state.channel);
  if (channel?.type === FORUM) drawForum(channel);
}

function drawForum(channel) {
  const focused = $("forum").contains(document.activeElement) ? document.activeElement.dataset.channel : null;
  $("forum").replaceChildren(forumPosts(channel, state.directory, unread, openChannel));
  if (focused) $("forum").querySelector(`[data-channel="${focused}"]`)?.focus();
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
  if (!state.directory || !state.person || !state.channel || beside.isOpen) return;
  const channel = state.directory.channels.get(state.channel);
  if (channel?.type === FORUM) {
    drawForum(channel);
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
 * Does something as this person, in the channel open or in another, and shows what they then see.
 * Rejects with the Refusal to tell.
 */
async function act(action, at = state.channel) {
  const { person, channel } = state;
  const place = state.directory.placeOf(at);
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
  const messages = [...view.messages, ...view.ephemeral];
  for (const message of messages) state.directory.hear([message.author, ...(message.mentions ?? [])]);
  const me = state.directory.person(state.person) ?? { id: state.person };
  conversation.show(view, state.directory, me, { settle, mine });
  // Nothing is read in a window nobody looks at.
  if (!document.hidden) unread.read(state.channel, view.messages.at(-1)?.id);
  guide.saw(messages, state.channel);
  // While an action is under way its own answer says whether a modal opens.
  if (mine || !acting) modals.take(view.modal, state.channel, mine);
}

/** The one line in an empty pane. */
function say(sentence) {
  $("notice").textContent = sentence;
  $("notice").hidden = !sentence;
}

const KNOWN_MS = 500;
let known = 0;
let again = null;

async function lookAtAll() {
  clearTimeout(again);
  again = null;
  try {
    await loadServers();
  } catch (refusal) {
    return say(refusal.message);
  }
  known = performance.now();
  // One of them failing says nothing about the others, and each will be asked again.
  const jobs = [look(), loadCommands()];
  if (isSeat) jobs.push(clock.look());
  else jobs.push(clock.look().then(loadGuide), log.look(), faults.look());
  await Promise.allSettled(jobs);
}

/** A guide begins with what happens from now on, so the time has to be known first. */
async function loadGuide() {
  if (!state.directory) return;
  try {
    guide.take(await api.guide(), state.directory.server.id);
  } catch (refusal) {
    if (!isMissing(refusal)) throw refusal;
  }
}

async function loadCommands() {
  if (!state.directory || !state.person || !state.channel) return;
  const { person, channel } = state;
  const offered = await api.commands(state.directory.server.id, person, channel);
  if (person !== state.person || channel !== state.channel) return;
  commands.offered = leaves(offered);
  list.offer(messageMenus(offered), userMenus(offered));
}

/** A hint of direct messages, which are no server's, as one of the place they have beside this server's channels. */
function asOfHere(hint) {
  if (!hint.person) return hint;
  return { ...hint, server: state.directory.server.id, channel: state.directory.placeOf(hint.channel) };
}

async function heard(hints) {
  const reconnected = hints.some((hint) => hint.op === "reconnected");
  if (reconnected) {
    log.startOver();
    clock.look().then(() => conversation.begin(sandboxNow())).catch(() => {});
  }
  if (reconnected || !hints.length || !state.directory) return lookAtAll();
  hints = hints.filter((hint) => !hint.person || hint.person === state.person).map(asOfHere);
  const here = hints.filter((hint) => hint.op === "changed" && hint.server === state.directory.server.id);
  const stranger = hints.some((hint) => hint.op === "changed" && (hint.channel === null || !state.directory.channels.has(hint.channel)));
  if (stranger && performance.now() - known > KNOWN_MS) await lookAtAll();
  else if (stranger) again ??= setTimeout(lookAtAll, KNOWN_MS);
  const isHere = (id) => id === state.channel && !beside.isOpen;
  const elsewhere = new Set(here.map((hint) => hint.channel).filter((id) => id && !isHere(id)));
  for (const channel of elsewhere) if (state.directory.channels.has(channel) && state.directory.sees({ id: channel })) unread.heard(channel);
  if (stranger && !again) return;
  const jobs = [clock.look()];
  if (!isSeat) jobs.push(log.look());
  if (hints.some((hint) => hint.op === "clock")) jobs.push(loadCommands());
  if (!isSeat && faults.isOpen) jobs.push(faults.look());
  if (here.some((hint) => isHere(hint.channel))) jobs.push(look());
  await Promise.allSettled(jobs);
}

function closeChannels() {
  $("channels").classList.remove("is-open");
  $("channels-toggle").setAttribute("aria-expanded", "false");
}

/** On a phone the clock and the tools are folded away behind one button. */
function openTools(wanted) {
  $("tools").classList.toggle("is-open", wanted);
  $("tools-toggle").setAttribute("aria-expanded", String(wanted));
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
$("channels").addEventListener("focusout", (event) => {
  if (event.relatedTarget && !$("channels").contains(event.relatedTarget)) closeChannels();
});
$("channels-close").addEventListener("click", leaveChannels);
$("conversation").addEventListener("pointerdown", closeChannels);
$("channel-list").addEventListener("keydown", (event) => arrows(event, $("channel-list").querySelectorAll("button, summary")));
$("tools-toggle").addEventListener("click", () => openTools($("tools-toggle").getAttribute("aria-expanded") === "false"));
$("tools").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || $("tools-toggle").getAttribute("aria-expanded") === "false") return;
  openTools(false);
  $("tools-toggle").focus();
});
document.addEventListener("visibilitychange", () => document.hidden || look());
$("server").addEventListener("change", async (event) => {
  history.replaceState(null, "", `#${new URLSearchParams({ server: event.target.value })}`);
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

document.body.classList.toggle("is-seat", isSeat);
const { beside: second } = readAddress();
// Whispers from before this moment are gone, so the moment must be known first.
await clock.look().catch(() => {});
conversation.begin(sandboxNow());
await lookAtAll();
document.body.classList.remove("is-opening");
if (second && state.directory && !isSeat) {
  beside.open([address(), second]);
  writeAddress();
}
if (state.directory) startOver();
follow(heard);
