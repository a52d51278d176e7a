// Who to be: everyone on the server, found by name; people who join, get roles, and leave.

import { api, isMissing } from "./api.js";
import { arrows } from "./channels.js";
import { el, freshId, trouble } from "./dom.js";
import { fieldRow } from "./fields.js";
import { recall, remember } from "./memory.js";

const SHOWN = 25;
const RECENT = 5;
const ASK_AFTER_MS = 150;

/** People this page lately was on a server, latest first. */
export function recentPeople(server) {
  return recall(`recent/${server}`, []);
}

export function noteRecent(server, person) {
  const others = recentPeople(server).filter((other) => other.id !== person.id);
  remember(`recent/${server}`, [{ id: person.id, name: person.name, roles: person.roles }, ...others].slice(0, RECENT));
}

/** People whose names hold `query`, at most `SHOWN`, and how many there are in all. */
async function find(directory, query) {
  const known = [...directory.people.values()];
  const total = directory.server.people_count ?? known.length;
  if (total > known.length) {
    try {
      const { people } = await api.people(directory.server.id, query, SHOWN);
      return { people, total };
    } catch (refusal) {
      if (!isMissing(refusal)) throw refusal;
    }
  }
  const wanted = query.trim().toLowerCase();
  return { people: known.filter((person) => person.name.toLowerCase().includes(wanted)).slice(0, SHOWN), total };
}

/** A member by id, or null. Of a large server only some are told with it: another is asked for. */
export async function whoIs(directory, id) {
  const { server } = directory;
  if (!id || directory.person(id) || (server.people_count ?? 0) <= directory.people.size) return directory.person(id);
  try {
    directory.meet([await api.person(server.id, id)]);
  } catch (refusal) {
    if (!isMissing(refusal)) throw refusal;
  }
  return directory.person(id);
}

/** A member by name, or null. */
export async function named(directory, name) {
  const known = [...directory.people.values()].find((person) => person.name === name);
  if (known) return known;
  const { people: found } = await api.people(directory.server.id, name, SHOWN);
  directory.meet(found);
  return found.find((person) => person.name === name) ?? null;
}

export class PeopleDialog {
  /** `seat`: directory(), person(), sit(person) and changed(), which reads the server anew. */
  constructor(button, seat) {
    this.button = button;
    this.seat = seat;
    this.dialog = null;
    button.addEventListener("click", () => this.open());
  }

  draw(directory, person) {
    const standing = directory.standing(person);
    this.button.querySelector("[data-part=name]").textContent = person.name;
    this.button.querySelector("[data-part=standing]").textContent = standing;
  }

