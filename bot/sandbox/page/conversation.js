// The pane of messages: what of a channel is loaded, where one was reading, and what is new.

import { el } from "./dom.js";
import { inOrder, inShort, isWhisper } from "./messages.js";
import { tellWho } from "./reactions.js";
import { madeAt } from "./time.js";

const PAGE = 100;
const NEAR_END_PX = 120;
const NEAR_START_PX = 600;
const OLDER_AGAIN_MS = 400;
const FURTHEST_PAGES = 20;
const SEEN = "callsheet.seen";
const MOST_SEEN = 400;
// An id tells whole milliseconds only; a whisper made while the page loaded is kept.
const GRACE_MS = 20;

const older = (a, b) => BigInt(a) < BigInt(b);

export class Conversation {
  /** `read({before, limit})` gives a view of the place open; `changed()` asks for the newest anew. */
  constructor({ pane, list, toNewest, notice, announcer, read }) {
    Object.assign(this, { pane, list, toNewest, notice, announcer });
    this.read = async (page) => tellWho(await read(page));
    this.since = Infinity;
    this.beginning = el("p", { class: "beginning quiet", hidden: true });
    list.list.before(this.beginning);
    this.enter(null);
    pane.addEventListener("scroll", () => this.scrolled(), { passive: true });
    document.addEventListener("visibilitychange", () => this.markSeen());
    toNewest.addEventListener("click", () => {
      this.toEnd();
      pane.focus({ preventScroll: true });
    });
    // Late pictures and a growing composer must not push the newest message out of sight.
    const observer = new ResizeObserver(() => this.stuck && this.toEnd());
    observer.observe(list.list);
    observer.observe(pane);
  }

  /** Whispers made before this instant (ms) are gone, as on a phone that was restarted. Another sandbox may be earlier. */
  begin(now) {
    this.since = Math.min(this.since, now - GRACE_MS);
  }

  /** Another seat or place: `key` names both, `words` the place. */
  enter(key, words = "") {
    this.markSeen();
    Object.assign(this, { key, words, view: null, older: [], olderPings: {}, more: true, loading: false, stuck: true, wanted: null });
    this.firstNew = null;
    this.settled = false;
    this.beginning.hidden = true;
    this.toNewest.hidden = true;
    this.list.clear();
  }

  /** Shows a view: `settle` for the first of a place, `mine` in answer to what this person did. */
  show(view, directory, me, { settle = false, mine = false } = {}) {
    const first = !this.settled;
    this.settled = true;
    this.directory = directory;
    this.me = me;
    this.keep(view);
    if (first) this.firstNew = this.firstUnseen(me);
    if (mine) this.firstNew = null;
    const stuck = settle || mine || this.stuck;
    const added = this.draw(stuck);
    if (first || !added.length) return this.arrive();
    const others = added.filter((message) => message.author.id !== me.id && !isWhisper(message));
    if (!this.firstNew && others.length && !this.seeing()) {
      this.firstNew = others[0].id;
      this.draw(stuck);
    }
    this.announcer.textContent = added.map((message) => `${directory.authorName(message.author)}: ${inShort(message, directory)}`).join(". ");
    if (!stuck) this.offerNewest("New messages below");
    this.markSeen();
    if (stuck) this.toHeadOf(added.at(-1).id);
    this.arrive();
  }

  /** Takes the newest page and keeps what was loaded before it. */
  keep(view) {
    tellWho(view);
    const start = view.messages[0]?.id;
    const before = [...this.older, ...(this.view?.messages ?? [])];
    const full = view.more ?? view.messages.length >= PAGE;
    if (!this.view) this.more = full;
    const ids = new Set(view.messages.map((message) => message.id));
    this.older = full ? before.filter((message) => older(message.id, start) && !ids.has(message.id)) : [];
    if (!full) this.more = false;
    this.olderPings = { ...this.olderPings, ...this.view?.pings };
    this.view = view;
    if (this.older.length) this.readOlderAgain();
  }

  draw(toEnd) {
    const shown = { messages: [...this.older, ...this.view.messages], ephemeral: this.view.ephemeral.filter((message) => madeAt(message.id) >= this.since) };
    const messages = inOrder(shown);
    const anchor = toEnd ? null : this.anchor();
    const added = this.list.show(messages, this.directory, this.me, { ...this.olderPings, ...this.view.pings }, this.firstNew);
    this.notice.textContent = messages.length ? "" : "Nothing here yet. Write the first message below.";
    this.notice.hidden = messages.length > 0;
    this.beginning.hidden = this.more || !messages.length;
    this.beginning.textContent = `The beginning of ${this.words}.`;
    if (toEnd) this.toEnd();
    else if (anchor) this.pane.scrollTop += (this.bodyOf(anchor.id)?.getBoundingClientRect().top ?? anchor.top) - anchor.top;
    return added;
  }

