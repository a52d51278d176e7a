// Discord's markdown, text in and a tree out; `prose.js` makes elements of it. The grammar follows
// Discord's client: where the two differ from CommonMark, Discord is right.

const FENCE = /(?<!\\)```(?:([a-z0-9_+\-.#]*)\n)?([\s\S]+?)```/gi;
const LIST_ITEM = /^(\s*)(?:[-*]|(\d{1,9})\.) +(.*)$/;
const HEADING = /^(#{1,3}) +(\S.*)$/;
const SUBTEXT = /^-# +(\S.*)$/;
const QUOTE = /^> ?(?!>)(.*)$/;
// Deeper nesting is nobody's writing and could only slow the page down.
const DEEPEST = 12;

export function parse(source, depth = 0) {
  const blocks = [];
  let from = 0;
  for (const fence of source.matchAll(FENCE)) {
    blocks.push(...parseLines(source.slice(from, fence.index).replace(/\n$/, ""), depth));
    blocks.push({ kind: "codeblock", language: fence[1] ?? "", text: fence[2].replace(/^\n+|\n+$/g, "") });
    from = fence.index + fence[0].length;
    if (source[from] === "\n") from += 1;
  }
  blocks.push(...parseLines(source.slice(from), depth));
  return blocks;
}

function parseLines(source, depth) {
  if (source === "") return [];
  const lines = source.split("\n");
  const blocks = [];
  let plain = [];
  const endParagraph = () => {
    if (plain.some((line) => line.trim() !== "")) {
      blocks.push({ kind: "paragraph", children: inline(plain.join("\n").trimEnd()) });
    }
    plain = [];
  };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at];
    const heading = HEADING.exec(line);
    const subtext = SUBTEXT.exec(line);
    if (depth < DEEPEST && line.startsWith(">>> ")) {
      endParagraph();
      const rest = [line.slice(4), ...lines.slice(at + 1)].join("\n");
      blocks.push({ kind: "quote", children: parse(rest, depth + 1) });
      return blocks;
    }
    if (depth < DEEPEST && line.startsWith("> ")) {
      endParagraph();
      const quoted = [];
      for (let match; at < lines.length && (match = QUOTE.exec(lines[at])); at += 1) quoted.push(match[1]);
      at -= 1;
      blocks.push({ kind: "quote", children: parse(quoted.join("\n"), depth + 1) });
    } else if (heading) {
      endParagraph();
      blocks.push({ kind: "heading", level: heading[1].length, children: inline(heading[2]) });
    } else if (subtext) {
      endParagraph();
      blocks.push({ kind: "subtext", children: inline(subtext[1]) });
    } else if (LIST_ITEM.test(line)) {
      endParagraph();
      const items = [];
      while (at < lines.length && (LIST_ITEM.test(lines[at]) || (items.length && /^\s+\S/.test(lines[at])))) {
        const item = LIST_ITEM.exec(lines[at]);
        if (item && startsAnotherList(items[0], item)) break;
        if (item) items.push({ indent: item[1].length, number: item[2], text: item[3] });
        else items.at(-1).text += `\n${lines[at].trim()}`;
        at += 1;
      }
      at -= 1;
      blocks.push(list(items));
    } else {
      plain.push(line);
    }
  }
  endParagraph();
  return blocks;
}

function startsAnotherList(first, item) {
  return first !== undefined && item[1].length <= first.indent && (item[2] === undefined) !== (first.number === undefined);
}

function list(items) {
  const [first] = items;
  const made = { kind: "list", start: first.number === undefined ? null : Number(first.number), items: [] };
  for (let at = 0; at < items.length; at += 1) {
    let end = at + 1;
    while (end < items.length && items[end].indent > items[at].indent) end += 1;
    const deeper = items.slice(at + 1, end);
    made.items.push({ children: inline(items[at].text), nested: deeper.length ? list(deeper) : null });
    at = end - 1;
  }
  return made;
}

const nest = (kind) => (match, depth, insideLink) => ({ kind, children: inline(match[1], depth + 1, insideLink) });

