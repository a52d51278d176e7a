// Embeds of a message.

import { el, webAddress } from "./dom.js";
import { picture, thumbnail } from "./media.js";
import { outward, prose } from "./prose.js";
import { stamp } from "./time.js";

export function embeds(list, context) {
  // Of a GIF picker's there is no picture here; its link stands in the message.
  const shown = (list ?? []).filter((embed) => embed.type !== "gifv");
  if (!shown.length) return null;
  return el("div", { class: "embeds" }, shown.map((embed) => one(embed, context)));
}

function one(embed, context) {
  const box = el("article", { class: "container embed" },
    embed.author?.name && el("p", { class: "embed-author" }, linked(embed.author.name, embed.author.url)),
    embed.title && el("h3", {}, linked(embed.title, embed.url)),
    embed.thumbnail?.url && thumbnail({ ...embed.thumbnail, description: embed.thumbnail.description }),
    embed.description && prose(embed.description, context),
    embed.fields?.length && el("dl", { class: "fields" }, embed.fields.map((field) =>
      el("div", { class: field.inline ? "is-inline" : null }, el("dt", {}, prose(field.name, context)), el("dd", {}, prose(field.value, context))))),
    embed.image?.url && picture({ ...embed.image, filename: "in this message" }),
    (embed.footer?.text || embed.timestamp) && el("footer", { class: "subtext" },
      embed.footer?.text,
      embed.footer?.text && embed.timestamp && " · ",
      embed.timestamp && stamp(Date.parse(embed.timestamp), "s")));
  if (Number.isInteger(embed.color)) {
    box.style.setProperty("--accent", `#${embed.color.toString(16).padStart(6, "0")}`);
    box.classList.add("has-accent");
  }
  return box;
}

function linked(text, url) {
  return webAddress(url) && url ? outward(url, text) : text;
}
