// Registers commands and answers everything a person can do with them.

import {
  ActionRowBuilder, ButtonBuilder, ButtonStyle, ContainerBuilder, Events, LabelBuilder, MessageFlags, ModalBuilder,
  SlashCommandBuilder, StringSelectMenuBuilder, TextDisplayBuilder, TextInputBuilder, TextInputStyle,
} from "discord.js";
import { client, run, tell } from "./client.mjs";

const COMMANDS = [
  new SlashCommandBuilder().setName("echo").setDescription("Says it again")
    .addStringOption((option) => option.setName("words").setDescription("What to say").setRequired(true))
    .addAttachmentOption((option) => option.setName("file").setDescription("What to show")),
  new SlashCommandBuilder().setName("slow").setDescription("Thinks first"),
  new SlashCommandBuilder().setName("board").setDescription("Buttons and a select"),
  new SlashCommandBuilder().setName("card").setDescription("Components v2"),
  new SlashCommandBuilder().setName("find").setDescription("Completes")
    .addStringOption((option) => option.setName("film").setDescription("Which").setAutocomplete(true).setRequired(true)),
];
const FILMS = ["Night bus", "Night train", "Morning tram"];

const row = (...components) => new ActionRowBuilder().addComponents(...components);
const button = (id, label) => new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(ButtonStyle.Primary);

const ANSWERS = {
  echo: (interaction) => {
    const file = interaction.options.getAttachment("file");
    return interaction.reply({ content: `${interaction.options.getString("words")}${file ? ` with ${file.name}` : ""}` });
  },
  slow: async (interaction) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    await interaction.editReply("thought");
    const more = await interaction.followUp({ content: "and more", flags: MessageFlags.Ephemeral });
    tell("followed", { ephemeral: more.flags.has(MessageFlags.Ephemeral), original: (await interaction.fetchReply()).content });
  },
  board: async (interaction) => {
    const films = new StringSelectMenuBuilder().setCustomId("films").setPlaceholder("Films").setMaxValues(2)
      .addOptions(FILMS.map((film) => ({ label: film, value: film })));
    const answered = await interaction.reply({
      content: "board",
      components: [row(button("count", "Count"), button("whisper", "Whisper"), button("ask", "Ask")), row(films)],
      withResponse: true,
    });
    tell("board", { id: answered.resource.message.id });
  },
  card: (interaction) => interaction.reply({
    flags: MessageFlags.IsComponentsV2,
    components: [
      new ContainerBuilder().setAccentColor(0x2a9d8f)
        .addTextDisplayComponents(new TextDisplayBuilder().setContent("## A card"))
        .addActionRowComponents(row(button("count", "Count"))),
    ],
  }),
  find: (interaction) => interaction.reply(`found ${interaction.options.getString("film")}`),
};

const PRESSES = {
  count: (interaction) => interaction.update({ content: "counted" }),
  whisper: (interaction) => interaction.reply({ content: "only you", flags: MessageFlags.Ephemeral }),
  ask: (interaction) => {
    const why = new TextInputBuilder().setCustomId("why").setStyle(TextInputStyle.Paragraph).setMaxLength(200);
    return interaction.showModal(new ModalBuilder().setCustomId("asked").setTitle("One question")
      .addLabelComponents(new LabelBuilder().setLabel("Why?").setTextInputComponent(why)));
  },
  films: (interaction) => interaction.reply({ content: interaction.values.join(" + "), flags: MessageFlags.Ephemeral }),
};

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isAutocomplete()) {
    const typed = interaction.options.getFocused().toLowerCase();
    await interaction.respond(FILMS.filter((film) => film.toLowerCase().startsWith(typed)).map((film) => ({ name: film, value: film })));
  } else if (interaction.isChatInputCommand()) {
    await ANSWERS[interaction.commandName](interaction);
  } else if (interaction.isMessageComponent()) {
    await PRESSES[interaction.customId](interaction);
  } else if (interaction.isModalSubmit()) {
    await interaction.reply(`because ${interaction.fields.getTextInputValue("why")}`);
  }
});

client.once(Events.ClientReady, async () => {
  const registered = await client.application.commands.set(COMMANDS);
  tell("registered", { names: registered.map((command) => command.name) });
});

await run();
