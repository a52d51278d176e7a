// Where one is: the server, its channels, the heading over the conversation, and whether one can write there.

import { api, isMissing } from "./api.js";
import { drawChannels, forumPosts, mark } from "./channels.js";
import { DIRECT, FORUM, isAsleep, isLocked, isThread } from "./directory.js";
import { el } from "./dom.js";
import { closedTo, may } from "./may.js";

const $ = (id) => document.getElementById(id);

/** A place among words: "#studio", a thread by its name alone, and what one writes with the bot. */
export function placeName(channel) {
  if (channel?.id === DIRECT) return `your direct messages with ${channel.name}`;
  return channel ? `${isThread(channel) ? "" : "#"}${channel.name}` : "";
}

/** Only what the person may see is listed; a sandbox that cannot tell lists everything. */
export async function showPlaces(directory, me) {
  try {
    directory.showOnly(await api.places(directory.server.id, me.id));
  } catch (refusal) {
    if (!isMissing(refusal)) throw refusal;
  }
}

export class Place {
  /** `seat()` gives {servers, directory, person, channel} and `uploadLimit`; `openChannel(id)` goes somewhere else. */
  constructor({ seat, composer, unread, openChannel }) {
    Object.assign(this, { seat, composer, unread, openChannel });
  }

  draw() {
    const { servers, directory, person, channel: id, uploadLimit } = this.seat();
    const channel = directory.channels.get(id);
    const parent = channel && isThread(channel) ? directory.channels.get(channel.parent_id) : null;
    options($("server"), servers, directory.server.id, (server) => server.name);
    this.drawList();
    $("channel-name").textContent = channel ? `${isThread(channel) ? "" : `${mark(channel)} `}${channel.name}` : "No channel yet";
    $("channel-topic").textContent = parent ? threadWords(channel, parent) : channel?.topic ?? "";
    document.title = channel ? `${channel.name} · Callsheet sandbox` : "Callsheet sandbox";
    const closed = channel ? closedTo(directory, { id: person }, channel) : "There is no channel to write in.";
    this.composer.place(`Write in ${channel?.name ?? "this channel"} as ${directory.personName(person)}`, closed, channel?.type === FORUM, {
      directory, uploadLimit, tags: channel?.available_tags,
      mayAttach: !channel || may(directory, { id: person }, channel.id, "ATTACH_FILES"),
    });
  }

  drawList() {
    const { directory, channel: id } = this.seat();
    if (!directory) return;
    drawChannels($("channel-list"), directory, id, this.unread, this.openChannel);
    if (directory.channels.get(id)?.type === FORUM) this.drawForum();
  }

  /** A forum's posts stand where the messages of a channel would. */
  drawForum() {
    const { directory, channel: id } = this.seat();
    const focused = $("forum").contains(document.activeElement) ? document.activeElement.dataset.channel : null;
    $("forum").replaceChildren(forumPosts(directory.channels.get(id), directory, this.unread, this.openChannel));
    if (focused) $("forum").querySelector(`[data-channel="${focused}"]`)?.focus();
  }

  clear() {
    $("forum").replaceChildren();
  }
}

function options(select, items, chosen, words) {
  // Drawing an open select anew would close it under the person's hand.
  const print = JSON.stringify([items.map((item) => [item.id, words(item)]), chosen]);
  if (select.dataset.print === print) return;
  select.dataset.print = print;
  select.replaceChildren(...items.map((item) => el("option", { value: item.id, selected: item.id === chosen }, words(item))));
}

function threadWords(thread, parent) {
  if (isLocked(thread)) return `Thread in #${parent.name}, locked: only moderators can write here`;
  if (isAsleep(thread)) return `Thread in #${parent.name}, asleep until someone writes`;
  return `Thread in #${parent.name}`;
}
