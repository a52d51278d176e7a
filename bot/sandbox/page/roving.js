// One message at a time is in the tab order with its tools; the arrow keys go from message to message.

const TOOLS = ".message-tools button, .byline button.name, .reply-line button";

export class Roving {
  constructor(list) {
    this.list = list;
    this.current = null;
    list.addEventListener("focusin", (event) => this.take(event.target.closest(".message")));
    list.addEventListener("keydown", (event) => this.keydown(event));
  }

  /** After every drawing: what was drawn anew is out of the tab order until it is told otherwise. */
  refresh() {
    this.take(document.getElementById(this.current) ?? this.list.lastElementChild);
  }

  take(item) {
    const before = document.getElementById(this.current);
    if (before && before !== item) reach(before, -1);
    this.current = item?.id ?? null;
    if (item) reach(item, 0);
  }

  keydown(event) {
    if (!event.target.classList.contains("message-body") || event.altKey || event.ctrlKey || event.metaKey) return;
    const item = event.target.closest(".message");
    const to = {
      ArrowDown: item.nextElementSibling,
      ArrowUp: item.previousElementSibling,
      Home: this.list.firstElementChild,
      End: this.list.lastElementChild,
    }[event.key];
    if (!to) return;
    event.preventDefault();
    to.querySelector(".message-body").focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  }
}

function reach(item, tabIndex) {
  item.querySelector(".message-body").tabIndex = tabIndex;
  for (const tool of item.querySelectorAll(TOOLS)) tool.tabIndex = tabIndex;
}
