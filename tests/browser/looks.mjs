// What every page must be: without findings of axe (WCAG 2.2 AA), without sideways scrolling, without complaints of the
// browser. Looked at in light and dark, and as wide as a desk, a telephone and a page at 400 %.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
// Colours change with the scheme and layout with the width, so no pair need be looked at twice.
const VIEWS = [["light", 1280], ["dark", 1280], ["light", 375], ["dark", 375], ["light", 320], ["dark", 320]];

// Everything the browser complains of, in words. That an act is refused (409), or a form comes back with what is wrong (422), is
// an answer and no complaint.
export function complaints(page) {
  const all = [];
  const refused = (text) => /status of (409|422)/.test(text);
  page.on("console", (message) => { if (["error", "warning"].includes(message.type()) && !refused(message.text())) all.push(`${page.url()}: ${message.text()}`); });
  page.on("pageerror", (error) => all.push(`${page.url()}: ${error.message}`));
  return all;
}

async function overflow(page) {
  return page.evaluate(() => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (over <= 0) return "";
    const wide = Array.from(document.querySelectorAll("main *, header *")).find((one) => one.getBoundingClientRect().right > innerWidth + 1);
    return `${over} px too wide, first by ${wide ? wide.outerHTML.slice(0, 100) : "?"}`;
  });
}

async function findings(page) {
  await page.evaluate(axe);
  return page.evaluate(async (tags) => {
    const result = await window.axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], preload: false });
    return result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(" | ")}`);
  }, WCAG);
}

// A looker that remembers what it found, so that one finding does not hide the next.
export function looker() {
  const found = [];
  let pages = 0;
  const look = async (page, what) => {
    pages += 1;
    for (const [colorScheme, width] of VIEWS) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 900 });
      const view = `${what}, ${colorScheme}, ${width} px`;
      // SHOTS=folder keeps a picture of every page looked at.
      if (process.env.SHOTS && width !== 320) await page.screenshot({ path: join(process.env.SHOTS, `${view.replace(/\W+/g, "-")}.png`), fullPage: true });
      const over = await overflow(page);
      if (over) found.push(`${view}: ${over}`);
      for (const finding of await findings(page)) found.push(`${view}: ${finding}`);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
  };
  const verdict = () => {
    assert.ok(pages > 0, "no page was looked at");
    assert.deepEqual(found, []);
  };
  return { look, verdict, pages: () => pages };
}
