// What came in is routed from one table, or forwarded to another body (PR-13); replies are linked to whom they answer and taken off (PR-9); what was
// sent in error is retracted (PR-7).
import assert from "node:assert/strict";
import { says, signIn } from "./walk.mjs";

const COUNSELLOR = "Counsellor SG17";

async function log(hands, base, title) {
  const { page } = hands;
  await page.goto(`${base}/liaisons/intake/by-hand`);
  await hands.choose("Source", "ISO/TC 307");
  await hands.type("Title", title);
  await hands.type("Text", "Please tell us what you think.");
  const register = page.getByRole("checkbox", { name: "Register it now" });
  if (await register.count() && await register.first().isChecked()) await register.first().uncheck();
  await hands.button("Log the statement");
  await page.waitForURL(/liaisons\/LS-/);
}

async function route(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/liaisons/allocating`);
  await look(page, "the allocation table");
  const row = (title) => page.locator("table.allocating tbody tr", { hasText: title });
  const cell = (title, label) => row(title).getByLabel(label, { exact: true });
  await page.getByLabel("Agreed by", { exact: true }).fill("Chair SG17");
  await cell("a table of threats", "Questions").fill("14, 10");
  await cell("a table of wallets", "Questions").fill("Q99/17");
  await cell("a table of names", "Note only").check();
  await hands.button("Show what would happen");
  await says(page, "2 statements would be done. One must wait");
  await says(page, "“Q99/17” is no part of");
  await look(page, "a rehearsal of the allocation table");
  await hands.button("Allocate");
  await says(page, "2 statements were done. One waits");
  await look(page, "the allocation table when some are done");
  assert.equal(await row("a table of threats").count(), 0, "what was done is gone from the table");
  assert.equal(await cell("a table of wallets", "Questions").inputValue(), "Q99/17", "what was refused keeps what was typed");
}

// To its sender it does not go, and to another body it does.
async function forwarded(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/liaisons?q=${encodeURIComponent("a table of threats")}`);
  await page.locator("a.row-title").first().click();
  await page.waitForURL(/liaisons\/LS-/);
  const own = page.url();
  await hands.link("Forward");
  await look(page, "forwarding a statement");
  const note = page.getByLabel("What the sender is told");
  assert.match(await note.inputValue(), /^Thank you for your liaison statement/, "a word to the sender is prepared");
  await note.fill("It is for those who deal with security techniques.");
  await hands.choose("Forward to", "ISO/TC 307");
  await hands.type("Reason", "It is not about our work.");
  await hands.button("Forward");
  await says(page, "ISO/TC 307 sent this statement");
  assert.match(await note.inputValue(), /security techniques/, "what was typed stays");
  await look(page, "a forwarding that is refused");
  await hands.choose("Forward to", "ISO/IEC JTC 1/SC 27");
  await hands.button("Show who will be told");
  await says(page, "has it from now on: ISO/IEC JTC 1/SC 27");
  await look(page, "whom a forwarding will tell");
  await hands.button("Forward");
  await page.waitForURL(own);
  await says(page, "Forwarded", ".head .state");
  await says(page, "Forwarded to");
  await look(page, "a statement that was forwarded");
}

async function linked(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/liaisons?state=awaiting_reply&direction=outgoing`);
  await page.locator("a.row-title").first().click();
  const own = page.url();
  await page.getByRole("link", { name: /^Link a reply/ }).first().click();
  await look(page, "linking a reply");
  await page.getByLabel("Reply", { exact: true }).selectOption({ index: 1 });
  await hands.choose("How much it answers", "Interim");
  await hands.type("More expected by", "2023-12-01");
  await hands.button("Link a reply");
  await page.waitForURL(own);
  await says(page, "interim");
  await says(page, "1 Dec 2023");
  await look(page, "a statement with an interim reply");
  await page.getByRole("link", { name: /^Unlink a reply/ }).first().click();
  await page.getByLabel("Reply", { exact: true }).selectOption({ index: 1 });
  await hands.type("Reason", "It answers another statement.");
  await hands.button("Unlink a reply");
  await page.waitForURL(own);
  assert.equal(await page.getByRole("link", { name: /^Unlink a reply/ }).count(), 0, "nothing is linked any more");
  return own;
}

// Only rehearsed here: what the walks after this one find is left as it is.
async function several(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/liaisons`);
  await hands.link("Several at once");
  await look(page, "one step for several statements");
  await hands.choose("Step", "Send");
  await hands.button("Choose");
  await hands.link("Tick all");
  await hands.button("Show what would happen");
  await says(page, "would be done");
  await look(page, "a rehearsal of sending several statements");
}

// A corrigendum of what was sent begins with whom that went to (PR-9); it goes into another draft and comes out again (PR-13).
async function beside(hands, base, own, look) {
  const { page } = hands;
  const draft = `a draft for others ${Date.now()}`;
  await page.goto(`${base}/liaisons/new`);
  await hands.type("Topic", draft);
  await hands.button("Save");
  await says(page, draft, "h1");
  await page.goto(own);
  await hands.link("Write a corrigendum");
  await says(page, "Corrigendum of");
  await look(page, "writing a corrigendum");
  await hands.type("Text", "In the second paragraph, read “shall” for “should”.");
  await hands.button("Save");
  await says(page, "(corrigendum to", "h1");
  await says(page, "Corrigendum of", ".thread");
  await look(page, "a corrigendum");
  const corrigendum = page.url();
  await page.goto(own);
  await says(page, "Corrected by", ".thread");
  await page.goto(corrigendum);
  await hands.link("Merge into another");
  const into = page.getByLabel("Goes into", { exact: true });
  await into.selectOption(await into.locator("option", { hasText: draft }).getAttribute("value"));
  await hands.button("Merge into another");
  await says(page, "does not go to");
  await look(page, "merging that would lose an addressee");
  await hands.type("Reason", "They are told at their meeting.");
  await hands.button("Merge into another");
  await page.waitForURL(corrigendum);
  await says(page, "Merged into another", ".head .state");
  await look(page, "a statement that was merged into another");
  await hands.link("Resume");
  await hands.button("Resume");
  await page.waitForURL(corrigendum);
  await says(page, "Draft", ".head .state");
}

async function retracted(hands, own, look) {
  const { page } = hands;
  await page.goto(own);
  await hands.link("Mark as sent in error");
  await hands.type("Reason", "The wrong annex went out.");
  await hands.button("Mark as sent in error");
  await says(page, "Sent in error", ".head .state");
  await look(page, "a statement that was sent in error");
  await hands.link("Send the retraction");
  await look(page, "sending a retraction");
  await hands.button("Send the retraction");
  await says(page, "Retracted", ".head .state");
  await look(page, "a statement that was retracted");
}

export async function routed(hands, base, { look = async () => {} } = {}) {
  await signIn(hands, base, COUNSELLOR);
  for (const title of ["LS on a table of threats", "LS on a table of wallets", "LS on a table of names"]) await log(hands, base, `${title} ${Date.now()}`);
  await route(hands, base, look);
  await forwarded(hands, base, look);
  await several(hands, base, look);
  const own = await linked(hands, base, look);
  await beside(hands, base, own, look);
  await retracted(hands, own, look);
}
