// Names for ids: who and what a message talks about, on one server.

export const TEXT = 0;
export const DM = 1;
export const CATEGORY = 4;
export const ANNOUNCEMENT = 5;
export const ANNOUNCEMENT_THREAD = 10;
export const PUBLIC_THREAD = 11;
export const PRIVATE_THREAD = 12;
export const FORUM = 15;
/** What the control API calls a person's direct messages with the bot. */
export const DIRECT = "dm";
const THREADS = new Set([ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD]);

export class Directory {
  constructor(server) {
    this.server = server;
    this.people = new Map(server.people.map((person) => [person.id, person]));
    this.roles = new Map(server.roles.map((role) => [role.id, role]));
    this.channels = new Map([...server.channels, ...server.threads].map((channel) => [channel.id, channel]));
    this.names = new Map();
    this.seen = null;
  }

  /** Names told beside a message, of people one has not met. */
  hear(users) {
    for (const user of users) this.names.set(user.id, user.global_name ?? user.username);
  }

  /** Of a large server only some people are told at first; others become known as one meets them. */
  meet(people) {
    for (const person of people) this.people.set(person.id, person);
  }

  /** Only these channels and threads are the person's to see, and their messages with the bot, which may be none yet. */
  showOnly({ channels, threads, dm }) {
    const seen = [...channels, ...threads];
    if (dm !== undefined) seen.push({ ...dm, id: DIRECT, own: dm?.id, type: DM, name: this.server.bot.name });
    for (const channel of seen) this.channels.set(channel.id, channel);
    this.seen = new Set(seen.map((channel) => channel.id));
  }

  /** Where a message of this channel id is shown. */
  placeOf(channelId) {
    return channelId === this.channels.get(DIRECT)?.own ? DIRECT : channelId;
  }

  sees(channel) {
    return this.seen === null || this.seen.has(channel.id);
  }

  person(id) {
    return this.people.get(id) ?? null;
  }

  personName(id) {
    if (id === this.server.bot.id) return this.server.bot.name;
    return this.people.get(id)?.name ?? this.names.get(id) ?? "someone who left";
  }

  roleName(id) {
    if (id === this.server.id) return "everyone";
    return this.roles.get(id)?.name ?? "a role that is gone";
  }

  channelName(id) {
    return this.channels.get(id)?.name ?? "a channel that is gone";
  }

  /** Author of a message as shown here; webhooks and people who left keep the name they wrote under. */
  authorName(author) {
    return this.people.get(author.id)?.name ?? author.global_name ?? author.username ?? "someone";
  }

  roleNames(person) {
    return (person?.roles ?? [])
      .map((role) => this.roles.get(role)?.name ?? role)
      .filter((name) => name !== "@everyone");
  }

  /** How a person stands in the server, in a few words: "owner, Director". */
  standing(person) {
    const owner = person.id === this.server.owner?.id ? ["owner"] : [];
    return [...owner, ...this.roleNames(person)].join(", ");
  }

  places() {
    return this.visible().filter((channel) => channel.type !== CATEGORY && channel.type !== DM && !isThread(channel));
  }

  /** Threads of a channel, the liveliest first. */
  threadsOf(channelId) {
    const lively = (thread) => BigInt(thread.last_message_id ?? thread.id);
    return this.visible()
      .filter((channel) => isThread(channel) && channel.parent_id === channelId)
      .sort((a, b) => (lively(a) < lively(b) ? 1 : -1));
  }

  visible() {
    return [...this.channels.values()].filter((channel) => this.sees(channel));
  }

  /** A name for an id of any kind met in an address, or null. */
  known(id) {
    if (this.channels.has(id)) return `#${this.channels.get(id).name}`;
    if (this.people.has(id)) return this.people.get(id).name;
    if (id === this.server.bot.id) return this.server.bot.name;
    return id === this.server.id ? this.server.name : null;
  }

  /** Words for a mention found in a message. */
  mention(node) {
    if (node.kind === "person") return `@${this.personName(node.id)}`;
    if (node.kind === "role") return `@${this.roleName(node.id)}`;
    if (node.kind === "channel") return `#${this.channelName(node.id)}`;
    if (node.kind === "command") return `/${node.name}`;
    if (node.kind === "emoji") return `:${node.name}:`;
    return "";
  }
}

export function isAsleep(channel) {
  return Boolean(channel.thread_metadata?.archived);
}

export function isLocked(channel) {
  return Boolean(channel.thread_metadata?.locked);
}

export function isThread(channel) {
  return THREADS.has(channel.type);
}
