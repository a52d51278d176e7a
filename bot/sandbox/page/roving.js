// The conversation is one stop of the tab order: the message one is at, then what can be pressed in it, and on to
// the composer. The arrow keys go from message to message.

const CONTROLS = "a[href], button, input, select, textarea, summary, audio, video, [tabindex]";
/** Where the arrow keys are nobody else's: a list to choose from and a player have their own use for them. */
const STEPS_FROM = ".message-body, .message :is(a, button):not([role=combobox], .picker *)";

export class Roving {
  /** `write()` goes to where one writes: a letter typed among the messages is the beginning of one. */
  constructor(list, write) {
    this.list = list;
    this.pane = list.parentElement;
    this.write = write;
    this.current = null;
    list.addEventListener("focusin", (event) => this.take(event.target.closest(".message")));
    this.pane.addEventListener("keydown", (event) => this.keydown(event));
    new MutationObserver((changes) => this.drawn(changes)).observe(list, { childList: true, subtree: true });
  }

  /** What was drawn anew is in the tab order by itself; and unless one is among the messages, the newest is where one comes in. */
  drawn(changes) {
    for (const { target, addedNodes } of changes) {
      for (const node of addedNodes) if (node instanceof Element) reach(node, (node.closest(".message") ?? target)?.id === this.current ? 0 : -1);
    }
    const current = document.getElementById(this.current);
    if (!current || !this.list.contains(document.activeElement)) this.take(this.list.lastElementChild);
    else this.take(current);
    // An empty region is a stop itself, so that its words can be come to.
    this.pane.tabIndex = this.list.childElementCount ? -1 : 0;
  }

  take(item) {
    const before = document.getElementById(this.current);
    if (before && before !== item) reach(before, -1);
    this.current = item?.id ?? null;
    if (item) reach(item, 0);
  }

  keydown(event) {
    const { target } = event;
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (target !== this.pane && !target.matches(STEPS_FROM)) return;
    // A space scrolls or presses.
    if (event.key.length === 1 && event.key !== " ") return this.write();
    const to = this.next(event.key, target.closest(".message"));
    if (!to) return;
    event.preventDefault();
    to.querySelector(".message-body").focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  }

  /** Where a key leads from a message, or from the region around them all (null). */
  next(key, item) {
    switch (key) {
      case "ArrowDown":
        return item ? item.nextElementSibling : this.inSight().at(0);
      case "ArrowUp":
        return item ? item.previousElementSibling : this.inSight().at(-1);
      case "Home":
        return this.list.firstElementChild;
      case "End":
        return this.list.lastElementChild;
      default:
        return null;
    }
  }

  inSight() {
    const { top, bottom } = this.pane.getBoundingClientRect();
    return [...this.list.children].filter((item) => {
      const box = item.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
  }
}

function reach(node, tabIndex) {
  if (node.matches(CONTROLS)) node.tabIndex = tabIndex;
  for (const control of node.querySelectorAll(CONTROLS)) control.tabIndex = tabIndex;
}
