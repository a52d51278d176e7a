// What the page shows is in its address, so two people can sit side by side in two windows, and a reload leads back.

export function readAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { server: parts.get("server"), channel: parts.get("channel"), person: parts.get("as"), beside: parts.get("beside") };
}

export function addressOf(server, channel, person) {
  return new URLSearchParams({ server, channel: channel ?? "", as: person ?? "" }).toString();
}

/** No step of its own to go back to. */
export function replaceAddress(parts) {
  if (location.hash.slice(1) !== parts) history.replaceState(null, "", `#${parts}`);
}
