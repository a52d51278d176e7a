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

/** Every new sandbox has servers of its own, so what was kept of those that are gone is of no use. */
export function forgetOtherServers(servers) {
  const known = new Set(servers.map((server) => server.id));
  try {
    for (const key of Object.keys(localStorage)) {
      const [, server] = /^callsheet\.(?:read|recent)\/([^/]+)/.exec(key) ?? [];
      if (server && !known.has(server)) localStorage.removeItem(key);
    }
  } catch {
    // Nothing is kept, so nothing is old.
  }
}
