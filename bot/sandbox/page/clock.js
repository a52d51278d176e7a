// Sandbox time: what it is, what is owed next, and what moves it.

import { api } from "./api.js";
import { trouble } from "./dom.js";
import { format, refreshStamps, sandboxNow, setSandboxTime, span } from "./time.js";

const STAMPS_EVERY = 5;
const MINUTE_MS = 60_000;

export class ClockBar {
  /** `moved()` is called once time was pushed on and the bot has caught up. */
  constructor(bar, moved) {
    this.bar = bar;
    this.moved = moved;
    this.face = bar.querySelector("time");
    this.owed = bar.querySelector("[data-part=owed]");
    this.troubles = bar.querySelector("[data-part=trouble]");
    this.next = bar.querySelector("[data-advance=next]");
    this.toggle = bar.querySelector("[data-part=toggle]");
    this.panel = bar.querySelector("[data-part=panel]");
    this.at = bar.querySelector("input[type=datetime-local]");
    this.nextDue = null;
    this.nextWhat = null;
    this.moving = false;
    for (const button of bar.querySelectorAll("[data-advance]")) {
      button.addEventListener("click", () => button.disabled || this.move(() => this.advance(button)));
    }
    this.toggle.addEventListener("click", () => this.open(this.panel.hidden));
    this.panel.addEventListener("submit", (event) => {
      event.preventDefault();
      this.move(() => this.goTo());
    });
    bar.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || this.panel.hidden) return;
      event.preventDefault();
      this.open(false);
      this.toggle.focus();
    });
    document.addEventListener("pointerdown", (event) => bar.contains(event.target) || this.open(false));
    bar.addEventListener("focusout", (event) => event.relatedTarget && !bar.contains(event.relatedTarget) && this.open(false));
    let ticks = 0;
    setInterval(() => {
      this.draw();
      ticks += 1;
      if (ticks % STAMPS_EVERY === 0) refreshStamps();
    }, 1000);
  }

  async look() {
    try {
      this.take(await api.clock());
    } catch (refusal) {
      // The bot being busy for long is worth a word; a sandbox that is away is told of in the conversation.
      if (refusal.status !== 0) this.troubles.replaceChildren(trouble(refusal.message));
      throw refusal;
    }
  }

  take({ now, next_due: nextDue, next_what: nextWhat }) {
    setSandboxTime(now);
    this.nextDue = nextDue;
    this.nextWhat = nextWhat ?? null;
    if (!this.moving) this.troubles.replaceChildren();
    this.draw();
    refreshStamps();
  }

  draw() {
    const now = sandboxNow();
    this.face.textContent = format(now, "clock");
    this.face.dateTime = new Date(now).toISOString();
    const left = this.nextDue === null ? null : this.nextDue / 1000 - now;
    this.next.disabled = left === null || this.moving;
    this.owed.textContent = this.moving ? "Time moves on…" : owedInShort(left);
    if (this.panel.hidden) return;
    this.tell("full", format(now, "F"));
    this.tell("zone", Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " "));
    this.tell("what", this.whatIsOwed(left));
  }

  tell(part, words) {
    const place = this.panel.querySelector(`[data-part=${part}]`);
    if (place.textContent !== words) place.textContent = words;
  }

  whatIsOwed(left) {
    if (left === null) return "The bot owes nothing that has a time.";
    const what = this.nextWhat ?? "Something the bot has promised";
    return left <= 0 ? `${what}: now.` : `${what}: ${format(this.nextDue / 1000, "F")}, in ${span(left)}.`;
  }

  open(wanted) {
    if (wanted === !this.panel.hidden) return;
    this.panel.hidden = !wanted;
    this.toggle.setAttribute("aria-expanded", String(wanted));
    if (!wanted) return;
    const soon = sandboxNow() + MINUTE_MS;
    this.at.min = localMinute(soon);
    this.at.value = localMinute(soon);
    this.draw();
    this.at.focus();
  }

  async advance(button) {
    if (button !== this.next) return api.advance(Number(button.dataset.advance));
    // A second more, so that what is owed at that instant is due and not almost due.
    return api.advance(Math.max(1, Math.ceil((this.nextDue / 1000 - sandboxNow()) / 1000) + 1));
  }

  async goTo() {
    const said = await api.advanceTo(new Date(this.at.value).toISOString());
    this.open(false);
    this.toggle.focus();
    return said;
  }

  /** Pushes time on by what `push` asks for; while the bot catches up, the bar says so. */
  async move(push) {
    if (this.moving) return;
    this.moving = true;
    this.bar.setAttribute("aria-busy", "true");
    this.troubles.replaceChildren();
    this.draw();
    try {
      this.take(await push());
    } catch (refusal) {
      this.troubles.replaceChildren(trouble(refusal.message));
    } finally {
      this.moving = false;
      this.bar.removeAttribute("aria-busy");
      this.draw();
    }
    await this.moved();
  }
}

function owedInShort(left) {
  if (left === null) return "Nothing is owed";
  return left <= 0 ? "Something is owed now" : `Next owed in ${span(left)}`;
}

/** An instant as a datetime-local field wants it, in the viewer's zone. */
function localMinute(milliseconds) {
  const offset = new Date(milliseconds).getTimezoneOffset() * MINUTE_MS;
  return new Date(milliseconds - offset).toISOString().slice(0, 16);
}
