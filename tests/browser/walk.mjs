// A statement all the way: logged from its document, allocated, answered, returned, approved, sent.
import assert from "node:assert/strict";

const COUNSELLOR = "Counsellor SG17";
const RAPPORTEUR = "Rapporteur Q14/17";
const CHAIR = "Chair SG17";
const TITLE = "LS on trust in networks that use distributed ledgers";
const REASON = "Name the Recommendations that apply.";

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const text = (page, where = "main") => page.locator(where).first().innerText();

// Also on a page that is still on its way after a click.
export async function says(page, sentence, where) {
  const said = (found) => sentence instanceof RegExp ? sentence.test(found) : found.includes(sentence);
  for (let looks = 0; looks < 50; looks += 1) {
    if (said(await text(page, where).catch(() => ""))) return;
    await wait(100);
  }
  assert.fail(`${page.url()} does not say ${sentence}`);
}

export async function signIn(hands, base, name) {
  await hands.page.context().clearCookies();
  await hands.page.goto(`${base}/sign-in`);
  await hands.button(`Continue as this person ${name}`);
  await says(hands.page, name, "header");
}

// Logs the document and gives back the address of the statement.
async function log(hands, base, document, look, again) {
  const { page } = hands;
  await signIn(hands, base, COUNSELLOR);
  await look(page, "home of the counsellor");
  await hands.link("Log a statement", page.locator("header"));
  await look(page, "choosing the file");
  await hands.upload("The statement as it came in", document);
  await hands.button("Read it");
  await look(page, "the form beside the document");
  const value = (label) => page.getByLabel(label, { exact: true }).first().inputValue();
  assert.equal(await value("Title"), TITLE);
  assert.equal(await value("Numbers as printed"), "SG13-LS58");
  assert.equal(await page.locator("[name=destinations-0-deadline]").inputValue(), "2023-09-29");
  assert.equal(await value("Issued on"), "", "what was not found is empty");
  assert.ok(await page.locator("a.read-at").count() >= 9, "values are linked to their lines");
  // A walk before this one logged the same number: the form says so, and wants to know why this is another (PR-14).
  assert.equal(await page.getByLabel("Reason").count(), again ? 1 : 0, "what is here already is told");
  if (again) await hands.type("Reason", "Another statement under the number of the first walk.");
  await hands.button("Log the statement");
  await look(page, "the statement logged");
  await says(page, /SG17-TD\d+/);
  await says(page, "29 Sep 2023");
  await says(page, "16 Aug 2023");
  assert.match(await page.locator(".files .hash code").first().textContent(), /^[0-9a-f]{64}$/);
  return page.url();
}

async function allocate(hands, look) {
  const { page } = hands;
  await hands.link("Make available");
  await look(page, "making available");
  await hands.type("Agreed by", CHAIR);
  await hands.button("Make available");
  await hands.link("Allocate");
  await look(page, "allocating");
  await hands.choose("Question or working group", "Q14/17");
  await hands.choose("Assignee", RAPPORTEUR);
  await hands.button("Show who will be told");
  await says(page, RAPPORTEUR, "section[aria-labelledby=told-head]");
  assert.equal(await page.getByLabel("Due", { exact: true }).first().inputValue(), "2023-09-22", "the proposed due date");
  await says(page, "7 days before the sender");
  await hands.button("Allocate");
  await look(page, "the statement allocated");
  await says(page, /Rapporteur Q14\/17[\s\S]*22 Sep 2023/);
}

// Takes it up and drafts the reply; gives back the reply's address.
async function reply(hands, base, incoming, look) {
  const { page } = hands;
  await signIn(hands, base, RAPPORTEUR);
  await look(page, "home of the rapporteur");
  const path = new URL(incoming).pathname;
  const row = page.locator("section[aria-labelledby=mine] li").filter({ has: page.locator(`a[href="${path}"]`) });
  assert.equal(await row.count(), 1, "it stands once under “My turn”");
  assert.match(await row.innerText(), /Waiting for you/);
  await hands.link(TITLE, row);
  await hands.link("Take up");
  await look(page, "taking up");
  await hands.type("Meeting", "by correspondence");
  await hands.button("Take up");
  await hands.link("Draft a reply");
  await look(page, "drafting the reply");
  const to = await page.locator("[name=destinations-0-body]").evaluate((select) => select.selectedOptions[0].textContent);
  assert.match(to, /^SG13/, "the sender is the destination now");
  assert.equal(await page.getByLabel("Prepared at", { exact: true }).first().inputValue(), "by correspondence", "where it was taken up");
  await says(page, "needed before “Submit for approval”");
  await hands.type("Abstract", "SG17 answers the two questions of SG13.");
  await hands.type("Text", "SG17 thanks SG13, and wishes to review the draft.");
  await hands.button("Save");
  await look(page, "the draft");
  await says(page, "LS/r on trust in networks that use distributed ledgers (reply to SG13-LS58)", "h1");
  const own = page.url();
  await submit(hands);
  await look(page, "the draft submitted");
  return own;
}

