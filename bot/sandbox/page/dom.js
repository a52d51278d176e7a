// Every element on the page is built here. A string child becomes a text node, so nothing a
// person or the bot wrote is ever read as HTML.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child);
  }
}

export function fragment(...children) {
  const made = document.createDocumentFragment();
  append(made, children);
  return made;
}

/** `url` when it is plain web, else null: a `javascript:` address must never become a link. */
export function webAddress(url) {
  if (typeof url !== "string") return null;
  try {
    const parsed = new URL(url, location.href);
    return parsed.protocol === "http:" || parsed.protocol === "https:" ? parsed.href : null;
  } catch {
    return null;
  }
}

let made = 0;

/** An id no other element on this page has, for labels and descriptions. */
export function freshId(stem) {
  made += 1;
  return `${stem}-${made}`;
}

/** What went wrong, told once and read out by screen readers. */
export function trouble(message) {
  return el("p", { class: "trouble", role: "alert" }, message);
}
