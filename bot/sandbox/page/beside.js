// Two people side by side: two frames of this same page, each with a seat of its own.
//
// A seat is the page with `?seat` in its address. It shows no clock and no tools, since those of the
// window around it are for both, and tells that window what it shows. `?seat=INSTANT` (ms) is since when
// that window has seen what only its people can see.

import { el } from "./dom.js";

const WIDE_ENOUGH = "(min-width: 800px)";

const seat = new URLSearchParams(location.search).get("seat");

export const isSeat = seat !== null && window.parent !== window;

/** Since when the window around this seat has been open (ms), or null. */
export const seatedSince = (isSeat && Number(seat)) || null;

/** A seat tells the window around it where it is and who sits there. */
export function tellWindow(address, name) {
  if (isSeat) window.parent.postMessage({ op: "seated", address, name }, location.origin);
}

export class Beside {
  /**
   * `seats()` gives the two addresses to begin with, `since()` since when this window is open (ms); `changed()` is called
   * when a seat moved or both are gone.
   */
  constructor(button, place, { seats, since, changed }) {
    this.button = button;
    this.place = place;
    this.frames = [];
    this.addresses = null;
    this.since = since;
    this.changed = changed;
    this.wide = matchMedia(WIDE_ENOUGH);
    button.addEventListener("click", () => (this.isOpen ? this.close() : this.open(seats())));
    this.wide.addEventListener("change", () => this.offer());
    window.addEventListener("message", (event) => this.hear(event));
    this.offer();
  }

  get isOpen() {
    return this.addresses !== null;
  }

  /** On a phone there is no room for two. */
  offer() {
    this.button.hidden = isSeat || !this.wide.matches;
    if (this.isOpen && this.button.hidden) this.close();
  }

  open(addresses) {
    if (this.button.hidden) return;
    this.addresses = addresses;
    this.frames = addresses.map((address, at) => el("iframe", { title: at ? "Second seat" : "First seat", src: `/?seat=${Math.floor(this.since())}#${address}` }));
    this.place.replaceChildren(...this.frames);
    this.show(true);
  }

  close() {
    this.show(false);
    const [first] = this.addresses;
    this.addresses = null;
    this.frames = [];
    this.place.replaceChildren();
    this.changed(first);
  }

  show(wanted) {
    this.place.hidden = !wanted;
    this.button.setAttribute("aria-pressed", String(wanted));
    document.body.classList.toggle("is-beside", wanted);
  }

  /** Sends the first seat somewhere. */
  go(address) {
    this.addresses[0] = address;
    this.frames[0].contentWindow.location.hash = `#${address}`;
    this.frames[0].focus();
  }

  hear(event) {
    if (event.origin !== location.origin || event.data?.op !== "seated" || !this.isOpen) return;
    const at = this.frames.findIndex((frame) => frame.contentWindow === event.source);
    if (at < 0) return;
    this.addresses[at] = event.data.address;
    this.frames[at].title = `${at ? "Second" : "First"} seat: ${event.data.name}`;
    this.changed(null);
  }
}
