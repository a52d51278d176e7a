// A parsed text becomes elements.

import { el, fragment, webAddress } from "./dom.js";
import { parse } from "./markdown.js";
import { format, stamp } from "./time.js";

const JUMP = /^https:\/\/(?:ptb\.|canary\.)?discord\.com\/channels\/(\d+)\/(\d+)(?:\/(\d+))?\/?$/;
const INLINE = { strong: "strong", em: "em", underline: "u", strike: "s" };

/** `context` has `directory` (names for ids) and `openChannel(id)`. */
export function prose(source, context) {
  return el("div", { class: "prose" }, parse(source).map((node) => block(node, context)));
}

function block(node, context) {
  const children = () => inlines(node.children, context);
  switch (node.kind) {
    case "codeblock":
      // A long line scrolls inside its box, so the box must be reachable by keyboard.
      return el("pre", { tabindex: "0" }, el("code", {}, node.text));
    case "quote":
      return el("blockquote", {}, node.children.map((child) => block(child, context)));
    case "heading":
      // Below the page's h1 (Callsheet) and h2 (the channel) all are one level: people skip levels for size.
      return el("h3", { "data-level": node.level }, children());
    case "subtext":
      return el("p", { class: "subtext" }, children());
    case "list":
      return list(node, context);
    default:
      return el("p", {}, children());
  }
}

function list(node, context) {
  const items = node.items.map((item) =>
    el("li", {}, inlines(item.children, context), item.nested && list(item.nested, context)));
  return node.start === null ? el("ul", {}, items) : el("ol", { start: node.start }, items);
}

function inlines(nodes, context) {
  return nodes.map((node) => inlineNode(node, context));
}

function inlineNode(node, context) {
  switch (node.kind) {
    case "text":
      return node.text;
    case "code":
      return el("code", {}, node.text);
    case "link":
      return jump(node, context) ?? outward(node.url, inlines(node.children, context));
    case "spoiler":
      return spoiler(inlines(node.children, context));
    case "instant":
      return node.style === "R" ? stamp(node.milliseconds, "R") : instant(node);
    case "channel":
      return channelLink(node.id, context);
    case "everyone":
      return el("span", { class: "mention" }, node.text);
    case "person":
    case "role":
      return el("span", { class: "mention" }, context.directory.mention(node));
    case "command":
      return el("code", { class: "mention" }, context.directory.mention(node));
    case "emoji":
      return context.directory.mention(node);
    default:
      return el(INLINE[node.kind], {}, inlines(node.children, context));
  }
}

function instant(node) {
  const time = stamp(node.milliseconds, node.style);
  time.classList.add("instant");
  time.title = format(node.milliseconds, "F");
  return time;
}

function channelLink(id, context) {
  const name = context.directory.mention({ kind: "channel", id });
  if (!context.directory.channels.has(id)) return el("span", { class: "mention" }, name);
  return el("button", { type: "button", class: "mention", on: { click: () => context.openChannel(id) } }, name);
}

/** A link to a message or channel of this server is a way there, as in Discord's client. */
function jump(node, context) {
  const [, server, channel, message] = JUMP.exec(node.url) ?? [];
  if (!channel || server !== context.directory.server.id || !context.directory.channels.has(channel)) return null;
  const place = `#${context.directory.channelName(channel)}`;
  const bare = node.children.length === 1 && node.children[0].text === node.url;
  const words = bare ? `${place}${message ? " › message" : ""}` : inlines(node.children, context);
  return el("button", { type: "button", class: bare ? "mention" : "text-link", on: { click: () => context.openChannel(channel, message ?? null) } }, words);
}

export function outward(url, ...children) {
  const address = webAddress(url);
  if (address === null) return fragment(...children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** Content under a lid. It keeps its place, so lifting the lid moves nothing. */
export function spoiler(content, tag = "span", label = "Spoiler: show") {
  const hidden = el(tag, { class: "spoiler-content" }, content);
  const lid = el("button", { type: "button", class: "spoiler-lid", "aria-label": label }, el("span", {}, "Spoiler"));
  const box = el(tag, { class: "spoiler" }, hidden, lid);
  lid.addEventListener("click", () => {
    box.classList.add("is-open");
    lid.remove();
  });
  return box;
}
