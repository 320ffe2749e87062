// An administrator begins without the demo: body, secretary, appointment and mail server, as far as the test letter.
import assert from "node:assert/strict";
import { says } from "./walk.mjs";

export const FIRST = { email: "administrator@example.org", password: "a password of the first day" };
const SECRET = "wombat-7-quagga";

async function body(hands, look) {
  const { page } = hands;
  await hands.link("Add your body");
  await hands.choose("Kind", "Study group");
  await hands.type("Short name", "SG17");
  await hands.type("Name", "Security");
  await hands.choose("Side", "ITU-T");
  await hands.type("From", "2022-03-10");
  await hands.button("Add a body");
  await page.waitForURL(/\/setup/);
  assert.ok(await page.getByRole("link", { name: "SG17", exact: true }).isVisible(), "the step names the body");
  await look(page, "setup with a body");
}

async function server(hands, look) {
  const { page } = hands;
  const main = page.locator("main");
  await hands.type("Host", "mail example org");
  await hands.type("User name", "sender");
  await hands.type("Password", SECRET);
  await hands.button("Keep the mail server");
  await says(page, "no server’s name or address");
  assert.equal(await main.getByLabel("Host", { exact: true }).inputValue(), "mail example org", "nothing typed is lost");
  assert.equal(await main.getByLabel("Password", { exact: true }).inputValue(), "", "but the password");
  await look(page, "setup with a mail server refused");
  // Nothing listens on port 1 of this machine: keeping asks no server, the test letter does.
  await hands.type("Host", "localhost");
  await hands.type("Port", "1");
  await hands.type("Password", SECRET);
  await hands.button("Keep the mail server");
  await says(page, "The mail server is kept.");
  await says(page, "smtp://localhost:1 (STARTTLS, required); stated by Administrator");
  assert.ok(!(await page.content()).includes(SECRET), "the password is shown to nobody");
  await look(page, "setup with a mail server kept");
  await hands.button(`Send a test letter to ${FIRST.email}`);
  await says(page, "There was no mail server to talk to");
  await look(page, "setup with a test letter that did not leave");
  await hands.type("Host", "mail.example.org");
  await hands.button("Keep the mail server");
  await says(page, "was given for another host");
}

export async function begun(hands, base, { look = async () => {} } = {}) {
  const { page } = hands;
  await page.goto(`${base}/sign-in`);
  await hands.type("E-mail", FIRST.email);
  await hands.type("Password", FIRST.password);
  await hands.button("Sign in");
  await page.waitForURL(/\/setup/);
  await look(page, "setup of an empty deployment");
  await server(hands, look);
  await page.goto(`${base}/setup`);
  if (await page.getByRole("link", { name: "Add your body" }).count() > 0) await body(hands, look);
}
