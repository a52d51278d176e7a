// Files chosen and not yet sent: looked at, described, covered or left out again.

import { askWords } from "./ask.js";
import { el, trouble } from "./dom.js";
import { kindOf, size } from "./media.js";

const COVERED = "SPOILER_";
const MOST_ALT = 1024;
const MARKS = { sound: "♪", film: "▶", file: "FILE" };

const carriesFiles = (event) => Boolean(event.dataTransfer?.types.includes("Files"));

/** Files that are dragged over `zone` and dropped go to `take(files)`. `zone` shows that they would land. */
export function acceptDrops(zone, take) {
  const over = (event) => {
    // The innermost zone takes them.
    if (!carriesFiles(event) || event.defaultPrevented) return zone.classList.remove("is-drop-target");
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    zone.classList.add("is-drop-target");
  };
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", (event) => zone.contains(event.relatedTarget) || zone.classList.remove("is-drop-target"));
  zone.addEventListener("drop", (event) => {
    zone.classList.remove("is-drop-target");
    if (!carriesFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });
}

// A file let go beside every zone would otherwise be opened in the page's place.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if (!carriesFiles(event) || event.defaultPrevented) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });
}

const trays = new Set();

// No draft keeps files: whoever leaves the page while some wait is asked first.
window.addEventListener("beforeunload", (event) => {
  if ([...trays].some((tray) => tray.length && tray.list.isConnected)) event.preventDefault();
});

export class Tray {
  /**
   * `list` is the <ul> drawn into. `limit()` gives the most bytes of one file; `most` how many files; `marks`: whether
   * files can be covered and described. `changed()` is called when files came or went.
   */
  constructor(list, { most = 10, limit, marks = false, changed = () => {} }) {
    Object.assign(this, { list, most, limit, marks, changed });
    this.entries = [];
    this.faults = [];
  }

  get length() {
    return this.entries.length;
  }

  /** The files as they are sent; a covered one is marked in its name, as Discord's clients do. */
  files() {
    return this.entries.map(({ file, covered }) => (covered ? new File([file], `${COVERED}${file.name}`, { type: file.type }) : file));
  }

  /** Discord's `attachments` for the descriptions given. */
  described() {
    return this.entries.flatMap(({ description }, at) => (description ? [{ id: String(at), description }] : []));
  }

  add(files) {
    this.faults = [];
    for (const file of files) {
      const fault = this.faultOf(file);
      if (fault) this.faults.push(fault);
      else this.entries.push({ file, covered: false, description: "", preview: kindOf({ content_type: file.type, filename: file.name }) === "picture" ? URL.createObjectURL(file) : null });
    }
    this.draw();
    this.changed();
  }

  faultOf(file) {
    if (this.entries.length >= this.most) return `“${file.name}” was not added: ${this.most === 1 ? "one file fits here" : `${this.most} files fit here`}.`;
    if (file.size > this.limit()) return `“${file.name}” was not added: it has ${size(file.size)}, and a file here can have ${size(this.limit())}.`;
    return null;
  }

  drop(entry) {
    if (entry.preview) URL.revokeObjectURL(entry.preview);
    this.entries = this.entries.filter((other) => other !== entry);
    this.draw();
    this.changed();
  }

  clear() {
    for (const { preview } of this.entries) if (preview) URL.revokeObjectURL(preview);
    this.entries = [];
    this.faults = [];
    this.draw();
  }

  draw() {
    if (this.length) trays.add(this);
    else trays.delete(this);
    this.list.replaceChildren(
      ...this.entries.map((entry) => this.row(entry)),
      ...this.faults.map((fault) => el("li", { class: "tray-trouble" }, trouble(fault))));
  }

  row(entry) {
    const { file } = entry;
    const kind = kindOf({ content_type: file.type, filename: file.name });
    const button = (words, label, act, more = {}) => el("button", { type: "button", class: "text-button", "aria-label": label, ...more, on: { click: act } }, words);
    return el("li", { class: entry.covered ? "chosen-file is-covered" : "chosen-file" },
      entry.preview
        ? preview(entry)
        : el("span", { class: "preview", "aria-hidden": "true" }, MARKS[kind] ?? MARKS.file),
      el("span", { class: "about" },
        el("span", { class: "name" }, file.name),
        el("span", { class: "size" }, [size(file.size), entry.covered && "spoiler", entry.description && "described"].filter(Boolean).join(" · "))),
      this.marks && button("Spoiler", `Spoiler: ${file.name}`, () => {
        entry.covered = !entry.covered;
        this.redraw(entry);
      }, { "aria-pressed": String(entry.covered) }),
      this.marks && button("Describe", `Describe ${file.name}`, () => this.describe(entry)),
      button("Leave out", `Leave out ${file.name}`, () => this.drop(entry)));
  }

  /** Draws anew and keeps the focus on the same button of the same file. */
  redraw(entry) {
    const label = document.activeElement?.getAttribute("aria-label");
    this.draw();
    if (label && this.entries.includes(entry)) this.list.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.focus();
  }

  describe(entry) {
    askWords({
      title: `Describe ${entry.file.name}`, label: "For people who can't see or hear it", value: entry.description, most: MOST_ALT, yes: "Keep it", optional: true,
      act: async (words) => {
        entry.description = words;
        this.draw();
      },
    });
  }
}

/** A small picture of a picture; a file that only calls itself one is shown as any other. */
function preview({ preview: url, description }) {
  const image = el("img", { class: "preview", src: url, alt: description, width: 64, height: 64 });
  image.addEventListener("error", () => image.replaceWith(el("span", { class: "preview", "aria-hidden": "true" }, MARKS.file)));
  return image;
}

/** A field to choose files in, by button, drop and paste: {element, tray}. `id` is what its label names. */
export function fileField({ id, most, limit }) {
  const list = el("ul", { class: "chosen-files" });
  const tray = new Tray(list, { most, limit, changed: () => element.dispatchEvent(new Event("input", { bubbles: true })) });
  const input = el("input", { id, type: "file", class: "unseen", multiple: most > 1 });
  const take = (files) => {
    // One file takes the place of the one before.
    if (most === 1 && files.length) tray.clear();
    tray.add(files);
  };
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  const element = el("div", { class: "drop-zone" },
    el("label", { class: "button secondary" }, most === 1 ? "Choose a file" : "Choose files", input),
    el("span", { class: "quiet" }, `or drop ${most === 1 ? "it" : "them"} here · at most ${size(limit())}${most > 1 ? ` each, ${most} files` : ""}`),
    list);
  acceptDrops(element, take);
  element.addEventListener("paste", (event) => {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    take(event.clipboardData.files);
  });
  return { element, input, tray };
}
