// A secretary opens a partner's page before calling them, mends its address book, and corrects a body (PR-16, PR-7).
import assert from "node:assert/strict";
import { says, signIn } from "./walk.mjs";

const COUNSELLOR = "Counsellor SG17";
const REASON = "As their letterhead has it.";

async function partner(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/bodies`);
  await look(page, "the bodies");
  await page.getByRole("link", { name: "ISO/TC 307", exact: true }).first().click();
  for (const head of ["They owe us", "We owe them", "Statements, both ways", "Who serves in it", "Address book", "Next meeting", "Above and below", "History"]) {
    assert.ok(await page.getByRole("heading", { name: head, exact: true }).isVisible(), `the page has no ${head}`);
  }
  await look(page, "a partner's page");
  const all = page.getByRole("link", { name: /^Show all/ });
  if (await all.count() > 0) {
    await all.first().click();
    await page.waitForURL(/\/liaisons\?body=/);
    assert.equal(await page.getByText("No statement fits these filters").count(), 0, "the register has what the page counts");
    await page.goBack();
  }
}

async function book(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/bodies`);
  await page.getByRole("link", { name: "W3C", exact: true }).first().click();
  await hands.choose("What it is for", "Secretariat");
  await hands.type("Name", "The secretariat");
  await hands.type("E-mail address", "secretariat@example.org");
  await hands.button("Add the address");
  await says(page, "secretariat@example.org");
  await page.getByRole("link", { name: "Correct secretariat@example.org" }).click();
  await look(page, "correcting an address");
  await hands.type("E-mail address", "office@example.org");
  await hands.type("Reason", REASON);
  await hands.button("Correct the address");
  await says(page, "office@example.org");
  await says(page, REASON);
}

async function correcting(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/bodies`);
  await page.getByRole("link", { name: "SG17", exact: true }).first().click();
  await page.getByRole("link", { name: "Correct", exact: true }).first().click();
  await look(page, "correcting a body");
  await hands.type("Name", "Security and trust");
  await hands.type("Reason", REASON);
  await hands.button("Correct");
  await says(page, "Security and trust");
  await look(page, "a body that was corrected");
}

// What was sent before this program enters as it was, and can be taken back (PR-6).
async function past(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/liaisons/intake`);
  await hands.link("Our own, from before");
  await look(page, "a past statement of our own");
  await hands.type("Topic", "names of trust anchors");
  await hands.choose("State it had", "Approved, not sent yet");
  await hands.button("Record a past statement");
  await says(page, "Choose where it was decided");
  await look(page, "a past statement without its level");
  await hands.choose("Decided at", "Approved by the study group");
  await hands.button("Record a past statement");
  await page.waitForURL(/liaisons\/LS-/);
  await says(page, "Approved", ".head .state");
  await look(page, "a past statement as it was");
  await page.getByRole("link", { name: /^Take back/ }).click();
  await hands.type("Reason", "It was another group's.");
  await page.getByRole("button", { name: /^Take back/ }).click();
  await says(page, "Void", ".head .state");
}

async function numbers(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/bodies`);
  await page.getByRole("link", { name: "SG17", exact: true }).first().click();
  await page.getByRole("link", { name: "Numbers", exact: true }).click();
  await page.getByRole("link", { name: "Reserve a number", exact: true }).click();
  await look(page, "reserving a number");
  await hands.type("For", "The reply to SC 27, drafted in Geneva");
  await hands.button("Reserve a number");
  await says(page, "The reply to SC 27, drafted in Geneva");
  await page.getByRole("link", { name: "Reserve a number", exact: true }).click();
  await hands.type("Number", "SG17-LS99");
  await hands.type("For", "The joint workshop");
  await hands.button("Reserve a number");
  await says(page, "still to come: the series gives them");
  await page.getByRole("link", { name: "Make void SG17-LS99" }).click();
  await look(page, "making a number void");
  await hands.type("Reason", "Printed on a paper that was never sent.");
  await hands.button("Make a number void");
  await says(page, "Printed on a paper that was never sent.");
  await look(page, "the numbers of a body");
}

export async function bodies(hands, base, { look = async () => {} } = {}) {
  await signIn(hands, base, COUNSELLOR);
  await partner(hands, base, look);
  await book(hands, base, look);
  await numbers(hands, base, look);
  await correcting(hands, base, look);
  await past(hands, base, look);
}
