// What this browser remembers of the page: small JSON values that survive a reload.

const PREFIX = "callsheet.";

/** The remembered value, or `otherwise`: a browser may keep nothing, and somebody may have changed it. */
export function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

export function remember(key, value) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A private window, or no room: the page then forgets at reload, and works all the same.
  }
}

/** Forgets every key that begins with `stem` and that `isOld(rest)` says is of no more use. */
export function forget(stem, isOld) {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + stem));
    for (const key of keys) if (isOld(key.slice(PREFIX.length + stem.length))) localStorage.removeItem(key);
  } catch {
    // Nothing is kept, so nothing is old.
  }
}