// [first characters, sticky pattern, node]. Order matters: longer marks come before shorter ones.
const RULES = [
  ["\\", /\\([^0-9A-Za-z\s])/y, (match) => ({ kind: "text", text: match[1] })],
  ["`", /(`+)([\s\S]*?[^`])\1(?!`)/y, (match) => ({ kind: "code", text: match[2].replace(/^ (.*\S.*) $/s, "$1") })],
  ["*", /\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/y, nest("strong")],
  ["_", /__((?:\\[\s\S]|[^\\])+?)__(?!_)/y, nest("underline")],
  ["*", /\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/y, nest("em")],
  ["_", /(?<!\w)_((?:__|\\[\s\S]|[^\\_])+?)_(?!\w)/y, nest("em")],
  ["~", /~~([\s\S]+?)~~(?!_)/y, nest("strike")],
  ["|", /\|\|([\s\S]+?)\|\|/y, nest("spoiler")],
  ["[", /\[((?:\\.|[^\]\\\n])+)\]\(<?(https?:\/\/[^\s<>)]+)>?(?: "[^"\n]*")?\)/y, (match, depth) => ({ kind: "link", url: match[2], children: inline(match[1], depth + 1, true) })],
  ["<", /<(https?:\/\/[^\s<>]+)>/y, (match) => link(match[1])],
  ["<", /<@!?(\d+)>/y, (match) => ({ kind: "person", id: match[1] })],
  ["<", /<@&(\d+)>/y, (match) => ({ kind: "role", id: match[1] })],
  ["<", /<#(\d+)>/y, (match) => ({ kind: "channel", id: match[1] })],
  ["<", /<\/([^:<>\n]{1,96}):\d+>/y, (match) => ({ kind: "command", name: match[1] })],
  ["<", /<a?:(\w{2,32}):\d+>/y, (match) => ({ kind: "emoji", name: match[1] })],
  ["<", /<t:(-?\d{1,13})(?::([tTdDfFRsS]))?>/y, (match) => ({ kind: "instant", milliseconds: Number(match[1]) * 1000, style: match[2] ?? "f" })],
  ["h", /https?:\/\/[^\s<]*[^\s<.,:;"')\]*_~|]/y, (match) => link(match[0])],
  ["@", /@(?:everyone|here)\b/y, (match) => ({ kind: "everyone", text: match[0] })],
];

const link = (url) => ({ kind: "link", url, children: [{ kind: "text", text: url }] });

export function inline(source, depth = 0, insideLink = false) {
  const nodes = [];
  let text = "";
  const endText = () => {
    if (text) nodes.push({ kind: "text", text });
    text = "";
  };
  let at = 0;
  while (at < source.length) {
    const node = depth < DEEPEST ? match(source, at, depth, insideLink) : null;
    if (node === null) {
      text += source[at];
      at += 1;
    } else if (node.made.kind === "text") {
      text += node.made.text;
      at = node.end;
    } else {
      endText();
      nodes.push(node.made);
      at = node.end;
    }
  }
  endText();
  return nodes;
}

function match(source, at, depth, insideLink) {
  for (const [first, pattern, make] of RULES) {
    if (source[at] !== first || (insideLink && (first === "h" || first === "["))) continue;
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) return { end: pattern.lastIndex, made: make(found, depth, insideLink) };
  }
  return null;
}

/** A message in one plain line, its own lines apart, for reply context and screen readers. */
export function plain(source, resolve) {
  const words = (nodes) => nodes.map((node) => {
    if (node.kind === "spoiler") return "(spoiler)";
    if (node.text !== undefined) return node.text;
    if (node.children) return words(node.children);
    return resolve(node);
  }).join("");
  const lines = (blocks) => blocks.flatMap((block) => {
    if (block.kind === "quote") return lines(block.children);
    if (block.kind === "list") return block.items.flatMap((item) => [words(item.children), ...(item.nested ? lines([item.nested]) : [])]);
    return words([block]).split("\n");
  });
  return lines(parse(source)).map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean).join(" · ");
}
