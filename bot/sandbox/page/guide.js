// A guided start: a few steps that say who to be and what to press, and notice by themselves when they are done.
//
// The steps are data from whoever set this sandbox up. A step is done once the bot has said, after the step
// began, something holding all words of `done.says` and none of `done.unless` (`done.here`: in the step's own place).

import { api, isMissing } from "./api.js";
import { el } from "./dom.js";
import { recall, remember } from "./memory.js";
import { prose } from "./prose.js";
import { firstId, sandboxNow } from "./time.js";

const SKIPPED = "skipped";
const DONE = "done";

/** Every text of a message, its components' too, in reading order. */
function textsOf(message) {
  const texts = [message.content ?? ""];
  const gather = (components) => {
    for (const component of components ?? []) {
      if (component.content) texts.push(component.content);
      gather(component.components);
    }
  };
  gather(message.components);
  for (const embed of message.embeds ?? []) texts.push(embed.title ?? "", embed.description ?? "");
  return texts.join("\n");
}

export class Guide {
  /** `seat`: directory(), bot(), go(person, channel) by name or id, and isAt(person, channel). */
  constructor(place, toggle, seat) {
    this.place = place;
    this.toggle = toggle;
    this.seat = seat;
    this.guide = null;
    this.server = null;
    toggle.addEventListener("click", () => this.begin());
  }

  /** A guide begins with what happens from now on, so the time has to be known first. */
  async load(server) {
    try {
      this.take(await api.guide(), server);
    } catch (refusal) {
      if (!isMissing(refusal)) throw refusal;
    }
  }

  /** Takes up where this browser left off on this server; whoever skipped it once is not asked again. */
  take(guide, server) {
    this.toggle.hidden = !guide;
    if (!guide || this.server === server) return;
    this.guide = guide;
    this.server = server;
    const begun = recall(`guide/${guide.name}`, null);
    this.step = begun?.server === server ? begun : { server, at: 0, after: this.now(), there: null };
    this.state = begun?.state ?? null;
    this.remember();
    this.draw();
  }

  now() {
    return firstId(sandboxNow());
  }

  remember() {
    remember(`guide/${this.guide.name}`, { ...this.step, state: this.state });
  }

  begin() {
    this.state = null;
    this.step = { server: this.server, at: 0, after: this.now(), there: null };
    this.remember();
    this.draw();
    this.place.querySelector("button")?.focus();
  }

  end(state) {
    this.state = state;
    this.remember();
    this.draw();
    this.toggle.focus();
  }

  get current() {
    return this.guide && this.state === null ? this.guide.steps[this.step.at] ?? null : null;
  }

  next(there = null) {
    const kept = there ?? this.step.there;
    this.step = { server: this.server, at: this.step.at + 1, after: this.now(), there: kept };
    if (this.step.at >= this.guide.steps.length) this.state = DONE;
    this.remember();
    this.draw();
  }

  /** What the page came to see: any of it may be what the step waits for. */
  saw(messages, channel) {
    const done = this.current?.done;
    if (!done || (done.here && channel !== this.placeOf(this.current)?.id)) return;
    const found = messages.find((message) => {
      if (message.author.id !== this.seat.bot() || BigInt(message.id) < BigInt(this.step.after)) return false;
      const text = textsOf(message);
      return done.says.every((words) => text.includes(words)) && !(done.unless ?? []).some((words) => text.includes(words));
    });
    if (found) this.next({ message: found.id, channel });
  }

  /** Where a step happens: its own channel, or where the steps before it led. */
  placeOf(step) {
    const { channels } = this.seat.directory();
    const { there } = this.step;
    // A thread opened on a message has that message's id, and comes a moment after it.
    const led = step.there && there && (channels.get(there.message) ?? channels.get(there.channel));
    return led || ([...channels.values()].find((one) => one.name === step.in) ?? null);
  }

  draw() {
    const steps = this.guide?.steps ?? [];
    const step = this.current;
    this.toggle.querySelector("[data-part=count]").textContent = step ? `${this.step.at + 1} of ${steps.length}` : this.state === DONE ? "done" : "start";
    if (!step) return this.state === DONE && this.place.dataset.step ? this.drawEnd() : this.hide();
    this.place.hidden = false;
    const directory = this.seat.directory();
    const there = this.placeOf(step);
    const isThere = this.seat.isAt(step.be, there?.id);
    const print = JSON.stringify([this.step.at, there?.id, isThere]);
    if (this.place.dataset.step === print) return;
    this.place.dataset.step = print;
    if (isThere && !this.step.been) {
      this.step.been = true;
      this.remember();
    }
    const held = this.place.contains(document.activeElement);
    this.place.replaceChildren(
      el("div", {},
        el("p", { class: "label" }, `Step ${this.step.at + 1} of ${steps.length}`),
        el("h2", {}, step.title)),
      el("div", { class: "guide-says" }, prose(step.says, { directory, openChannel: (id) => this.seat.go(null, id) })),
      el("div", { class: "guide-moves" },
        isThere ? el("p", { class: "guide-here" }, `You are ${step.be}, in the right place.`) : this.way(step, there),
        el("button", { type: "button", class: "button secondary", on: { click: () => this.next() } }, "Skip step"),
        el("button", { type: "button", class: "button secondary", on: { click: () => this.end(SKIPPED) } }, "Leave the guide")));
    if (held) this.place.querySelector("button")?.focus();
  }

  /** To whom the step is for; whoever has been them may be somebody else meanwhile, and is not called back. */
  way(step, there) {
    const { been } = this.step;
    const words = `Be ${step.be}${been ? " again" : there ? ` in ${there.name}` : ""}`;
    return el("button", { type: "button", class: `button ${been ? "secondary" : "primary"}`, on: { click: () => this.seat.go(step.be, there?.id) } }, words);
  }

  hide() {
    delete this.place.dataset.step;
    this.place.hidden = true;
  }

  /** Said once, when the last step is done; not again after a reload. */
  drawEnd() {
    if (this.place.dataset.step === DONE) return;
    this.place.dataset.step = DONE;
    this.place.replaceChildren(
      el("div", {}, el("p", { class: "label" }, "Done"), el("h2", {}, this.guide.end.title)),
      el("div", { class: "guide-says" }, prose(this.guide.end.says, { directory: this.seat.directory(), openChannel: (id) => this.seat.go(null, id) })),
      el("div", { class: "guide-moves" }, el("button", { type: "button", class: "button secondary", on: { click: () => {
        this.hide();
        this.toggle.focus();
      } } }, "Close")));
  }
}
