// Sandbox time: what it is, what is owed next, and the buttons that move it.

import { api } from "./api.js";
import { trouble } from "./dom.js";
import { format, refreshStamps, sandboxNow, setSandboxTime, span } from "./time.js";

const STAMPS_EVERY = 5;

export class ClockBar {
  /** `moved()` is called once time was pushed on and the bot has caught up. */
  constructor(bar, moved) {
    this.bar = bar;
    this.moved = moved;
    this.face = bar.querySelector("time");
    this.owed = bar.querySelector("[data-part=owed]");
    this.troubles = bar.querySelector("[data-part=trouble]");
    this.next = bar.querySelector("[data-advance=next]");
    this.nextDue = null;
    this.moving = false;
    for (const button of bar.querySelectorAll("[data-advance]")) {
      button.addEventListener("click", () => this.advance(button));
    }
    let ticks = 0;
    setInterval(() => {
      this.draw();
      ticks += 1;
      if (ticks % STAMPS_EVERY === 0) refreshStamps();
    }, 1000);
  }

  async look() {
    this.take(await api.clock());
  }

  take({ now, next_due: nextDue }) {
    setSandboxTime(now);
    this.nextDue = nextDue;
    this.draw();
    refreshStamps();
  }

  draw() {
    const now = sandboxNow();
    this.face.textContent = format(now, "clock");
    this.face.dateTime = new Date(now).toISOString();
    const left = this.nextDue === null ? null : this.nextDue / 1000 - now;
    this.next.disabled = left === null || this.moving;
    this.owed.textContent = left === null ? "Nothing is owed" : left <= 0 ? "Something is owed now" : `Next owed in ${span(left)}`;
  }

  async advance(button) {
    if (this.moving || button.disabled) return;
    const seconds = button === this.next
      // A second more, so that what is owed at that instant is due and not almost due.
      ? Math.max(1, Math.ceil((this.nextDue / 1000 - sandboxNow()) / 1000) + 1)
      : Number(button.dataset.advance);
    this.moving = true;
    this.bar.setAttribute("aria-busy", "true");
    this.troubles.replaceChildren();
    try {
      this.take(await api.advance(seconds));
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

