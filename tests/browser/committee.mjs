// A committee's statement all the way (PR-1): written in a working group, recommended there, approved as amended by
// resolution, corrected, sent; and what comes in, allocated as soon as it has its N-number.
import assert from "node:assert/strict";
import { says, signIn } from "./walk.mjs";

const CONVENOR = "Co-convenor JWG 4 (TC 307)";
const MANAGER = "Committee manager ISO/TC 307";
const TEXT = "JWG 4 asks SG17 for its list of threats.";

async function draft(hands, base, annex, look) {
  const { page } = hands;
  await signIn(hands, base, CONVENOR);
  await page.goto(`${base}/liaisons/new`);
  await hands.choose("From", "ISO/TC 307/JWG 4");
  await hands.type("Topic", "threats to ledgers");
  await page.locator("[name=destinations-0-body]").selectOption({ label: await page.locator("[name=destinations-0-body] option", { hasText: /^SG17/ }).first().textContent() });
  await page.locator("[name=destinations-0-purpose]").selectOption("comment");
  await page.locator("[name=destinations-0-deadline]").fill("2023-10-20");
  await hands.type("Prepared at", "JWG 4, virtual, August 2023");
  await hands.type("Abstract", "JWG 4 asks SG17 for comments.");
  await hands.type("Text", TEXT);
  await hands.upload("Files", annex);
  await hands.button("Save");
  const own = page.url();
  await hands.link("Submit for approval");
  await hands.button("Submit for approval");
  await says(page, "In review");
  await look(page, "a committee's statement in review");
  assert.equal(await page.getByRole("link", { name: /study group/i }).count(), 0, "the acts of study groups are not offered");
  await hands.link("Recommend in working group");
  await hands.type("Meeting", "JWG 4, virtual, 14 August 2023");
  await hands.button("Recommend in working group");
  await says(page, "Recommended by the working group", ".head .state");
  return own;
}

async function amend(hands, base, own, look) {
  const { page } = hands;
  await signIn(hands, base, MANAGER);
  await page.goto(own);
  await hands.link("Approve as amended");
  await look(page, "approving as amended");
  assert.equal(await page.getByLabel("Text", { exact: true }).inputValue(), TEXT, "the form begins with the text that stands");
  const levels = await page.getByLabel("Decided at", { exact: true }).locator("option").allTextContents();
  assert.deepEqual(levels.filter((one) => /study group|correspondence/.test(one)), [], "a committee has its own levels");
  await hands.choose("Decided at", "Approved by resolution");
  await hands.button("Approve as amended");
  await says(page, "The number of the resolution or ballot is missing.");
  await look(page, "an approval refused");
  await hands.type("Meeting", "Plenary of ISO/TC 307, virtual, 15 August 2023");
  await hands.type("Number of the decision", "Resolution 12/2023");
  await hands.type("Text", `${TEXT} Comments are welcome until 20 October 2023.`);
  await hands.button("Approve as amended");
  await says(page, "Approved", ".head .state");
  await look(page, "approved as amended");
  await says(page, "Resolution 12/2023");
  assert.equal(await page.locator(".files .hash").count(), 1, "its annex is kept");
}

async function correct(hands, own) {
  const { page } = hands;
  await page.goto(own);
  await hands.link("Correct editorially");
  await hands.type("Abstract", "JWG 4 asks SG17 for comments on its list.");
  await hands.type("Reason", "Of what: one word was missing.");
  await hands.button("Correct editorially");
  await says(page, "Of what: one word was missing.", "#history");
  await says(page, "Approved", ".head .state");
}

async function send(hands, look) {
  const { page } = hands;
  await hands.link("As a document");
  await look(page, "a committee's letter");
  await says(page, "Agreed by ISO/TC 307 at its meeting");
  await page.goBack();
  await hands.link("Send");
  await hands.button("Send");
  await says(page, /N 10\d\d/);
}

export async function committee(hands, base, annex, { look = async () => {} } = {}) {
  const own = await draft(hands, base, annex, look);
  await amend(hands, base, own, look);
  await correct(hands, own);
  await send(hands, look);
}
