// Files of a message: pictures, sound, film, and everything else as a chip to download.

import { el, webAddress } from "./dom.js";
import { enlarge } from "./lightbox.js";
import { spoiler } from "./prose.js";

const KINDS = {
  picture: /\.(png|jpe?g|gif|webp|avif|bmp)$/i,
  sound: /\.(mp3|wav|ogg|oga|opus|flac|m4a|aac)$/i,
  film: /\.(mp4|webm|mov|m4v|ogv)$/i,
};
const LARGEST = { width: 520, height: 360 };

/** picture, sound, film or file: by declared type, else by name. */
export function kindOf({ content_type: type, filename = "" }) {
  if (type?.startsWith("image/svg")) return "file";
  if (type?.startsWith("image/")) return "picture";
  if (type?.startsWith("audio/")) return "sound";
  if (type?.startsWith("video/")) return "film";
  if (type && type !== "application/octet-stream") return "file";
  return Object.keys(KINDS).find((kind) => KINDS[kind].test(filename)) ?? "file";
}

/** A size as Discord says it: a MB is 1024 × 1024 bytes. */
export function size(bytes) {
  if (bytes < 1024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1).replace(/\.0$/, "")} MB`;
}

export function attachments(list) {
  if (!list?.length) return null;
  const pictures = list.filter((file) => kindOf(file) === "picture");
  const others = list.filter((file) => kindOf(file) !== "picture");
  return el("div", { class: "files" },
    pictures.length === 1 && picture(asMedia(pictures[0])),
    pictures.length > 1 && contactSheet(pictures.map(asMedia)),
    others.map((file) => covered(file, player(file))));
}

/** An attachment in the shape galleries use. */
function asMedia(file) {
  return {
    url: file.url,
    width: file.width,
    height: file.height,
    description: file.description,
    filename: file.filename,
    content_type: file.content_type,
    spoiler: isSpoiler(file),
  };
}

function isSpoiler(file) {
  // IS_SPOILER is bit 3 of an attachment's flags; older clients only mark the name.
  return Boolean(file.is_spoiler || (file.flags ?? 0) & 8 || file.filename?.startsWith("SPOILER_"));
}

function covered(file, element) {
  return isSpoiler(file) ? spoiler(element, "div", `Spoiler: show ${file.filename}`) : element;
}

/** One picture at its own shape, its place kept before it has loaded. */
export function picture(media) {
  const frame = open(media, "picture");
  if (media.width && media.height) {
    const scale = Math.min(1, LARGEST.width / media.width, LARGEST.height / media.height);
    frame.style.setProperty("--width", `${Math.round(media.width * scale)}px`);
    frame.style.setProperty("--ratio", `${media.width} / ${media.height}`);
  }
  return media.spoiler ? spoiler(frame, "div", "Spoiler: show the picture") : frame;
}

/** Several pictures as a contact sheet of squares. */
export function contactSheet(list) {
  const isFilm = (media) => kindOf({ content_type: media.content_type, filename: media.filename ?? media.url }) === "film";
  const pictures = list.filter((media) => !isFilm(media));
  return el("div", { class: "contact-sheet", "data-count": list.length }, list.map((media) => {
    const frame = isFilm(media) ? film(media) : open(media, "frame", pictures);
    return media.spoiler ? spoiler(frame, "div", "Spoiler: show the picture") : frame;
  }));
}

/** A picture that shows itself larger when pressed, together with its neighbours. */
function open(media, className, neighbours = [media]) {
  const words = media.description || `Picture ${media.filename ?? ""}`.trim();
  if (!isOurs(media.url)) return missing(media, className, words);
  const image = el("img", { src: webAddress(media.url), alt: words, width: media.width, height: media.height, loading: "lazy", decoding: "async" });
  const button = el("button", { type: "button", class: className, "aria-haspopup": "dialog", title: media.description, on: { click: () => enlarge(neighbours, neighbours.indexOf(media)) } }, image);
  // Links to files run out.
  image.addEventListener("error", () => button.replaceWith(missing(media, className, words)));
  return button;
}

/** Nothing is fetched from elsewhere: the page's Content-Security-Policy forbids it. */
function isOurs(url) {
  const address = webAddress(url);
  return address !== null && ["127.0.0.1", "localhost", location.hostname].includes(new URL(address).hostname);
}

function missing(media, className, words) {
  return el("a", { class: `${className} is-missing`, href: webAddress(media.url), target: "_blank", rel: "noopener noreferrer" }, `${words} (cannot be shown here)`);
}

export function thumbnail(media) {
  return media.spoiler ? spoiler(open(media, "thumbnail"), "div", "Spoiler: show the picture") : open(media, "thumbnail");
}

export function player(file) {
  const kind = kindOf(file);
  if (kind === "film") return film({ ...file, description: file.description ?? file.filename });
  if (kind === "sound") {
    return el("figure", { class: "sound" },
      el("figcaption", {}, el("span", { class: "name" }, file.filename), duration(file), el("span", { class: "size" }, size(file.size))),
      el("audio", { controls: true, preload: "metadata", src: webAddress(file.url), "aria-label": file.description ?? file.filename }));
  }
  return chip(file);
}

function duration({ duration_secs: seconds }) {
  if (!seconds) return null;
  const whole = Math.round(seconds);
  return el("span", {}, `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`);
}

function film(media) {
  const video = el("video", { controls: true, preload: "metadata", playsinline: true, src: webAddress(media.url), width: media.width, height: media.height, "aria-label": media.description ?? "Film" });
  if (media.width && media.height) video.style.setProperty("--ratio", `${media.width} / ${media.height}`);
  // What this browser cannot play can still be saved.
  if (media.filename) video.addEventListener("error", () => video.replaceWith(chip(media)));
  return video;
}

export function chip(file) {
  return el("a", { class: "file-chip", href: webAddress(file.url), download: file.filename, rel: "noopener noreferrer" },
    el("span", { class: "file-kind", "aria-hidden": "true" }, extension(file.filename)),
    el("span", { class: "name" }, file.filename),
    Number.isFinite(file.size) && el("span", { class: "size" }, size(file.size)));
}

function extension(filename = "") {
  const found = /\.([a-z0-9]{1,4})$/i.exec(filename);
  return found ? found[1].toUpperCase() : "FILE";
}
