// Who looks at what, and keeping it true.

import { addressOf, readAddress, replaceAddress } from "./address.js";
import { api, follow } from "./api.js";
import { Beside, isSeat, seatedSince, tellWindow } from "./beside.js";
import { ClockBar } from "./clock.js";
import { CommandBox, leaves, messageMenus, userMenus } from "./commands.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { deeds } from "./deeds.js";
import { DIRECT, Directory, FORUM } from "./directory.js";
import { FaultsDrawer } from "./faults.js";
import { closeChannels } from "./folds.js";
import { Guide } from "./guide.js";
import { LogDrawer } from "./log.js";
import { forgetOtherServers } from "./memory.js";
import { MessageList } from "./messages.js";
import { Modals } from "./modal.js";
import { PeopleDialog, named, noteRecent, recentPeople, whoIs } from "./people.js";
import { Place, placeName, showPlaces } from "./place.js";
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
  write: () => composer.words.focus(),
  reply: (message) => composer.answer(message, state.directory),
  edit: (message) => composer.edit(message),
  mention: (person) => composer.mention(person, state.directory),
  thread: async (message, name) => {
    const { thread } = await api.openThread(state.directory.server.id, state.person, { message: message.id, name });
    await loadServers();
    openChannel(thread.id);
  },
  ...deeds(act, () => state),
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
const unread = new Unread(() => place.drawList(), (messages, channel) => guide.saw(messages, channel));
const place = new Place({
  seat: () => ({ ...state, uploadLimit: state.directory && uploadLimit() }),
  composer, unread, openChannel,
});
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
const beside = new Beside($("beside-toggle"), $("beside"), { seats: twoSeats, since: () => conversation.since, changed: seatsMoved });

function address(person = state.person, channel = state.channel) {
  return addressOf(state.directory.server.id, channel, person);
}

function writeAddress() {
  const parts = beside.isOpen ? `${beside.addresses[0]}&${new URLSearchParams({ beside: beside.addresses[1] })}` : address();
  replaceAddress(parts);
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
    say("There is no server here yet. Make one, with a channel, a forum and your bot in it.");
    $("first-server").hidden = false;
    return true;
  }
  $("first-server").hidden = true;
  forgetOtherServers(servers);
  const directory = new Directory(server);
  const me = (await whoIs(directory, wanted.person || state.person)) ?? server.people[0] ?? null;
  if (me) await showPlaces(directory, me);
  if (!holds()) return false;
  state.directory = directory;
  state.person = me?.id ?? null;
  // Meanwhile the person may have gone elsewhere.
  const channel = directory.channels.get(readAddress().channel);
  state.channel = channel && directory.sees(channel) ? channel.id : directory.places()[0]?.id ?? null;
  if (me) {
    people.draw(directory, me);
    unread.sit(server, me, directory.visible());
    unread.glimpse(directory.channels.get(DIRECT));
  }
  drawPlace();
  return true;
}

/** Another person takes the seat. */
async function sit(person, channel) {
  // Whoever is left, too: they may be the one the address named, and never chosen here.
  for (const one of [state.directory.person(state.person), person]) if (one) noteRecent(state.directory.server.id, one);
  replaceAddress(address(person.id, channel));
  await loadServers();
  startOver();
  if (isWide()) composer.words.focus();
}

/** To a person by name, or to a place as whoever one is. With two seats open it is the first that moves. */
async function goAs(name, channel) {
  const person = name ? await named(state.directory, name) : state.directory.person(state.person);
  if (!person) return;
  if (beside.isOpen) return beside.go(address(person.id, channel ?? state.channel));
  if (person.id === state.person) return openChannel(channel ?? state.channel);
  await sit(person, channel ?? state.channel);
}

/** Beside the person here sits who was here before them, or else the next on the list. */
function twoSeats() {
  const others = [...recentPeople(state.directory.server.id), ...state.directory.people.values()].filter((person) => person.id !== state.person);
  return [address(), address(others[0]?.id ?? state.person)];
}

async function seatsMoved(left) {
  if (left === null) return writeAddress();
  replaceAddress(left);
  await loadServers();
  startOver();
}

function isWide() {
  return matchMedia("(min-width: 861px)").matches;
}

function drawPlace() {
  writeAddress();
  composer.sit(seatKey());
  place.draw();
  guide.draw();
}

const seatKey = () => `${state.person}:${state.channel}`;

/** The most bytes one file of this person may have here: the server's limit, or their own where that is higher. */
function uploadLimit() {
  return Math.max(state.directory.server.upload_limit, state.directory.person(state.person)?.upload_limit ?? 0);
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
  conversation.enter(seatKey(), placeName(state.directory.channels.get(state.channel)));
  place.clear();
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
    place.drawForum();
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
  const elsewhere = state.directory.placeOf(at);
  acting += 1;
  let view;
  try {
    view = await action(state.directory.server.id, person);
  } finally {
    acting -= 1;
  }
  if (person !== state.person || channel !== state.channel) return;
  if (elsewhere !== channel) {
    // A thread shows the message it grew from, but what that answers is said where the message is.
    if (!modals.take(view.modal, elsewhere, true)) openChannel(elsewhere);
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
  else jobs.push(clock.look().then(() => state.directory && guide.load(state.directory.server.id)), log.look(), faults.look());
  await Promise.allSettled(jobs);
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

$("first-server").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await api.makeServer($("first-server-name").value);
    await lookAtAll();
    startOver();
  } catch (refusal) {
    say(refusal.message);
  }
});
document.addEventListener("visibilitychange", () => document.hidden || look());
$("server").addEventListener("change", async (event) => {
  replaceAddress(addressOf(event.target.value));
  list.clear();
  await loadServers();
  startOver();
});
window.addEventListener("hashchange", async () => {
  await loadServers();
  startOver();
});

document.body.classList.toggle("is-seat", isSeat);
const { beside: second } = readAddress();
// Whispers from before this moment are gone, so the moment must be known first.
await clock.look().catch(() => {});
conversation.begin(seatedSince ?? sandboxNow());
await lookAtAll();
document.body.classList.remove("is-opening");
if (second && state.directory && !isSeat) {
  beside.open([address(), second]);
  writeAddress();
}
if (state.directory) startOver();
follow(heard);
