// A secretary writes down a joint meeting, moves it (PR-19), takes the lists of a plenary along as Word and CSV (PR-20), prints, and corrects
// by when an addressee was asked (PR-7).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { says, signIn } from "./walk.mjs";

const COUNSELLOR = "Counsellor SG17";

async function jointly(hands, base, look) {
  const { page } = hands;
  await hands.link("Meetings", page.locator("header"));
  await look(page, "the calendar");
  await hands.link("Add a meeting");
  await look(page, "adding a meeting");
  await hands.choose("Convened by", "SG17");
  await hands.choose("Jointly with", "ISO/TC 307");
  await hands.choose("Kind", "Plenary");
  await hands.type("Title", "Joint meeting on identity wallets");
  await hands.type("First day", "2023-10-10");
  await hands.type("Last day", "2023-10-02");
  await hands.button("Add a meeting");
  await says(page, "It cannot end before it begins");
  await look(page, "a meeting that ends before it begins");
  await hands.type("Last day", "2023-10-12");
  await hands.button("Add a meeting");
  await says(page, "Joint meeting on identity wallets");
  await says(page, "Statements of SG17");
  assert.equal(await page.getByText("Statements of ISO/TC 307").count(), 0, "the lists of the other body are theirs");
  await look(page, "a joint meeting");
}

// On other days: the form begins with the days as they are, and says who will be told.
async function moved(hands, look) {
  const { page } = hands;
  await hands.link("Reschedule");
  assert.equal(await page.getByLabel("First day").inputValue(), "2023-10-10");
  await says(page, "Those whose due date moves with the meeting read that in the same letter.");
  await look(page, "rescheduling a meeting");
  await hands.type("First day", "2023-10-17");
  await hands.type("Last day", "2023-10-19");
  await hands.type("Reason", "The host asked for it.");
  await hands.button("Reschedule");
  await says(page, "17 Oct 2023 to 19 Oct 2023");
  await says(page, "The host asked for it.");
  await look(page, "a meeting that was rescheduled");
}

async function lists(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/meetings`);
  await hands.link("SG17 meeting, August to September 2023");
  await look(page, "a meeting");
  await hands.link("Outgoing statements");
  await says(page, "Awaiting reply");
  await look(page, "what goes out from a meeting");
  await hands.link("SG17 meeting, August to September 2023");
  await hands.link("Incoming statements");
  await says(page, "Q14/17 (leads), for action: Reply in preparation");
  await look(page, "what came in for a meeting");
  for (const [edition, begins, name] of [["Word", "PK", "docx"], ["CSV", "\u{feff}Entente,", "csv"]]) {
    const [file] = await Promise.all([page.waitForEvent("download"), hands.link(edition)]);
    assert.equal(file.suggestedFilename(), `Incoming statements SG17 2023-08-29.${name}`);
    assert.ok(readFileSync(await file.path()).toString("utf8").startsWith(begins), edition);
  }
}

// On paper there is the page and nothing around it.
async function printed(page, base) {
  for (const place of ["/", "/liaisons", "/liaisons/LS-1009", "/meetings", "/bodies", "/people", "/procedures/liaison"]) {
    await page.goto(base + place);
    await page.emulateMedia({ media: "print" });
    for (const around of ["header.top", "footer.bottom", ".skip"]) assert.ok(!(await page.locator(around).first().isVisible()), `${place} prints ${around}`);
    assert.ok(await page.locator("main h1").first().isVisible(), `${place} prints no title`);
    assert.equal(await page.locator("main button:visible").count(), 0, `${place} prints a button`);
    await page.emulateMedia({ media: "screen" });
  }
}

async function corrected(hands, base, look) {
  const { page } = hands;
  await page.goto(`${base}/liaisons/LS-1006`);
  // The addressee's own; the statement has one for its Questions.
  await page.locator('main a[href$="/correct"]').first().click();
  await look(page, "correcting an addressee");
  await hands.type("Deadline", "2023-09-29");
  await hands.type("Reason", "The form says 29 September.");
  await page.locator("main form button.primary").first().click();
  await page.waitForURL(/liaisons\/LS-1006/);
  await says(page, "29 Sep 2023");
  await look(page, "an addressee that was corrected");
}

export async function meeting(hands, base, { look = async () => {} } = {}) {
  await signIn(hands, base, COUNSELLOR);
  await jointly(hands, base, look);
  await moved(hands, look);
  await lists(hands, base, look);
  await printed(hands.page, base);
  await corrected(hands, base, look);
}
