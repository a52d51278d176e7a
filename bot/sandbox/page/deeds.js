// What a person does to messages and with what hangs on them: each deed is one call of the control API.

import { api } from "./api.js";

/** `act(action, at)` does it as whoever sits here and shows what they then see; `seat()` gives {directory, channel}. */
export function deeds(act, seat) {
  const to = (call) => (message) => act((server, person) => call(server, person, message.id));
  const tell = (call, about, at) => act((server, person) => call(server, person, about), at);
  return {
    dismiss: to(api.dismiss),
    remove: to(api.remove),
    pin: (message) => to(message.pinned ? api.unpin : api.pin)(message),
    react: (message, emoji) => tell(api.react, { message: message.id, emoji }),
    unreact: (message, emoji) => tell(api.unreact, { message: message.id, emoji }),
    forward: (message, channel) => tell(api.forward, { message: message.id, channel }, channel),
    repost: (message, name) => tell(api.repost, { message: message.id, name }),
    menu: (message, name) => tell(api.menu, { command: name, message: message.id }),
    userMenu: (target, name) => tell(api.menu, { command: name, person: target.id, channel: seat().channel }),
    press: (message, customId, values) =>
      tell(api.press, { message: message.id, custom_id: customId, ...(values ? { values } : {}) },
        // Direct messages go by another name than their channel's id.
        seat().directory.channels.has(message.channel_id) ? message.channel_id : seat().channel),
  };
}
