// An expert writes a draft, the rapporteur saves into it meanwhile, and the expert's form has both; a template of the secretariat
// goes into it; then it is filed under another Question and submitted by whoever may.
import assert from "node:assert/strict";
import { mouse } from "./hands.mjs";
import { says, signIn } from "./walk.mjs";

const EXPERT = "Expert Q14/17";
const RAPPORTEUR = "Rapporteur Q14/17";
const LINES = (first, last) => `${first}\n\nThe second paragraph stays.\n\n${last}`;

async function drafted(hands, base, look) {
  const { page } = hands;
  await signIn(hands, base, EXPERT);
  await look(page, "home of an expert");
  await hands.link("Write a statement", page.locator("header"));
  await hands.type("Topic", "wallets in two hands");
  await hands.type("Abstract", "What SG17 asks about wallets.");
  await hands.type("Text", LINES("The first paragraph.", "The last paragraph."));
  await hands.button("Save");
  await says(page, "LS on wallets in two hands", "h1");
  return page.url();
}

// In a browser of their own, while the expert's form is open.
async function savedByAnother(hands, base, own) {
  const context = await hands.page.context().browser().newContext({ locale: "en-US" });
  const other = mouse(await context.newPage());
  await signIn(other, base, RAPPORTEUR);
  await other.page.goto(`${own}/edit`);
  await other.type("Topic", "wallets in four hands");
  await other.type("Abstract", "What SG17 asks of TC 307 about wallets.");
  await other.type("Text", LINES("The first paragraph.", "The last paragraph, by the rapporteur."));
  await other.button("Save");
  await says(other.page, "LS on wallets in four hands", "h1");
  await context.close();
}

// The secretariat keeps a template, refused until its placeholders are known ones; in a browser of its own.
async function kept(hands, base, name, look) {
  const context = await hands.page.context().browser().newContext({ locale: "en-US" });
  const other = mouse(await context.newPage());
  const { page } = other;
  await signIn(other, base, "Counsellor SG17");
  await page.goto(`${base}/bodies`);
  await page.getByRole("link", { name: "SG17", exact: true }).first().click();
  await page.getByRole("link", { name: "Templates of replies", exact: true }).click();
  await look(page, "the templates of a body");
  await page.getByRole("link", { name: "Add a template", exact: true }).click();
  await other.type("Name", name);
  await other.type("Text", "{{body}} thanks you, and replies by {{dedline}}.");
  await other.button("Add a template");
  await says(page, "“{{dedline}}” is no placeholder");
  await look(page, "a template with a placeholder that is none");
  await other.type("Text", "{{body}} thanks you, and replies by {{deadline}}.");
  await other.button("Add a template");
  await says(page, name);
  await look(page, "a template that was added");
  await context.close();
}

// The expert takes it into the draft, below what is there; what is not known stands in braces, and is replaced.
async function used(hands, own, name, look) {
  const { page } = hands;
  const text = () => page.locator("main").getByLabel("Text", { exact: true }).first();
  await page.goto(`${own}/edit`);
  const before = await text().inputValue();
  await hands.choose("Template", name);
  await hands.button("Use this template");
  await says(page, "Not known here: {{deadline}}.");
  await look(page, "a draft with a template");
  assert.equal(await text().inputValue(), `${before}\n\nSG17 thanks you, and replies by {{deadline}}.`);
  await hands.button("Save");
  await says(page, "replies by {{deadline}}.");
  await page.goto(`${own}/edit`);
  await hands.type("Text", `${before}\n\nSG17 thanks you, and replies in May.`);
  await hands.button("Save");
  await says(page, "replies in May.");
}

// What is noted stays beside the statement, for whoever serves in the same body; the rapporteur reads it and answers.
async function noted(hands, base, own, look) {
  const { page } = hands;
  await hands.type("Note", "WG 3 meets on 12 June.\n\nAsk the convenor before that.");
  await hands.button("Write a note");
  await says(page, "WG 3 meets on 12 June.", "#notes");
  await look(page, "a statement with a note");
  await hands.link(/^Correct/, page.locator("#notes"));
  await hands.type("Note", "WG 3 meets on 13 June.");
  await hands.button("Correct");
  await says(page, "WG 3 meets on 13 June.", "#notes");
  await look(page, "a statement with a corrected note");
  const context = await page.context().browser().newContext({ locale: "en-US" });
  const other = mouse(await context.newPage());
  await signIn(other, base, RAPPORTEUR);
  await other.page.goto(own);
  await says(other.page, "WG 3 meets on 13 June.", "#notes");
  await other.type("Note", "I have asked.");
  await other.button("Write a note");
  await says(other.page, "I have asked.", "#notes");
  await context.close();
  await page.goto(`${own}/notes`);
  await says(page, "I have asked.");
  await look(page, "all notes on a statement");
}

export async function together(hands, base, { look = async () => {} } = {}) {
  const { page } = hands;
  const own = await drafted(hands, base, look);
  await hands.link("Edit");
  await savedByAnother(hands, base, own);
  await hands.type("Abstract", "What SG17 wants to know about wallets.");
  await hands.type("Text", LINES("The first paragraph, by the expert.", "The last paragraph."));
  await hands.button("Save");
  await says(page, RAPPORTEUR, ".stale");
  await look(page, "a draft that somebody else saved meanwhile");
  const value = (label) => page.locator("main").getByLabel(label, { exact: true }).first().inputValue();
  assert.equal(await value("Topic"), "wallets in four hands");
  assert.equal(await value("Text"), LINES("The first paragraph, by the expert.", "The last paragraph, by the rapporteur."));
  assert.equal(await value("Abstract"), "What SG17 wants to know about wallets.", "both changed it: what was typed stays");
  await says(page, "What SG17 asks of TC 307 about wallets.", ".stale");
  await hands.button("Save");
  await says(page, "LS on wallets in four hands", "h1");
  await says(page, "The last paragraph, by the rapporteur.");
  const template = `Wallets, for ${own.split("/").pop()}`;
  await kept(hands, base, template, look);
  await used(hands, own, template, look);
  await noted(hands, base, own, look);
  await page.goto(own);
  await hands.link("Correct the Questions");
  await hands.type("Questions", "Q10/17");
  await hands.type("Reason", "Wallets are theirs.");
  await hands.button("Correct the Questions");
  await says(page, "Wallets are theirs.", "#history");
  await says(page, "Q10/17");
}
