// What a person has not read: how many messages, and how many that ping them.
//
// Where each person has read up to is this browser's to remember, so it survives a reload. Whoever is
// new to it has read everything there was when the browser first met the server.

import { api } from "./api.js";
import { recall, remember } from "./memory.js";

const LOOKED_AT = 50;
const AT_ONCE = 4;

const later = (one, other) => BigInt(one) > BigInt(other);

/** Whether a message with these pings notified `me`. */
export function pings(ping, me) {
  if (!ping) return false;
  return ping.everyone || ping.users.includes(me.id) || ping.roles.some((role) => me.roles?.includes(role));
}

export class Unread {
  /** `changed()` is called when a mark came or went; `saw(messages, channel)` with what was met on the way. */
  constructor(changed, saw) {
    this.changed = changed;
    this.saw = saw;
    this.server = null;
    this.me = null;
    this.counts = new Map();
    this.waiting = new Set();
    this.glimpsed = new Map();
    this.running = 0;
  }

  /** `me` sits down, or still sits there: what changed while nothing was heard is looked up. */
  sit(server, me, channels) {
    const another = this.server !== server.id || this.me?.id !== me.id;
    this.me = me;
    if (another) this.begin(server, me, channels);
    for (const channel of channels) this.glimpse(channel);
  }

  begin(server, me, channels) {
    this.server = server.id;
    this.glimpsed.clear();
    this.counts.clear();
    this.waiting.clear();
    this.since = recall(this.key("since"), null);
    if (this.since === null) {
      const known = channels.map((channel) => channel.last_message_id).filter(Boolean);
      this.since = known.reduce((newest, id) => (later(id, newest) ? id : newest), "0");
      remember(this.key("since"), this.since);
    }
    this.marks = recall(this.key(me.id), {});
  }

  /** A look, where a channel's newest message is newer than what was read; once for each. */
  glimpse(channel) {
    const newest = channel?.last_message_id;
    if (!newest || this.glimpsed.get(channel.id) === newest || !later(newest, this.readUpTo(channel.id))) return;
    this.glimpsed.set(channel.id, newest);
    this.heard(channel.id);
  }

  key(rest) {
    return `read/${this.server}/${rest}`;
  }

  readUpTo(channel) {
    return this.marks[channel] ?? this.since;
  }

  /** `{count, pings}` of a channel, or null when everything there was read. */
  of(channel) {
    return this.counts.get(channel) ?? null;
  }

  /** The person has a channel's messages before them, up to this one. */
  read(channel, upTo) {
    if (upTo && later(upTo, this.readUpTo(channel))) {
      this.marks[channel] = upTo;
      remember(this.key(this.me.id), this.marks);
    }
    this.waiting.delete(channel);
    if (this.counts.delete(channel)) this.changed();
  }

  /** Something happened in a channel that is not before them: a look says whether it is news. */
  heard(channel) {
    this.waiting.add(channel);
    if (this.running < AT_ONCE) this.run();
  }

  async run() {
    this.running += 1;
    try {
      while (this.waiting.size) {
        const [channel] = this.waiting;
        this.waiting.delete(channel);
        await this.weigh(channel);
      }
    } finally {
      this.running -= 1;
    }
  }

  async weigh(channel) {
    const { server, me } = this;
    let view;
    try {
      view = await api.view(server, me.id, channel, { limit: LOOKED_AT });
    } catch {
      // Gone, or not theirs to see: there is nothing to mark.
      view = { messages: [], pings: {} };
    }
    if (server !== this.server || me.id !== this.me.id) return;
    this.saw(view.messages, channel);
    const fresh = view.messages.filter((message) => later(message.id, this.readUpTo(channel)) && message.author.id !== me.id);
    const before = this.of(channel);
    const now = { count: fresh.length, pings: fresh.filter((message) => pings(view.pings?.[message.id], this.me)).length };
    if (before?.count === now.count && before?.pings === now.pings) return;
    if (now.count) this.counts.set(channel, now);
    else if (!this.counts.delete(channel)) return;
    this.changed();
  }
}