  open() {
    const heading = freshId("people");
    this.heading = el("h2", { id: heading });
    const body = el("div", { class: "people-body" });
    this.dialog = el("dialog", { class: "modal people", "aria-labelledby": heading },
      el("div", { class: "people-head" },
        this.heading,
        el("button", { type: "button", class: "button secondary", on: { click: () => this.dialog.close() } }, "Close")),
      body);
    this.body = body;
    this.dialog.addEventListener("close", () => {
      this.dialog.remove();
      this.dialog = null;
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.choose();
  }

  /** The first leaf: search, list, and somebody new. */
  choose() {
    this.heading.textContent = "Act as";
    const list = el("ul", { class: "people-list", "aria-label": "People" });
    const told = el("p", { class: "quiet", role: "status" });
    const search = el("input", { type: "search", autocomplete: "off", placeholder: "Find somebody by name", "aria-label": "Find somebody by name" });
    let timer = null;
    let asked = 0;
    const ask = async () => {
      asked += 1;
      const mine = asked;
      const directory = this.seat.directory();
      let found;
      try {
        found = await find(directory, search.value);
      } catch (refusal) {
        if (mine === asked) list.replaceChildren(el("li", {}, trouble(refusal.message)));
        return;
      }
      if (mine !== asked) return;
      directory.meet(found.people);
      const shown = search.value ? found.people : this.recentFirst(found.people, directory);
      list.replaceChildren(...shown.map((person) => this.entry(person, directory)));
      told.textContent = this.countWords(shown.length, found.total, search.value);
    };
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, ASK_AFTER_MS);
    });
    search.addEventListener("keydown", (event) => {
      const first = () => list.querySelector(".person-choice");
      if (event.key === "ArrowDown" && first()) {
        event.preventDefault();
        first().focus();
      } else if (event.key === "Enter" && search.value) {
        // Who types a name and presses Enter means the first that fits what is typed by now.
        event.preventDefault();
        clearTimeout(timer);
        ask().then(() => first()?.click());
      }
    });
    list.addEventListener("keydown", (event) => {
      if (event.key === "ArrowUp" && document.activeElement === list.querySelector(".person-choice")) {
        event.preventDefault();
        search.focus();
        return;
      }
      arrows(event, list.querySelectorAll(".person-choice"));
    });
    this.body.replaceChildren(search, list, told, this.newcomer());
    search.focus();
    ask();
  }

  recentFirst(people, directory) {
    const recent = recentPeople(directory.server.id).map((one) => directory.person(one.id)).filter(Boolean);
    return [...recent, ...people.filter((person) => !recent.includes(directory.person(person.id)))];
  }

  countWords(shown, total, query) {
    if (!shown) return query ? "Nobody here is called that. You can add them below." : "Nobody is here yet.";
    if (query) return shown === SHOWN ? `The first ${SHOWN} called that. Type more of the name.` : "";
    return total > shown ? `${total.toLocaleString("en")} people are here. Type a name to find the others.` : "";
  }

  entry(person, directory) {
    const current = person.id === this.seat.person();
    return el("li", { class: "person-row" },
      el("button", { type: "button", class: "person-choice", "aria-current": current ? "true" : null, on: { click: () => {
        this.dialog.close();
        this.seat.sit(directory.person(person.id) ?? person);
      } } },
      el("span", { class: "name" }, person.name), " ",
      el("span", { class: "quiet" }, [directory.standing(person), current && "you now"].filter(Boolean).join(" · "))),
      el("button", { type: "button", class: "text-button", "aria-label": `Change ${person.name}`, on: { click: () => this.change(person) } }, "Change"));
  }

  newcomer() {
    const directory = this.seat.directory();
    const name = el("input", { type: "text", id: freshId("name"), "aria-required": "true", maxlength: 32, autocomplete: "off" });
    const row = fieldRow({ caption: "Name", element: name });
    const roles = roleBoxes(directory, []);
    const troubles = el("div", {});
    const form = el("form", { novalidate: true },
      row.row,
      roles.element,
      troubles,
      el("div", { class: "dialog-end" }, el("button", { class: "button primary" }, "Join and act as them")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!name.value.trim()) {
        row.tell("They need a name to join.");
        return row.focus();
      }
      this.try(form, troubles, async () => {
        const person = await api.join(directory.server.id, { name: name.value.trim(), roles: roles.chosen() });
        this.dialog.close();
        await this.seat.changed();
        this.seat.directory().meet([person]);
        this.seat.sit(person);
      });
    });
    const details = el("details", { class: "newcomer" }, el("summary", {}, "Somebody new joins"), form);
    details.addEventListener("toggle", () => details.open && name.focus());
    return details;
  }

  /** The second leaf: one person's roles, and the door. */
  change(person) {
    this.heading.textContent = `Change ${person.name}`;
    const directory = this.seat.directory();
    const roles = roleBoxes(directory, person.roles);
    const troubles = el("div", {});
    const back = el("button", { type: "button", class: "button secondary", on: { click: () => this.choose() } }, "Back");
    const leave = el("button", { type: "button", class: "button danger" }, `${person.name} leaves`);
    const form = el("form", { class: "person-change" },
      roles.element,
      troubles,
      el("div", { class: "dialog-end" }, back, el("button", { class: "button primary" }, "Save roles")),
      person.id !== directory.server.owner?.id && el("p", { class: "leaving" }, leave));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.try(form, troubles, async () => {
        directory.meet([await api.giveRoles(directory.server.id, person.id, roles.chosen())]);
        await this.seat.changed();
        this.choose();
      });
    });
    leave.addEventListener("click", () => {
      if (leave.dataset.sure) {
        return this.try(form, troubles, async () => {
          await api.leave(directory.server.id, person.id);
          const recent = recentPeople(directory.server.id).filter((other) => other.id !== person.id);
          remember(`recent/${directory.server.id}`, recent);
          directory.people.delete(person.id);
          await this.seat.changed();
          this.choose();
        });
      }
      leave.dataset.sure = "yes";
      leave.textContent = `Yes, ${person.name} leaves the server`;
    });
    this.body.replaceChildren(form);
    (form.querySelector("input") ?? back).focus();
  }

  async try(form, troubles, action) {
    const buttons = form.querySelectorAll("button");
    troubles.replaceChildren();
    for (const button of buttons) button.disabled = true;
    try {
      await action();
    } catch (refusal) {
      troubles.replaceChildren(trouble(refusal.message));
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }
}

function roleBoxes(directory, held) {
  const roles = [...directory.roles.values()].filter((role) => !role.managed && role.id !== directory.server.id);
  const boxes = roles.map((role) => [role, el("input", { type: "checkbox", checked: held.includes(role.id) })]);
  const kept = held.filter((id) => !roles.some((role) => role.id === id));
  return {
    element: boxes.length > 0 && el("fieldset", { class: "field roles" }, el("legend", {}, "Roles"),
      boxes.map(([role, box]) => el("label", { class: "only" }, box, role.name))),
    chosen: () => [...kept, ...boxes.filter(([, box]) => box.checked).map(([role]) => role.id)],
  };
}
