// What is folded away on a phone, behind a button each: the channels, and time and tools. And the skip links.

import { arrows } from "./channels.js";

const $ = (id) => document.getElementById(id);

const isOpen = (toggle) => toggle.getAttribute("aria-expanded") === "true";

function open(panel, toggle, wanted) {
  panel.classList.toggle("is-open", wanted);
  toggle.setAttribute("aria-expanded", String(wanted));
}

export function closeChannels() {
  open($("channels"), $("channels-toggle"), false);
}

function leaveChannels() {
  if (!isOpen($("channels-toggle"))) return;
  closeChannels();
  $("channels-toggle").focus();
}

$("channels-toggle").addEventListener("click", () => {
  const wanted = !isOpen($("channels-toggle"));
  open($("channels"), $("channels-toggle"), wanted);
  if (wanted) $("channel-list").querySelector("[aria-current], button")?.focus();
});
$("channels").addEventListener("keydown", (event) => event.key === "Escape" && leaveChannels());
$("channels").addEventListener("focusout", (event) => {
  if (event.relatedTarget && !$("channels").contains(event.relatedTarget)) closeChannels();
});
$("channels-close").addEventListener("click", leaveChannels);
$("conversation").addEventListener("pointerdown", closeChannels);
$("channel-list").addEventListener("keydown", (event) => arrows(event, $("channel-list").querySelectorAll("button, summary")));

$("tools-toggle").addEventListener("click", () => open($("tools"), $("tools-toggle"), !isOpen($("tools-toggle"))));
$("tools").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !isOpen($("tools-toggle"))) return;
  open($("tools"), $("tools-toggle"), false);
  $("tools-toggle").focus();
});

const [toMessages, toComposer] = document.querySelectorAll(".skip");
/** The address says who is where, so a skip link moves the focus alone. */
function skip(link, target) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    target.focus();
  });
}
skip(toMessages, $("conversation"));
skip(toComposer, $("composer").querySelector("textarea"));
