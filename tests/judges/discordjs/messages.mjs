// Hears messages: fetches their files, sends files back, and says what it saw of threads.

import { AttachmentBuilder, Events } from "discord.js";
import { client, run, tell } from "./client.mjs";

async function download(attachment) {
  const response = await fetch(attachment.url);
  return Buffer.from(await response.arrayBuffer()).toString("base64");
}

client.on(Events.MessageCreate, async (message) => {
  if (message.author.id === client.user.id) return;
  const files = await Promise.all(message.attachments.map(async (attachment) => ({
    name: attachment.name, size: attachment.size, type: attachment.contentType, bytes: await download(attachment),
  })));
  tell("message", { content: message.content, author: message.author.username, member: message.member?.displayName, files });

  if (message.content === "send it back") {
    const file = new AttachmentBuilder(Buffer.from("from discord.js"), { name: "back.txt", description: "words" });
    const sent = await message.reply({ content: "here", files: [file] });
    const read = await message.channel.messages.fetch({ message: sent.id, force: true });
    tell("sent", { id: sent.id, name: read.attachments.first().name, bytes: await download(read.attachments.first()) });
  }
  if (message.content === "open a thread") {
    const thread = await message.startThread({ name: "Dailies", autoArchiveDuration: 1440 });
    await thread.send("first in the thread");
  }
});

client.on(Events.ThreadCreate, (thread, isNew) => tell("thread", { name: thread.name, isNew, parent: thread.parent.name }));
client.on(Events.MessageUpdate, (before, after) => tell("edited", { before: before.content, after: after.content }));
client.on(Events.MessageDelete, (message) => tell("deleted", { id: message.id }));

await run();
