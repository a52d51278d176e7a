// A menu over the page: at a button, at the pointer, or on a phone along the bottom edge.

import { el } from "./dom.js";

let open = null;

/**
 * Opens a menu of `items`: {words, act, danger}, {heading} or {rule}; falsy ones are left out.
 * `at` is the button it belongs to, or {x, y, back} with the element the focus returns to.
 */
export function openMenu(label, items, at) {
  open?.close(false);
  const back = at instanceof Element ? at : at.back;
  const row = (item) => {
    if (item.heading) return el("li", { class: "menu-heading", role: "presentation" }, item.heading);
    if (item.rule) return el("li", { class: "menu-rule", role: "separator" });
    return el("li", { role: "none" }, el("button", {
      type: "button", class: item.danger ? "menu-item is-danger" : "menu-item", role: "menuitem", tabindex: "-1",
      on: { click: () => {
        close();
        item.act();
      } },
    }, item.words));
  };
  const rows = items.filter(Boolean).map(row);
  const menu = el("ul", { class: "menu", role: "menu", "aria-label": label }, rows);
  const entries = [...menu.querySelectorAll("[role=menuitem]")];

  function close(focus = true) {
    if (open?.menu !== menu) return;
    open = null;
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    window.removeEventListener("blur", leave);
    if (back instanceof HTMLElement && back.hasAttribute("aria-expanded")) back.setAttribute("aria-expanded", "false");
    if (focus) back?.focus({ preventScroll: true });
  }
  const outside = (event) => !menu.contains(event.target) && close(false);
  const leave = () => close(false);
  menu.addEventListener("keydown", (event) => steer(event, entries, close));
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("blur", leave);
  document.body.append(menu);
  place(menu, at);
  if (back?.hasAttribute("aria-expanded")) back.setAttribute("aria-expanded", "true");
  open = { menu, close };
  entries[0]?.focus({ preventScroll: true });
}

function steer(event, entries, close) {
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    entries.at(to % entries.length).focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
    const begins = (entry) => entry.textContent.toLowerCase().startsWith(event.key.toLowerCase());
    [...entries.slice(at + 1), ...entries.slice(0, at + 1)].find(begins)?.focus();
  }
}

function place(menu, at) {
  const spot = at instanceof Element ? at.getBoundingClientRect() : { right: at.x, left: at.x, bottom: at.y, top: at.y };
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = at instanceof Element ? spot.right - width : spot.left;
  const top = spot.bottom + height + 8 <= innerHeight ? spot.bottom + 4 : Math.max(8, spot.top - height - 4);
  menu.style.setProperty("--left", `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`);
  menu.style.setProperty("--top", `${Math.min(top, Math.max(8, innerHeight - height - 8))}px`);
}
