// The sandbox's control API. Everything the page knows comes through here.

const ROOT = "/sandbox/v1";

/** What the sandbox or the bot said no to, in a sentence for the person. */
export class Refusal extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, { json, form } = {}) {
  const request = { method, headers: {} };
  if (form) {
    request.body = form;
  } else if (json !== undefined) {
    request.body = JSON.stringify(json);
    request.headers["Content-Type"] = "application/json";
  }
  let answer;
  try {
    answer = await fetch(ROOT + path, request);
  } catch {
    throw new Refusal("The sandbox does not answer. Start it again with make demo: this page picks up by itself.", 0);
  }
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said;
  throw new Refusal(sentence(said, answer.status), answer.status);
}

function sentence(said, status) {
  const given = said?.error ?? said?.message;
  if (typeof given === "string" && given) return given;
  if (status === 504) return "The bot did not answer in time. You can try again in a moment.";
  return `That did not work, and the sandbox did not say why (status ${status}).`;
}

/** JSON alone, or the same with files beside it. `files` is [[field, File], …]. */
function body(json, files) {
  if (!files?.length) return { json };
  const form = new FormData();
  form.append("payload_json", JSON.stringify(json));
  for (const [field, file] of files) form.append(field, file, file.name);
  return { form };
}

// What is shown at once; what the bot does about it arrives with the hints, as on Discord.
const AT_ONCE = { wait: "ack" };

const named = (files) => files.map((file, at) => [`files[${at}]`, file]);
const seat = (server, person) => `/servers/${server}/people/${person}`;

export const api = {
  makeServer: (name) => call("POST", "/servers", { json: { name, channels: ["general", { name: "forum", type: "forum" }] } }),
  servers: () => call("GET", "/servers").then((said) => said.servers),
  pin: (server, person, message) => call("PUT", `${seat(server, person)}/pins`, { json: { message, ...AT_ONCE } }),
  unpin: (server, person, message) => call("DELETE", `${seat(server, person)}/pins`, { json: { message, ...AT_ONCE } }),
  people: (server, query, limit) => call("GET", `/servers/${server}/people?${new URLSearchParams({ query, limit })}`),
  person: (server, person) => call("GET", seat(server, person)),
  view: (server, person, channel, page = {}) => call("GET", `${seat(server, person)}/view?${new URLSearchParams({ channel, ...page })}`),
  say: (server, person, message, files) =>
    call("POST", `${seat(server, person)}/messages`, body({ ...message, ...AT_ONCE }, named(files))),
  press: (server, person, press) => call("POST", `${seat(server, person)}/presses`, { json: { ...press, ...AT_ONCE } }),
  submit: (server, person, filled, files) => call("POST", `${seat(server, person)}/modals`, body({ ...filled, ...AT_ONCE }, files)),
  commands: (server, person, channel) => call("GET", `${seat(server, person)}/commands?${new URLSearchParams({ channel })}`).then((said) => said.commands),
  use: (server, person, used, files) => call("POST", `${seat(server, person)}/commands`, body({ ...used, ...AT_ONCE }, files)),
  complete: (server, person, typed) => call("POST", `${seat(server, person)}/autocomplete`, { json: typed }),
  menu: (server, person, used) => call("POST", `${seat(server, person)}/menus`, { json: { ...used, ...AT_ONCE } }),
  openPost: (server, person, post, files) => call("POST", `${seat(server, person)}/posts`, body(post, named(files))),
  dismiss: (server, person, message) => call("DELETE", `${seat(server, person)}/messages/${message}`),
  edit: (server, person, message, content) => call("PATCH", `${seat(server, person)}/messages/${message}`, { json: { content, ...AT_ONCE } }),
  remove: (server, person, message) => call("DELETE", `${seat(server, person)}/messages/${message}`, { json: AT_ONCE }),
  react: (server, person, reaction) => call("PUT", `${seat(server, person)}/reactions`, { json: { ...reaction, ...AT_ONCE } }),
  unreact: (server, person, reaction) => call("DELETE", `${seat(server, person)}/reactions`, { json: { ...reaction, ...AT_ONCE } }),
  openThread: (server, person, thread) => call("POST", `${seat(server, person)}/threads`, { json: { ...thread, ...AT_ONCE } }),
  forward: (server, person, forward) => call("POST", `${seat(server, person)}/forwards`, { json: { ...forward, ...AT_ONCE } }),
  repost: (server, person, repost) => call("POST", `${seat(server, person)}/reposts`, { json: { ...repost, ...AT_ONCE } }),
  places: (server, person) => call("GET", `${seat(server, person)}/channels`),
  join: (server, person) => call("POST", `/servers/${server}/people`, { json: person }),
  giveRoles: (server, person, roles) => call("PATCH", seat(server, person), { json: { roles } }),
  leave: (server, person) => call("DELETE", seat(server, person)),
  clock: () => call("GET", "/clock"),
  advance: (seconds) => call("POST", "/clock", { json: { advance: seconds } }),
  advanceTo: (instant) => call("POST", "/clock", { json: { to: instant } }),
  log: (after, limit) => call("GET", `/log?after=${after}&limit=${limit}&brief=1`).then((said) => said.requests),
  logEntry: (number) => call("GET", `/log/${number}`).then((said) => said.request),
  faults: () => call("GET", "/faults"),
  arm: (fault) => call("POST", "/faults", { json: fault }),
  clearFaults: () => call("DELETE", "/faults"),
  clearFault: (id) => call("DELETE", `/faults/${id}`),
  guide: () => call("GET", "/guide").then((said) => said.guide),
};

/** Whether a sandbox does not have the call at all: an older one, or one without this part. */
export function isMissing(refusal) {
  return refusal.status === 404 || refusal.status === 405;
}

const POLL_MS = 3000;
const CLOCK_MS = 15_000;
const GATHER_MS = 60;

/**
 * Calls `changed(hints)` when something may have changed: on the sandbox's hints, and every few
 * seconds while those do not come. An empty list means "look at everything"; a hint
 * {op: "reconnected"} that it may be another sandbox than before.
 */
export function follow(changed) {
  let hints = [];
  let gathering = null;
  const hear = (event) => {
    hints.push(JSON.parse(event.data));
    // One action of the bot is several changes: gather them into one look.
    gathering ??= setTimeout(() => {
      gathering = null;
      const heard = hints;
      hints = [];
      changed(heard);
    }, GATHER_MS);
  };
  let socket = null;
  let lost = false;
  const open = () => {
    socket = new WebSocket(`${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}${ROOT}/events`);
    socket.addEventListener("message", hear);
    socket.addEventListener("open", () => changed(lost ? [{ op: "reconnected" }] : []));
    socket.addEventListener("close", () => {
      lost = true;
      setTimeout(open, POLL_MS);
    });
  };
  open();
  setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) changed([]);
  }, POLL_MS);
  // The bot may come to owe something without any message changing.
  setInterval(() => changed([{ op: "clock" }]), CLOCK_MS);
}