  /** The first message in sight, and where it is. */
  anchor() {
    const top = this.pane.getBoundingClientRect().top;
    for (const item of this.list.list.children) {
      // The message itself: the day's heading above it goes once older messages of that day come.
      const body = item.querySelector(".message-body").getBoundingClientRect();
      if (body.bottom > top) return { id: item.id.slice("message-".length), top: body.top };
    }
    return null;
  }

  toEnd() {
    this.pane.scrollTop = this.pane.scrollHeight;
    this.stuck = true;
    this.toNewest.hidden = true;
    this.markSeen();
  }

  /** A new message taller than the pane is read from its beginning. */
  toHeadOf(id) {
    const item = this.bodyOf(id)?.parentElement;
    if (!item || item.nextElementSibling || item.offsetHeight <= this.pane.clientHeight) return;
    this.stuck = false;
    item.scrollIntoView({ block: "start" });
  }

  scrolled() {
    const below = this.pane.scrollHeight - this.pane.scrollTop - this.pane.clientHeight;
    this.stuck = below < NEAR_END_PX;
    if (this.stuck) {
      this.toNewest.hidden = true;
      this.markSeen();
    } else if (this.toNewest.hidden && below > this.pane.clientHeight) {
      this.offerNewest("Jump to the newest");
    }
    if (this.pane.scrollTop < NEAR_START_PX) this.loadOlder();
  }

  offerNewest(words) {
    this.toNewest.textContent = words;
    this.toNewest.hidden = false;
  }

  async loadOlder() {
    if (this.loading || !this.more || !this.view) return false;
    const oldest = (this.older[0] ?? this.view.messages[0])?.id;
    if (!oldest) return false;
    const { key } = this;
    this.loading = true;
    const page = await this.read({ before: oldest, limit: PAGE }).catch(() => null);
    if (key !== this.key) return false;
    this.loading = false;
    if (!page) return false;
    const fresh = page.messages.filter((message) => older(message.id, oldest));
    this.more = fresh.length > 0 && (page.more ?? fresh.length >= PAGE);
    this.older = [...fresh, ...this.older];
    Object.assign(this.olderPings, page.pings);
    this.draw(false);
    return fresh.length > 0;
  }

  /** Older messages may have been edited or deleted as well: read them again, once it is quiet. */
  readOlderAgain() {
    clearTimeout(this.again);
    const { key } = this;
    this.again = setTimeout(async () => {
      const first = this.older[0]?.id;
      let before = this.view?.messages[0]?.id;
      let pages = [];
      while (first && before && older(first, before)) {
        const page = await this.read({ before, limit: PAGE }).catch(() => null);
        if (key !== this.key || !page) return;
        const fresh = page.messages.filter((message) => older(message.id, before));
        if (!fresh.length) break;
        pages = [...fresh, ...pages];
        before = fresh[0].id;
      }
      if (key !== this.key || first !== this.older[0]?.id || !first) return;
      this.older = pages.filter((message) => !older(message.id, first));
      this.draw(this.stuck);
    }, OLDER_AGAIN_MS);
  }

  /** Brings a message into sight, reading back as far as it takes. */
  jumpTo(id) {
    this.wanted = id;
    if (this.settled) this.arrive();
  }

  async arrive() {
    const id = this.wanted;
    if (!id) return;
    this.wanted = null;
    for (let pages = 0; pages < FURTHEST_PAGES && !this.bodyOf(id) && (await this.loadOlder()); pages += 1);
    const body = this.bodyOf(id);
    if (!body) return void (this.announcer.textContent = "That message is not here any more.");
    this.stuck = false;
    body.scrollIntoView({ block: "center" });
    body.focus({ preventScroll: true });
    body.classList.add("is-found");
    setTimeout(() => body.classList.remove("is-found"), 2500);
  }

  bodyOf(id) {
    return document.querySelector(`#message-${CSS.escape(id)} .message-body`);
  }

  /** Whether the person can be taken to have the newest message before their eyes. */
  seeing() {
    return this.stuck && document.visibilityState === "visible";
  }

  /** The newest message of `person` that could be edited, if it is loaded. */
  lastOwn(person) {
    return this.view?.messages.findLast((message) => message.author.id === person && !message.webhook_id && [0, 19].includes(message.type) && !message.message_snapshots?.length) ?? null;
  }

  firstUnseen(me) {
    const seen = readSeen()[this.key];
    if (!seen) return null;
    return this.view.messages.find((message) => older(seen, message.id) && message.author.id !== me.id)?.id ?? null;
  }

  markSeen() {
    const newest = this.view?.messages.at(-1)?.id;
    if (!this.key || !newest || !this.seeing()) return;
    const seen = readSeen();
    if (seen[this.key] === newest) return;
    delete seen[this.key];
    const kept = Object.entries({ ...seen, [this.key]: newest }).slice(-MOST_SEEN);
    localStorage.setItem(SEEN, JSON.stringify(Object.fromEntries(kept)));
  }
}

function readSeen() {
  try {
    return JSON.parse(localStorage.getItem(SEEN)) ?? {};
  } catch {
    return {};
  }
}
