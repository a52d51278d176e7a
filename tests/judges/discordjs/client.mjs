// A discord.js client pointed at a sandbox. What a test waits for is said as one line of JSON on stdout.

import { Client, Events, GatewayIntentBits, Partials } from "discord.js";

export function tell(event, more = {}) {
  process.stdout.write(`${JSON.stringify({ event, ...more })}\n`);
}

// Only the address is ours: the gateway's own comes from GET /gateway/bot, as on Discord.
export const client = new Client({
  intents: [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMembers,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.MessageContent,
  ],
  partials: [Partials.Channel, Partials.Message],
  allowedMentions: { parse: [] },
  rest: { api: process.env.SANDBOX_API, version: "10", retries: 0 },
});

client.once(Events.ClientReady, (ready) => tell("ready", { tag: ready.user.tag, servers: ready.guilds.cache.map((guild) => guild.name) }));
client.on(Events.ShardResume, (_, replayed) => tell("resumed", { replayed }));
client.on(Events.Error, (error) => tell("error", { message: String(error) }));
client.rest.on("invalidRequestWarning", (warning) => tell("error", { message: JSON.stringify(warning) }));

export async function run() {
  process.once("SIGTERM", async () => {
    await client.destroy();
    process.exit(0);
  });
  await client.login(process.env.SANDBOX_TOKEN);
}
