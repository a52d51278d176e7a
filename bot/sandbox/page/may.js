// What a person may do in a channel, as far as the page must know to offer it. The sandbox judges.

import { isLocked, isThread } from "./directory.js";

const BITS = {
  ADD_REACTIONS: 6n,
  SEND_MESSAGES: 11n,
  MANAGE_MESSAGES: 13n,
  ATTACH_FILES: 15n,
  MANAGE_THREADS: 34n,
  CREATE_PUBLIC_THREADS: 35n,
  SEND_MESSAGES_IN_THREADS: 38n,
  PIN_MESSAGES: 51n,
};

/** By the channel's `permissions`, which are this person's; where it has none, by their roles. */
export function may(directory, person, channelId, permission) {
  const channel = directory.channels.get(channelId);
  if (channel?.permissions) return Boolean((BigInt(channel.permissions) >> BITS[permission]) & 1n);
  if (directory.server.owner?.id === person.id) return true;
  const roles = [directory.server.id, ...(directory.person(person.id)?.roles ?? [])].map((id) => directory.roles.get(id));
  return roles.some((role) => role?.permissions?.includes(permission) || role?.permissions?.includes("ADMINISTRATOR"));
}

/** Why a person cannot write in a channel, or null. */
export function closedTo(directory, person, channel) {
  const allowed = (permission) => may(directory, person, channel.id, permission);
  if (isLocked(channel) && !allowed("MANAGE_THREADS")) return "This thread is locked: only moderators can write here.";
  if (!allowed(isThread(channel) ? "SEND_MESSAGES_IN_THREADS" : "SEND_MESSAGES")) return `${directory.personName(person.id)} can read here, but not write.`;
  return null;
}
