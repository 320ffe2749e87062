// Entente: makes things quicker, nothing needs it. Every page works without this file. It holds no sentence: the words
// come from data- attributes that the templates fill.
"use strict";

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const one = (selector, root = document) => root.querySelector(selector);

// ---- keys: / searches, g and a letter goes, j and k move, ? lists. They can be switched off in the list itself.
const KEYS_OFF = "entente-keys-off";
const keysOff = () => { try { return localStorage.getItem(KEYS_OFF) === "1"; } catch { return false; } };
const dialog = one("#keys");
let going = false;

function typing(target) {
  return target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName);
}

function move(step) {
  const places = all("[data-list] [data-item], .turns a, .rows-list tbody th a").filter((a) => a.offsetParent !== null);
  if (!places.length) return;
  const at = places.indexOf(document.activeElement);
  const next = at < 0 ? (step > 0 ? 0 : places.length - 1) : Math.min(Math.max(at + step, 0), places.length - 1);
  places[next].focus();
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || keysOff() || dialog?.open) return;
  const key = event.key;
  if (going) {
    going = false;
    const link = all("[data-go]").find((a) => a.dataset.go === key);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  if (key === "/") { const field = one("#search"); if (field) { event.preventDefault(); field.focus(); field.select(); } }
  else if (key === "g") { going = true; setTimeout(() => { going = false; }, 1500); }
  else if (key === "j") move(1);
  else if (key === "k") move(-1);
  else if (key === "?") dialog?.showModal();
}
document.addEventListener("keydown", pressed);
all("[data-keys]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => dialog?.showModal()); });
const keysOn = one("#keys-on");
if (keysOn) {
  keysOn.checked = !keysOff();
  keysOn.addEventListener("change", () => { try { localStorage.setItem(KEYS_OFF, keysOn.checked ? "0" : "1"); } catch { /* no memory, no harm */ } });
}

// ---- long lists: a field above that filters as one types
function filterField(list) {
  const field = document.createElement("input");
  field.type = "search";
  field.className = "filter";
  field.placeholder = list.dataset.filter;
  field.setAttribute("aria-label", list.dataset.filter);
  list.before(field);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const entries = list.tagName === "SELECT" ? Array.from(list.options) : all(".choice", list);
  field.addEventListener("input", () => {
    const wanted = plain(field.value).split(/\s+/).filter(Boolean);
    entries.forEach((entry) => {
      const chosen = entry.selected || one("input:checked", entry);
      entry.hidden = !chosen && !wanted.every((word) => plain(entry.textContent).includes(word));
    });
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
all("[data-filter]").filter((list) => !list.closest(".filters")).forEach(filterField);

// ---- files: dropped onto the field
all("[data-drop]").forEach((zone) => {
  const field = one("input[type=file]", zone);
  const note = document.createElement("span");
  note.className = "note";
  note.textContent = zone.dataset.drop;
  zone.append(note);
  const over = (on) => (event) => { event.preventDefault(); zone.classList.toggle("over", on); };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer?.files.length) { field.files = event.dataTransfer.files; field.dispatchEvent(new Event("change", { bubbles: true })); }
  });
});

// ---- words: counted while one writes
all("[data-words]").forEach((area) => {
  const shown = one(`[data-count="${CSS.escape(area.id)}"]`);
  if (!shown) return;
  const limit = Number(area.dataset.words);
  const count = () => {
    const words = area.value.trim().split(/\s+/u).filter(Boolean).length;
    shown.textContent = `· ${words} / ${limit}`;
    shown.classList.toggle("over", words > limit);
  };
  shown.hidden = false;
  area.addEventListener("input", count);
  count();
});

// ---- forms: a second click on a sending form does nothing; coming back by the Back button wakes it up again
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  if (form.dataset.busy) { event.preventDefault(); return; }
  form.dataset.busy = "1";
  all("button", form).forEach((button) => button.setAttribute("aria-disabled", "true"));
});
window.addEventListener("pageshow", () => all("form[data-busy]").forEach((form) => {
  delete form.dataset.busy;
  all("button", form).forEach((button) => button.removeAttribute("aria-disabled"));
}));

// ---- hashes: copied
all("[data-copy]").forEach((button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const before = button.textContent;
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 1500);
  });
});

// ---- a refused form: the reader starts at the sentences
one("[data-focus]")?.focus();

// ---- filters are sent as soon as a choice is made
all("form[data-at-once] select").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));

// ---- an open person menu closes with Escape and by a click elsewhere
const menu = one("details.person");
if (menu) {
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && menu.open) { menu.open = false; one("summary", menu).focus(); } });
  document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
}
