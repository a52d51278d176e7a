// Mentions as people type them ("@Ann", "#general") and as Discord sends them ("<@1>", "<#2>").

const CODE = /(```[\s\S]*?```|`[^`\n]*`)/;
const LONGEST_NAME = 100;

/** Typed words to what is sent. `chosen` maps names picked from the list, as typed, to their markup. */
export function toMarkup(text, directory, chosen = new Map()) {
  const names = new Map([
    ...[...directory.channels.values()].map((channel) => [`#${channel.name}`, `<#${channel.id}>`]),
    ...[...directory.roles.values()].filter((role) => role.name !== "@everyone").map((role) => [`@${role.name}`, `<@&${role.id}>`]),
    ...[...directory.people.values()].map((person) => [`@${person.name}`, `<@${person.id}>`]),
    [`@${directory.server.bot.name}`, `<@${directory.server.bot.id}>`],
    ...chosen,
  ]);
  // In code nothing is a mention.
  return text.split(CODE).map((part, at) => (at % 2 ? part : replaceNames(part, names))).join("");
}

function replaceNames(text, names) {
  let made = "";
  let at = 0;
  while (at < text.length) {
    const found = "@#".includes(text[at]) && !/[\w<\\]/.test(text[at - 1] ?? " ") ? longestName(text, at, names) : null;
    made += found ? names.get(found) : text[at];
    at += found ? found.length : 1;
  }
  return made;
}

function longestName(text, at, names) {
  for (let end = Math.min(text.length, at + LONGEST_NAME); end > at + 1; end -= 1) {
    if (!/[\p{L}\p{N}_]/u.test(text[end] ?? " ") && names.has(text.slice(at, end))) return text.slice(at, end);
  }
  return null;
}

/** What was sent, in words to edit. Ids nobody knows stay as they are. */
export function toWords(text, directory) {
  return text
    .replace(/<@!?(\d+)>/g, (markup, id) => (directory.people.has(id) || id === directory.server.bot.id ? `@${directory.personName(id)}` : markup))
    .replace(/<@&(\d+)>/g, (markup, id) => (directory.roles.has(id) ? `@${directory.roleName(id)}` : markup))
    .replace(/<#(\d+)>/g, (markup, id) => (directory.channels.has(id) ? `#${directory.channelName(id)}` : markup));
}
