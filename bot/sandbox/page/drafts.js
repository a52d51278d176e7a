// What was typed and not sent, by seat and channel, as Discord keeps it.

const STORED = "callsheet.drafts";
const MOST = 100;

function all() {
  try {
    return JSON.parse(localStorage.getItem(STORED)) ?? {};
  } catch {
    return {};
  }
}

export function draftOf(key) {
  return all()[key] ?? "";
}

export function keepDraft(key, text) {
  if (!key) return;
  const { [key]: before, ...others } = all();
  if (!text && before === undefined) return;
  const kept = text ? { ...others, [key]: text } : others;
  localStorage.setItem(STORED, JSON.stringify(Object.fromEntries(Object.entries(kept).slice(-MOST))));
}
