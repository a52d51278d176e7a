// Message components, classic and v2. Type numbers are Discord's.

import { SELECTS, choiceList } from "./choices.js";
import { el } from "./dom.js";
import { chip, contactSheet, picture, player, thumbnail } from "./media.js";
import { emojiText } from "./optionlist.js";
import { outward, prose, spoiler } from "./prose.js";

const ROW = 1;
const BUTTON = 2;
const SECTION = 9;
const TEXT = 10;
const THUMBNAIL = 11;
const GALLERY = 12;
const FILE = 13;
const SEPARATOR = 14;
const CONTAINER = 17;
const STYLES = { 1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "secondary" };
const LINK = 5;

/** `context`: directory, openChannel and press(customId, values, control). */
export function components(list, message, context) {
  if (!list?.length) return null;
  return el("div", { class: "components" }, list.map((component) => one(component, message, context)));
}

function one(component, message, context) {
  const inner = (list = component.components) => (list ?? []).map((child) => one(child, message, context));
  if (SELECTS.has(component.type)) {
    const list = choiceList(component, context.directory, (values) => context.press(component.custom_id, values, list));
    return list;
  }
  switch (component.type) {
    case ROW:
      return el("div", { class: "row" }, inner());
    case BUTTON:
      return button(component, context);
    case SECTION:
      return el("div", { class: "section" },
        el("div", { class: "section-text" }, inner()),
        el("div", { class: "accessory" }, one(component.accessory, message, context)));
    case TEXT:
      return prose(component.content, context);
    case THUMBNAIL:
      return thumbnail(media(component.media, component, message));
    case GALLERY: {
      const items = component.items.map((item) => media(item.media, item, message));
      return items.length === 1 ? picture(items[0]) : contactSheet(items);
    }
    case FILE:
      return file(component, message);
    case SEPARATOR:
      return component.divider === false
        ? el("div", { class: "space", "data-spacing": component.spacing ?? 1 })
        : el("hr", { "data-spacing": component.spacing ?? 1 });
    case CONTAINER:
      return container(component, inner());
    default:
      return el("p", { class: "subtext" }, `Callsheet's sandbox does not draw this part yet (component type ${component.type}).`);
  }
}

function button(component, context) {
  const label = [emojiText(component.emoji), component.label && el("span", {}, component.label)];
  const className = `button ${STYLES[component.style] ?? "secondary"}`;
  if (component.style === LINK) {
    const link = outward(component.url, label, el("span", { "aria-hidden": "true" }, " ↗"));
    if (link instanceof Element) link.className = className;
    return link;
  }
  const made = el("button", {
    type: "button",
    class: className,
    disabled: component.disabled,
    "data-custom-id": component.custom_id,
    // An emoji alone has no name a screen reader could say.
    "aria-label": component.label ? null : component.emoji?.name ?? "Button",
    on: { click: () => context.press(component.custom_id, null, made) },
  }, label);
  return made;
}

function container(component, children) {
  const box = el("div", { class: "container" }, children);
  if (Number.isInteger(component.accent_color)) {
    box.style.setProperty("--accent", `#${component.accent_color.toString(16).padStart(6, "0")}`);
    box.classList.add("has-accent");
  }
  return component.spoiler ? spoiler(box, "div", "Spoiler: show this part") : box;
}

/** A gallery item or thumbnail. `attachment://name` names a file of the same message. */
function media(unfurled, item, message) {
  const attached = attachedFile(unfurled.url, message);
  return {
    ...unfurled,
    ...(attached ? { url: attached.url, width: attached.width, height: attached.height, content_type: attached.content_type, filename: attached.filename } : {}),
    filename: attached?.filename ?? lastSegment(unfurled.url),
    description: item.description,
    spoiler: item.spoiler,
  };
}

function file(component, message) {
  const attached = attachedFile(component.file.url, message) ?? {
    ...component.file,
    filename: component.name ?? lastSegment(component.file.url),
    size: component.size,
  };
  const shown = player(attached) ?? chip(attached);
  return component.spoiler ? spoiler(shown, "div", `Spoiler: show ${attached.filename}`) : shown;
}

function attachedFile(url, message) {
  const files = message.attachments ?? [];
  if (url?.startsWith("attachment://")) return files.find((candidate) => candidate.filename === url.slice("attachment://".length));
  return files.find((candidate) => candidate.url === url);
}

function lastSegment(url) {
  try {
    return decodeURIComponent(new URL(url, location.href).pathname.split("/").at(-1));
  } catch {
    return "file";
  }
}