async function submit(hands) {
  await hands.link("Submit for approval");
  await hands.button("Submit for approval");
  await says(hands.page, "In review");
}

async function returnAndApprove(hands, base, own, look) {
  const { page } = hands;
  await signIn(hands, base, CHAIR);
  await page.goto(own);
  await look(page, "the chair's sight of the reply");
  await hands.link("Return to the author");
  await look(page, "returning");
  await hands.type("Reason", REASON);
  await hands.button("Return to the author");
  await signIn(hands, base, RAPPORTEUR);
  await page.goto(own);
  await says(page, REASON, "#history");
  await says(page, REASON, ".flash-returned");
  await says(page, "Waiting for you", ".head .state");
  await hands.link("Edit");
  await says(page, REASON, ".flash-returned");
  await look(page, "editing the draft");
  await hands.type("Text", "SG17 thanks SG13, and wishes to review the draft.\n\nRec. ITU-T X.1400 applies.");
  await hands.button("Save");
  await submit(hands);
  await signIn(hands, base, CHAIR);
  await page.goto(own);
  await hands.link("Approve by correspondence");
  await look(page, "approving");
  await says(page, "Rec. ITU-T X.1400 applies.", ".text-shown");
  assert.match(await page.locator(".text-shown .hash code").textContent(), /^[0-9a-f]{64}$/);
  await hands.type("Consulted", "The management team, by mail on 15 August");
  await hands.button("Approve by correspondence");
  await look(page, "the reply approved");
  await says(page, "The management team, by mail on 15 August");
}

async function send(hands, base, own, look) {
  const { page } = hands;
  await signIn(hands, base, COUNSELLOR);
  await page.goto(own);
  await hands.link("As a document");
  await look(page, "the preview");
  await page.goto(own);
  await hands.link("Send");
  await look(page, "sending");
  await says(page, "Liaison statement · addressed", "section[aria-labelledby=told-head]");
  await says(page, "Whoever else works with it reads of it in the daily digest.", "section[aria-labelledby=told-head]");
  await hands.button("Send");
  await look(page, "the reply sent");
  assert.ok(!(await text(page)).includes("Held until"), "nothing is held where the hold is none");
  await says(page, /SG17-LS\d+/);
}

// The letter to the sender of the question, with the Word form attached.
async function inThePostOffice(hands, base, own, look) {
  const { page } = hands;
  const handle = own.split("/").pop();
  await hands.link("Post office", page.locator("header"));
  const letter = page.locator("tr", { hasText: `[${handle}]` }).filter({ hasText: /sg13@|one file/ });
  for (let tries = 0; tries < 40 && (await letter.count()) === 0; tries += 1) {
    await wait(500);
    await page.goto(`${base}/letters`);
  }
  await says(page, "Liaison statement");
  assert.ok(await letter.count() > 0, `no letter of ${handle} with a file arrived`);
  await look(page, "the post office");
  await page.goto(new URL(await letter.first().locator("a").first().getAttribute("href"), base).href);
  await look(page, "a letter");
  await says(page, /\.docx/);
  await says(page, handle);
}

export async function walk(hands, base, document, { look = async () => {}, again = false } = {}) {
  const { page } = hands;
  const incoming = await log(hands, base, document, look, again);
  await allocate(hands, look);
  const own = await reply(hands, base, incoming, look);
  await returnAndApprove(hands, base, own, look);
  await send(hands, base, own, look);
  await inThePostOffice(hands, base, own, look);
  await page.goto(incoming);
  await look(page, "the statement answered");
  await says(page, "Replied", ".head .state");
  await says(page, own.split("/").pop());
}
