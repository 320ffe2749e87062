// The browser tests: one walk by mouse with a look at every page, one by keyboard alone, one without JavaScript, and the
// pages that no walk passes. `make test` runs this after `npm ci`; the program must be built.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { begun, FIRST } from "./begun.mjs";
import { bodies } from "./bodies.mjs";
import { committee } from "./committee.mjs";
import { keyboard, mouse } from "./hands.mjs";
import { complaints, looker } from "./looks.mjs";
import { meeting } from "./meeting.mjs";
import { routed } from "./routed.mjs";
import { start } from "./program.mjs";
import { together } from "./together.mjs";
import { walk } from "./walk.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const WORD = join(root, "static", "demo-liaison-statement.docx");
const PDF = join(root, "static", "demo-liaison-statement.pdf");
// A real one, on machines that have it; it never enters the repository.
const REAL = [join(root, "..", "shared"), join(root, "..", "..", "shared")].map((shared) => join(shared, "data", "ls-docs", "SP-170763_SG2-LS27.pdf")).find(existsSync);
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const program = await start(root);
const { base } = program;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
let [passed, failed] = [0, 0];

async function test(name, body, options = {}) {
  // ONLY=committee runs the tests with that word in their names.
  if (process.env.ONLY && !name.includes(process.env.ONLY)) return;
  const began = Date.now();
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const heard = complaints(page);
  try {
    await body(page);
    assert.deepEqual(heard, [], "the browser complains of nothing");
    passed += 1;
    console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name} at ${page.url()}\n${error.stack}`);
    if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name.replace(/\W+/g, "-")}.png`), fullPage: true }).catch(() => {});
  }
  await context.close();
}

async function as(page, name) {
  await page.goto(`${base}/sign-in`);
  await page.getByRole("button", { name: `Continue as this person ${name}`, exact: true }).click();
  // The keys are there when the script has run.
  await page.waitForURL(`${base}/`);
}

async function otherPages(page) {
  const { look, verdict } = looker();
  await page.goto(`${base}/sign-in`);
  await look(page, "signing in");
  await as(page, "Counsellor SG17");
  const places = ["/liaisons", "/liaisons?state=void", "/liaisons/new", "/liaisons/intake/by-hand", "/procedures", "/procedures/liaison", "/procedures/registration", "/bodies", "/profile", "/design", "/liaisons/LS-1009"];
  for (const place of places) {
    const answer = await page.goto(base + place);
    assert.equal(answer.status(), 200, place);
    await look(page, place);
  }
  for (const place of ["/people", "/records/body/new", "/records/person/new", "/records/appointment/new"]) {
    const answer = await page.goto(base + place);
    assert.equal(answer.status(), 200, place);
    await look(page, place);
  }
  await page.goto(`${base}/people`);
  await page.getByRole("link", { name: "Rapporteur Q14/17", exact: true }).first().click();
  await look(page, "a person");
  await page.getByRole("link", { name: /^End/ }).first().click();
  await look(page, "the end of an appointment");
  await page.context().clearCookies();
  await as(page, "Administrator");
  await page.goto(`${base}/setup`);
  await look(page, "setup");
  verdict();
}

async function theirOwnKeys(page) {
  await as(page, "Counsellor SG17");
  await page.keyboard.press("g");
  await Promise.all([page.waitForURL(`${base}/liaisons`), page.keyboard.press("r")]);
  await page.keyboard.press("j");
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("href")), /^\/liaisons\/LS-/);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.type("privacy");
  await Promise.all([page.waitForURL(/q=privacy/), page.keyboard.press("Enter")]);
  await page.locator("h1").click();
  await page.keyboard.press("?");
  assert.ok(await page.locator("#keys").isVisible());
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("#keys").isVisible()));
}

async function aRealDocument(page) {
  if (!REAL) { console.log("skipped the real document: it is not on this machine"); return; }
  await as(page, "Counsellor SG17");
  await page.goto(`${base}/liaisons/intake`);
  await page.getByLabel("The statement as it came in").setInputFiles(REAL);
  await page.getByRole("button", { name: "Read it" }).click();
  assert.match(await page.getByLabel("Title", { exact: true }).inputValue(), /\w{3}/);
  const marks = await page.locator("a.read-at").count();
  assert.ok(marks >= 6, `only ${marks} values are linked to their lines`);
  assert.ok(await page.locator(".lines mark").count() >= 6);
}

try {
  await test("a statement all the way by mouse, every page looked at", async (page) => {
    const { look, verdict } = looker();
    await walk(mouse(page), base, WORD, { look });
    verdict();
  });
  await test("a statement all the way by keyboard alone", (page) => walk(keyboard(page), base, PDF, { again: true }));
  await test("a statement all the way without JavaScript", (page) => walk(mouse(page), base, WORD, { again: true }), { javaScriptEnabled: false });
  await test("a committee's statement all the way by mouse, looked at", async (page) => {
    const { look, verdict } = looker();
    await committee(mouse(page), base, PDF, { look });
    verdict();
  });
  await test("a committee's statement all the way without JavaScript", (page) => committee(mouse(page), base, PDF), { javaScriptEnabled: false });
  await test("a table routed, a reply linked and a retraction sent, looked at", async (page) => {
    const { look, verdict } = looker();
    await routed(mouse(page), base, { look });
    verdict();
  });
  await test("a draft in two hands, looked at", async (page) => {
    const { look, verdict } = looker();
    await together(mouse(page), base, { look });
    verdict();
  });
  await test("a draft in two hands by keyboard alone", (page) => together(keyboard(page), base));
  await test("a meeting with its lists, pages on paper and a correction, looked at", async (page) => {
    const { look, verdict } = looker();
    await meeting(mouse(page), base, { look });
    verdict();
  });
  await test("a body known, corrected and its addresses mended, looked at", async (page) => {
    const { look, verdict } = looker();
    await bodies(mouse(page), base, { look });
    verdict();
  });
  await test("a deployment begun without the demo, looked at", async (page) => {
    const bare = await start(root, FIRST);
    try {
      const { look, verdict } = looker();
      await begun(mouse(page), bare.base, { look });
      verdict();
    } finally {
      await bare.stop();
    }
  });
  await test("the pages that no walk passes are looked at too", otherPages);
  await test("the keys go, move, search and list themselves", theirOwnKeys);
  await test("a real document is read and each value linked to its line", aRealDocument);
} finally {
  await browser.close();
  await program.stop();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
