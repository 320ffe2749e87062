// The hands of a person: with the mouse, or by keyboard alone. Both find things by what they are called on the page.
import assert from "node:assert/strict";

const named = (page, role, name) => page.getByRole(role, { name, exact: true });

// Labels carry “optional” and the like in elements of their own, so the name is what the label says and no more.
const field = (page, label) => page.locator("main").getByLabel(label, { exact: true }).first();

async function optionOf(select, begins) {
  const value = await select.evaluate((element, text) => Array.from(element.options).find((one) => one.textContent.trim().startsWith(text))?.value, begins);
  assert.ok(value, `no choice begins with “${begins}”`);
  return value;
}

export function mouse(page) {
  return {
    page,
    link: (name, within = page) => named(within, "link", name).first().click(),
    button: (name, within = page.locator("main")) => named(within, "button", name).first().click(),
    type: (label, text) => field(page, label).fill(text),
    choose: async (label, begins) => { const select = field(page, label); await select.selectOption(await optionOf(select, begins)); },
    upload: (label, path) => field(page, label).setInputFiles(path),
  };
}

// Presses Tab until the element has the focus; on the way every stop must show that it has it.
async function reach(page, wanted) {
  await wanted.waitFor();
  const target = await wanted.elementHandle();
  for (let presses = 0; presses < 400; presses += 1) {
    const at = await page.evaluate((element) => {
      const active = document.activeElement;
      const style = getComputedStyle(active);
      const shown = active === document.body || active.id === "main" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      return { there: active === element, shown, what: active.outerHTML.slice(0, 120), keyboard: active.matches(":focus-visible") };
    }, target);
    if (at.there && at.keyboard) { assert.ok(at.shown, `the focus is not visible on ${at.what}`); return; }
    if (at.keyboard) assert.ok(at.shown, `the focus is not visible on ${at.what}`);
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${wanted}`);
}

export function keyboard(page) {
  const press = async (wanted) => {
    await reach(page, wanted);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  };
  return {
    page,
    link: (name, within = page) => press(named(within, "link", name).first()),
    button: (name, within = page.locator("main")) => press(named(within, "button", name).first()),
    type: async (label, text) => {
      await reach(page, field(page, label));
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
    choose: async (label, begins) => {
      const select = field(page, label);
      const value = await optionOf(select, begins);
      await reach(page, select);
      await page.keyboard.press("Home");
      for (let presses = 0; presses < 200 && (await select.inputValue()) !== value; presses += 1) await page.keyboard.press("ArrowDown");
      assert.equal(await select.inputValue(), value, `the arrows do not reach “${begins}”`);
    },
    upload: async (label, path) => {
      // A busy browser now and then swallows the first press; a person presses again, and so do we.
      for (let presses = 0; presses < 4; presses += 1) {
        await reach(page, field(page, label));
        const opened = page.waitForEvent("filechooser", { timeout: 3000 }).catch(() => null);
        await page.keyboard.press("Enter");
        const chooser = await opened;
        if (chooser) return chooser.setFiles(path);
      }
      assert.fail(`Enter does not open the chooser of “${label}”`);
    },
  };
}
