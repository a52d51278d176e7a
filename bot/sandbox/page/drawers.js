// The drawers at the right edge: requests, faults, guide. One is open at a time.

const drawers = new Set();
const covers = matchMedia("(max-width: 860px)");

export class Drawer {
  /** `toggle` opens and closes `panel`, which holds a [data-part=close]. `opened()` is called each time it opens. */
  constructor(panel, toggle, opened = () => {}) {
    this.panel = panel;
    this.toggle = toggle;
    this.opened = opened;
    this.close = panel.querySelector("[data-part=close]");
    toggle.addEventListener("click", () => this.open(panel.hidden));
    this.close.addEventListener("click", () => this.open(false));
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      this.open(false);
    });
    // Where it covers the page, what has the focus behind it could not be seen.
    panel.addEventListener("focusout", (event) => {
      if (covers.matches && event.relatedTarget && !panel.contains(event.relatedTarget)) this.open(false, { focus: false });
    });
    drawers.add(this);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** On a narrow screen a drawer covers the page, so focus goes with it unless told otherwise. */
  open(wanted, { focus = true } = {}) {
    if (wanted === this.isOpen) return;
    if (wanted) for (const other of drawers) if (other !== this) other.open(false, { focus: false });
    this.panel.hidden = !wanted;
    this.toggle.setAttribute("aria-expanded", String(wanted));
    if (wanted) this.opened();
    if (focus) (wanted ? this.close : this.toggle).focus();
  }
}
